// The contract from its parts: openapi.yaml, and the files that it names under `parts`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
export const root = 'openapi.yaml';
const kinds = ['paths', 'schemas'];

const read = (file) => parse(readFileSync(join(here, file), 'utf8'));

const filesOf = (parts, kind) => parts[kind].map((name) => `${kind}/${name}.yaml`);

function filesWithin(folder) {
  return readdirSync(join(here, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesWithin(name) : [name];
  });
}

function assertAllNamed(kind, files) {
  const forgotten = filesWithin(kind).filter((file) => !files.includes(file));
  if (forgotten.length > 0) {
    throw new Error(`api/${root}: \`parts\` does not name ${forgotten.join(', ')}`);
  }
}

// What the files say, as one object, and of each of its names the file that it is from.
function joined(kind, files) {
  assertAllNamed(kind, files);
  const members = {};
  const origins = {};
  for (const file of files) {
    for (const [name, member] of Object.entries(read(file))) {
      if (name in members) throw new Error(`api/${file}: ${name} is in ${origins[name]} already`);
      members[name] = member;
      origins[name] = file;
    }
  }
  return { members, origins };
}

// The OpenAPI document, and the files that its paths and schemas are from, by their names.
export function joinContract() {
  const { parts, components, ...head } = read(root);
  const [paths, schemas] = kinds.map((kind) => joined(kind, filesOf(parts, kind)));
  return {
    contract: {
      ...head,
      paths: paths.members,
      components: { ...components, schemas: schemas.members },
    },
    origins: { paths: paths.origins, schemas: schemas.origins },
  };
}
