// What a JSON schema has against a value.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

// A file of an npm package; `path` is below the package's folder.
export function readSchema(name, path) {
  const folder = require.resolve(`${name}/package.json`).replace(/package\.json$/, '');
  return JSON.parse(readFileSync(folder + path, 'utf8'));
}

// `others` are the schemas that it refers to, by the addresses that it gives them. What comes back
// makes sentences of what is wrong.
export function mistakesBy(schema, others = {}) {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  // Those that ajv-formats has not: Compose's, and texts in other alphabets.
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
  ajv.addFormat('ports', /^[\d.:\-a-z/$A-Z_{}]+$/);
  ajv.addFormat('expose', /^\d+(-\d+)?(\/[a-z]+)?$/);
  ajv.addFormat('subnet_ip_address', /^[\d.:a-f]+\/\d+$/);
  ajv.addFormat('iri-reference', /^[^\s<>"{}|\\^`]*$/);
  ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+$/);
  for (const [address, other] of Object.entries(others)) ajv.addSchema(other, address);
  const validate = ajv.compile(schema);
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  };
}
