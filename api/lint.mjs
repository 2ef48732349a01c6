// Has redocly look at the joined contract, and says of each finding where it is in the parts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { joinContract, root } from './join.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { contract, origins } = joinContract();

function findings() {
  const directory = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    const file = join(directory, 'openapi.json');
    writeFileSync(file, JSON.stringify(contract));
    const redocly = spawnSync(
      process.execPath,
      [
        join(here, 'node_modules/@redocly/cli/bin/cli.js'),
        ...['lint', '--format=json', '--max-problems=1000'],
        ...['--config', join(here, 'redocly.yaml'), file],
      ],
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    );
    try {
      return JSON.parse(redocly.stdout).problems;
    } catch {
      throw new Error(`redocly did not answer: ${redocly.stderr}${redocly.stdout}`);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const keysOf = (pointer) =>
  pointer
    .replace(/^#\/?/, '')
    .split('/')
    .map((key) => decodeURIComponent(key).replace(/~1/g, '/').replace(/~0/g, '~'));

// The example that a place of the contract is in, where it is in one of an answer.
function exampleOf([paths, path, method, responses, , , , examples, name, ...rest]) {
  if (paths !== 'paths' || responses !== 'responses' || examples !== 'examples') return null;
  return [`examples/${contract.paths[path][method].operationId}.${name}.json`, rest];
}

// The file that a place of the contract is from, and the keys that lead to it there.
function placeOf(keys) {
  const example = exampleOf(keys);
  if (example) return example;
  const inPath = keys[0] === 'paths' && origins.paths[keys[1]];
  if (inPath) return [inPath, keys.slice(1)];
  const inSchema = keys[1] === 'schemas' && origins.schemas[keys[2]];
  return inSchema ? [inSchema, keys.slice(2)] : [root, keys];
}

// FILE:LINE:COLUMN of what is nearest to a place of the contract.
function position(pointer) {
  const [file, keys] = placeOf(keysOf(pointer));
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(here, file), 'utf8'), { lineCounter: lines });
  for (let length = keys.length; length > 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (!node?.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return `api/${file}:${line}:${col}`;
  }
  return `api/${file}`;
}

const found = findings();
for (const { severity, message, ruleId, location } of found) {
  console.error(`${position(location[0].pointer)}: ${severity}: ${message} (${ruleId})`);
  console.error(`  at ${location[0].pointer}`);
}
process.exit(found.some(({ severity }) => severity === 'error') ? 1 : 0);
