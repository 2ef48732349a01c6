// The npm packages that other folders have already.
import { createRequire } from 'node:module';

const from = (folder) => createRequire(new URL(`../../../${folder}/package.json`, import.meta.url));

export const YAML = from('api')('yaml');
export const Ajv = from('tests/blackbox')('ajv/dist/2020.js').default;
