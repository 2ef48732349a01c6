// Makes what the server serves of the contract:
//   node build.mjs VERSION DIRECTORY
// writes openapi.json, swagger-ui.css and swagger-ui-bundle.js into DIRECTORY.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { joinContract } from './join.mjs';
import { addLimits } from './limits.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [version, directory] = process.argv.slice(2);

const { contract } = joinContract();
if (contract.info.version !== version) {
  console.error(
    `api/openapi.yaml: info.version is ${contract.info.version}, but the project is ${version} ` +
      '(CMakeLists.txt). Make them equal.',
  );
  process.exit(1);
}
addLimits(contract, parse(readFileSync(join(here, 'limits.yaml'), 'utf8')));
writeFileSync(join(directory, 'openapi.json'), JSON.stringify(contract));

// Source maps are not served; naming them would make browsers' developer tools ask for them.
const sourceMap = /\n?(\/\/# sourceMappingURL=\S+|\/\*# sourceMappingURL=\S+\*\/)\s*$/;
for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
  const text = readFileSync(join(here, 'node_modules/swagger-ui-dist', name), 'utf8');
  writeFileSync(join(directory, name), text.replace(sourceMap, '\n'));
}
