// The bill of materials of the image, made of packages that are installed here, against the schema of
// CycloneDX.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { binary, repository, temporaryFolder } from '../../blackbox/support/program.mjs';
import { mistakesBy, readSchema } from './support/json_schema.mjs';

const cyclonedx = (name) =>
  readSchema('@cyclonedx/cyclonedx-library', `res/schema/${name}.SNAPSHOT.schema.json`);
const mistakesOf = mistakesBy(
  cyclonedx('bom-1.5'),
  Object.fromEntries(
    ['spdx', 'jsf-0.82'].map((name) => [
      `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
      cyclonedx(name),
    ]),
  ),
);
const installed = ['libc6', 'libssl3', 'libswe2.0', 'libsqlite3-0', 'tzdata'];
const version = (name) => execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });

describe('the bill of materials', () => {
  const temporary = temporaryFolder();
  const program = join(temporary.path, 'program');
  const root = join(temporary.path, 'root');
  const make = (epoch = '1700000000') => {
    const env = { PATH: process.env.PATH, ...(epoch && { SOURCE_DATE_EPOCH: epoch }) };
    return execFileSync(process.execPath, [join(repository, 'infra/image/sbom.mjs'), program, root], {
      env,
      encoding: 'utf8',
    });
  };
  let text;
  let bill;

  before(() => {
    execFileSync(join(repository, 'infra/image/deliver'), [binary, program]);
    const database = join(root, 'var/lib/dpkg/status.d');
    mkdirSync(database, { recursive: true });
    for (const name of installed)
      writeFileSync(join(database, name), execFileSync('dpkg-query', ['--status', name]));
    mkdirSync(join(root, 'etc'));
    writeFileSync(
      join(root, 'etc/os-release'),
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n',
    );
    text = make();
    bill = JSON.parse(text);
  });
  after(() => temporary.remove());

  const component = (name) => bill.components.find((one) => one.name === name);

  it('is what CycloneDX takes', () => {
    assert.equal(bill.specVersion, '1.5');
    assert.deepEqual(mistakesOf(bill), []);
  });

  it('would not be taken with a mistake in it', () => {
    for (const change of [
      (copy) => (copy.components[0].type = 'package'),
      (copy) => delete copy.metadata.component.name,
      (copy) => (copy.metadata.component.hashes[0].content = 'none'),
      (copy) => (copy.metadata.component.licenses[0].license.id = 'AGPL-3'),
      (copy) => (copy.serialNumber = 'urn:uuid:1'),
      (copy) => (copy.metadata.timestamp = 'today'),
      (copy) => (copy.componets = []),
    ]) {
      const copy = structuredClone(bill);
      change(copy);
      assert.notDeepEqual(mistakesOf(copy), [], String(change));
    }
  });

  it('is of the program as it is delivered', () => {
    const delivered = readFileSync(join(program, 'astronova'));
    const { hashes, version: own } = bill.metadata.component;
    assert.equal(hashes[0].content, createHash('sha256').update(delivered).digest('hex'));
    assert.equal(
      `astronova ${own}\n`,
      execFileSync(binary, ['version'], { encoding: 'utf8' }).split(/(?<=\n)/)[0],
    );
  });

  it('has each package in its version, with the source by which vulnerabilities are known', () => {
    for (const name of installed) assert.equal(component(name).version, version(name));
    const { purl } = component('libssl3');
    assert.match(purl, /^pkg:deb\/debian\/libssl3@3\.0\.[^?]*\?arch=\w+&distro=debian-12&upstream=openssl$/);
  });

  it('has what is compiled in and built in, and not only what is installed', () => {
    assert.equal(component('libboost1.81-dev').version, version('libboost1.81-dev'));
    const lock = JSON.parse(readFileSync(join(repository, 'api/package-lock.json'), 'utf8'));
    const swagger = component('swagger-ui-dist');
    assert.equal(
      swagger.purl,
      `pkg:npm/swagger-ui-dist@${lock.packages['node_modules/swagger-ui-dist'].version}`,
    );
    assert.equal(swagger.hashes[0].content.length, 128);
    assert.equal(component('geo-tz').licenses[0].license.id, 'ODbL-1.0');
  });

  it('says what needs what, of what is there', () => {
    const references = [bill.metadata.component, ...bill.components].map((one) => one['bom-ref']);
    assert.equal(new Set(references).size, references.length);
    for (const { ref, dependsOn } of bill.dependencies)
      for (const reference of [ref, ...dependsOn]) assert.ok(references.includes(reference), reference);
    const needs = bill.dependencies.find(({ ref }) => ref === component('libssl3').purl).dependsOn;
    assert.ok(needs.includes(component('libc6').purl));
  });

  it('is the same each time, and another when something in it is', () => {
    assert.equal(make(), text);
    assert.equal(bill.metadata.timestamp, '2023-11-14T22:13:20.000Z');
    const other = JSON.parse(make(''));
    assert.equal(other.metadata.timestamp, undefined);
    assert.notEqual(other.serialNumber, bill.serialNumber);
  });
});
