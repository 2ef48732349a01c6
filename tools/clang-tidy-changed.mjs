// clang-tidy-changed.mjs BUILD_FOLDER: checks the sources of src/ with clang-tidy.
//
// A file that passed is not checked again until it, a header of ours that it includes, the rules or
// the way it is compiled changes: its stamp is named by a digest of them all and kept where other
// clones find it too.
//
// Many sources that are compiled alike are checked as one, where they do not meddle with each other:
// most of the time goes to the headers of the libraries. What does not pass is halved until it is one
// source: what is said of that is what counts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { batched } from './batches.mjs';

const linter = 'clang-tidy-16';
const sourcesAtOnce = 32;

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const build = resolve(process.argv[2] ?? 'build/lint');
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
const stamps = join(cache, 'astronova', 'clang-tidy');
mkdirSync(stamps, { recursive: true });

const textOf = (file) => readFileSync(file, 'utf8');
const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();

// A file of src/ and the headers of ours that it reaches.
function reached(file, found = new Set([file])) {
  for (const [, name] of textOf(file).matchAll(/^#include "(.*)"/gm)) {
    const header = join('src', name);
    if (found.has(header) || !existsSync(header)) continue;
    found.add(header);
    reached(header, found);
  }
  return [...found].sort();
}

// How a source is compiled, without what is its own.
function compilations() {
  const entries = JSON.parse(textOf(join(build, 'compile_commands.json')));
  return new Map(
    entries.map(({ directory, command, file }) => [
      file,
      { directory, flags: command.replace(/ -o \S+ -c \S+$/, '') },
    ]),
  );
}

const compiled = compilations();

function describe(source, rules) {
  const compilation = compiled.get(resolve(source));
  if (!compilation) return undefined;
  const digest = createHash('sha256').update(rules).update(compilation.flags.replaceAll(process.cwd(), ''));
  for (const file of reached(source)) digest.update(textOf(file));
  return {
    source,
    ...compilation,
    text: textOf(source),
    stamp: join(stamps, `${basename(source)}.${digest.digest('hex').slice(0, 32)}`),
  };
}

const alike = (one, other) => one.flags === other.flags;

// Resolves to what clang-tidy said, and whether it passed.
function lint(folder, file) {
  return new Promise((done) => {
    const child = spawn(linter, ['-p', folder, '--quiet', '--config-file=.clang-tidy', file]);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (said += text));
    }
    child.on('error', (error) => done({ passed: false, said: `${error}\n` }));
    child.on('close', (code) => {
      // The count of what it found in the headers of others and did not show.
      done({ passed: code === 0, said: said.replace(/^\d+ warnings? generated\.\n/gm, '') });
    });
  });
}

let batches = 0;
async function passTogether(batch) {
  batches += 1;
  const folder = join(build, 'batches', String(batches));
  const file = join(folder, 'batch.cpp');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, batch.map(({ source }) => `#include "${resolve(source)}"\n`).join(''));
  const { directory, flags } = batch[0];
  const entry = { directory, file, command: `${flags} -Wno-shadow -o batch.o -c ${file}` };
  writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([entry]));
  return (await lint(folder, file)).passed;
}

async function passes(batch) {
  if (batch.length > 1) return passTogether(batch);
  const { passed, said } = await lint(build, batch[0].source);
  process.stdout.write(said);
  if (!passed) process.exitCode = 1;
  return passed;
}

async function check(batch) {
  if (await passes(batch)) {
    for (const { stamp } of batch) writeFileSync(stamp, '');
  } else if (batch.length > 1) {
    console.log(`in halves: ${batch.map(({ source }) => source).join(' ')}`);
    const middle = Math.ceil(batch.length / 2);
    await check(batch.slice(0, middle));
    await check(batch.slice(middle));
  }
}

const rules = textOf('.clang-tidy') + linter;

const changed = filesBelow('src')
  .filter((file) => file.endsWith('.cpp'))
  .map((source) => describe(source, rules))
  .filter((one) => one && !existsSync(one.stamp));
const waiting = batched(changed, sourcesAtOnce, alike);
console.log(`${changed.length} sources in ${waiting.length} batches`);
let next = 0;
async function work() {
  while (next < waiting.length) {
    next += 1;
    await check(waiting[next - 1]);
  }
}
await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, work));
