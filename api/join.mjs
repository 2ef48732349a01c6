// The contract from its parts: openapi.yaml, the files that it names under `parts`, and the answers
// in examples/.
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

const operationsOf = (paths) =>
  Object.values(paths).flatMap((item) =>
    Object.values(item).filter(({ operationId }) => operationId !== undefined),
  );

// What examples/OPERATION.NAME.json has is an example of that operation's answer.
function addExamples(paths) {
  const operations = new Map(operationsOf(paths).map((one) => [one.operationId, one]));
  for (const file of filesWithin('examples').sort()) {
    const [operation, name] = file.slice('examples/'.length).split('.');
    const answer = operations.get(operation)?.responses['200']?.content['application/json'];
    if (!answer) throw new Error(`api/${file}: there is no operation ${operation} with such answers`);
    answer.examples = { ...answer.examples, [name]: read(file) };
  }
}

// The OpenAPI document, and the files that its paths and schemas are from, by their names.
export function joinContract() {
  const { parts, components, ...head } = read(root);
  const [paths, schemas] = kinds.map((kind) => joined(kind, filesOf(parts, kind)));
  addExamples(paths.members);
  return {
    contract: {
      ...head,
      paths: paths.members,
      components: { ...components, schemas: schemas.members },
    },
    origins: { paths: paths.origins, schemas: schemas.origins },
  };
}
