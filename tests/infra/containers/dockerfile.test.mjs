// The Dockerfile and what it is given: what can be told without building it, which infra/image/build does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository, run } from '../../blackbox/support/program.mjs';
import { knownVariables } from './support/configuration.mjs';

const require = createRequire(import.meta.url);
const { validate } = require('dockerfile-utils');
const read = (path) => readFileSync(join(repository, path), 'utf8');
const text = read('Dockerfile');
const lines = text
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter(Boolean);
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));
const packages = (list) =>
  read(`tools/packages/${list}`)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' ')[0]);
const warnings = (content) =>
  validate(content, { instructionJSONInSingleQuotes: 2 }).map(
    ({ message, range }) => `${range.start.line + 1}: ${message}`,
  );

// The stages in their order, each with its lines.
function stages() {
  const all = [];
  for (const line of lines) {
    const from = /^FROM (\S+)(?: AS (\S+))?$/.exec(line);
    if (from) all.push({ base: from[1], name: from[2], lines: [] });
    else all.at(-1)?.lines.push(line);
  }
  return all;
}

describe('the Dockerfile', () => {
  it('has nothing that its linter warns of', () => assert.deepEqual(warnings(text), []));

  it('would be warned of with mistakes in it', () => {
    for (const [mistake, message] of [
      ['COPPY tools tools\n', /Unknown instruction/i],
      ['EXPOSE http\n', /port/i],
      ['FROM scratch AS build\n', /Duplicate name/i],
      ['STOPSIGNAL\n', /argument/i],
    ])
      assert.match(warnings(text + mistake).join('\n'), message);
  });

  it('copies what is there, and is not kept from it', () => {
    const sources = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .filter((source) => source !== '.');
    assert.ok(sources.length > 5);
    for (const source of sources) {
      assert.ok(existsSync(join(repository, source)), source);
      assert.ok(!ignored.some((name) => source === name || source.startsWith(`${name}/`)), source);
    }
  });

  it('copies from stages that come before', () => {
    const before = new Set();
    for (const { name, lines: own } of stages()) {
      for (const line of own) {
        const from = /--from=(\S+)/.exec(line)?.[1];
        if (from) assert.ok(before.has(from), line);
      }
      before.add(name);
    }
  });

  it('runs what can be run', () => {
    const scripts = [...text.matchAll(/(?:RUN|&&) (infra\/image\/\w+|tools\/install|\.\/run)\b/g)].map(
      ([, path]) => path,
    );
    assert.ok(scripts.length >= 5);
    for (const path of scripts) assert.ok(statSync(join(repository, path)).mode & 0o111, path);
  });

  it('ends with nothing but files: no shell of any Debian is in the image', () => {
    const all = stages();
    let last = all.at(-1);
    const own = [...last.lines];
    while (last.base !== 'scratch') {
      last = all.find(({ name }) => name === last.base);
      assert.ok(last, 'the image is made from nothing');
      own.push(...last.lines);
    }
    assert.deepEqual(
      own.filter((line) => line.startsWith('RUN')),
      [],
    );
  });

  it('runs as a user that can be told from root by its number', () => {
    assert.deepEqual(
      lines.filter((line) => line.startsWith('USER')),
      ['USER 10001:10001'],
    );
    assert.match(read('infra/image/gather'), /astronova:x:10001:10001:/);
  });

  it('sets what the server knows', () => {
    const set = [.../^ENV (.*)$/m.exec(text)[1].matchAll(/([A-Z_]+)=/g)].map(([, name]) => name);
    for (const name of set.filter((name) => name !== 'PATH')) assert.ok(knownVariables.has(name), name);
  });

  it("takes the arguments that infra/image/arguments prints, which are the program's", async () => {
    const printed = execFileSync(join(repository, 'infra/image/arguments'), { encoding: 'utf8' }).trim();
    const values = Object.fromEntries(printed.split('\n').map((line) => line.split('=')));
    const declared = [...text.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    for (const name of Object.keys(values)) assert.ok(declared.includes(name), name);
    const version = await run(['version']);
    assert.equal(`astronova ${values.VERSION}`, version.stdout.split('\n')[0]);
    const steps = (await run(['migrate', '--status'])).stdout.trim().split('\n');
    assert.equal(Number(values.SCHEMA), Number.parseInt(steps.at(-1), 10));
    assert.match(values.REVISION, /^[0-9a-f]{40}(-dirty)?$/);
    assert.match(values.SOURCE_DATE_EPOCH, /^\d{10}$/);
  });

  it('tells of each package whose code is in the program where it is to be found', () => {
    // Each library is installed with the image or named among those that are only headers.
    const runtime = packages('runtime');
    const headers = read('infra/image/compiled-in')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const [inTheBinary] = read('docs/DEPENDENCIES.md').split('## To build');
    const rows = inTheBinary
      .split('\n')
      .map((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    for (const name of packages('build').filter((name) => name.endsWith('-dev'))) {
      const row = rows.find((names) => names.includes(name));
      assert.ok(row, `docs/DEPENDENCIES.md has no row of ${name}`);
      assert.equal(headers.includes(name), !row.some((other) => runtime.includes(other)), name);
    }
  });
});
