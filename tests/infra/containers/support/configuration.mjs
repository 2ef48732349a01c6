// The variables that the server knows, by its own help, and those of docs/CONFIGURATION.md that are
// secrets, each also as a file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, repository } from '../../../blackbox/support/program.mjs';

const help = execFileSync(binary, ['serve', '--help'], { encoding: 'utf8' });
const document = readFileSync(join(repository, 'docs/CONFIGURATION.md'), 'utf8');
const secrets = [...document.split('## Secrets')[1].matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);

export const knownVariables = new Set([
  ...[...help.matchAll(/\(Env:([A-Z_]+)\)/g)].map(([, name]) => name),
  ...secrets,
  ...secrets.map((name) => `${name}_FILE`),
]);
