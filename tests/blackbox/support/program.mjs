// Starts and stops the program under test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leaksIn, plantEnvironment } from './planted.mjs';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const binary = resolve(
  process.env.ASTRONOVA_BINARY ?? resolve(repository, 'build/release/astronova'),
);

// Longer than anything that is waited for takes, sanitizers included; it only ends a hang.
const patience = 60_000;

export function within(promise, what, milliseconds = patience) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: not within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Which ephemeris this run of the tests is for: see CMakeLists.txt.
export const testedEphemeris = process.env.TESTED_EPHEMERIS ?? 'swiss';

// A folder for a test's own, gone with the process at the latest.
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'astronova-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path: folder,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

// A fresh data folder, with the table ephemeris in it where the tests are for that.
export function dataFolder() {
  const folder = temporaryFolder();
  const table = process.env.TESTED_DATA_DIR;
  if (table) symlinkSync(join(table, 'ephemeris.table'), join(folder.path, 'ephemeris.table'));
  return folder;
}

let commandsFolder;

// The environment of a test has nothing that would configure the program but the ephemeris, and a
// data folder that nobody else has.
export function environment(additions) {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS'];
  const entries = kept
    .filter((name) => name in process.env)
    .map((name) => [name, process.env[name]]);
  // Under the sanitizers everything takes long, and tests send more requests than people do.
  const own = {
    ASTRONOVA_EPHEMERIS: testedEphemeris,
    ASTRONOVA_WAIT_TARGET: '0',
    ASTRONOVA_LIMITS: 'off',
  };
  if (!additions.ASTRONOVA_DATA_DIR) {
    commandsFolder ??= dataFolder();
    own.ASTRONOVA_DATA_DIR = commandsFolder.path;
  }
  return { ...Object.fromEntries(entries), ...own, ...additions };
}

// All that servers have said, which is looked through at the end, when all is known that they must
// not have said.
const outputsOfServers = [];

process.once('exit', () => {
  const leaks = outputsOfServers.flatMap((output) => leaksIn(output()));
  for (const leak of new Set(leaks)) console.error(`a server's log has ${leak}`);
  if (leaks.length > 0) process.exitCode = 1;
});

// Runs the program to its end: { code, signal, stdout, stderr }. What calls other programs takes longer:
// `milliseconds` ends a hang.
export async function run(args, { env = {}, input = '', milliseconds = patience } = {}) {
  const child = spawn(binary, args, { env: environment(env), stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
  }
  if (args[0] === 'serve') outputsOfServers.push(() => said.stdout + said.stderr);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [code, signal] = await within(
      once(child, 'close'),
      `astronova ${args.join(' ')}`,
      milliseconds,
    );
    return { code, signal, ...said };
  } finally {
    child.kill('SIGKILL');
  }
}

class Server {
  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    this.output = '';
    outputsOfServers.push(() => this.output);
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.output += text;
        child.emit('output');
      });
    }
    this.endWithTests = () => child.kill('SIGKILL');
    process.once('exit', this.endWithTests);
  }

  get pid() {
    return this.child.pid;
  }

  get running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async listening() {
    for (;;) {
      const address = /https?:\/\/127\.0\.0\.1:(\d+)/.exec(this.output);
      if (address) {
        this.port = Number(address[1]);
        return;
      }
      const event = await Promise.race([
        once(this.child, 'output').then(() => 'output'),
        this.exited.then(() => 'exit'),
      ]);
      assert.equal(event, 'output', `the server ended before it listened:\n${this.output}`);
    }
  }

  // Waits until the program has said something that matches.
  async said(pattern) {
    while (!pattern.test(this.output)) {
      const event = await Promise.race([
        within(once(this.child, 'output'), String(pattern)).then(() => 'output'),
        this.exited.then(() => 'exit'),
      ]);
      assert.equal(event, 'output', `the server ended before it said ${pattern}:\n${this.output}`);
    }
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    try {
      const [code, killer] = await within(this.exited, `the end after ${signal}`, 30_000);
      assert.deepEqual({ code, killer }, { code: 0, killer: null }, this.output);
    } finally {
      this.leave();
    }
  }

  // As a power cut would, but for what the system has taken already.
  async kill() {
    this.child.kill('SIGKILL');
    await within(this.exited, 'the end after SIGKILL');
    this.leave();
  }

  leave() {
    this.child.kill('SIGKILL');
    process.off('exit', this.endWithTests);
    this.folder?.remove();
  }
}

// A server on 127.0.0.1, on a free port unless one is given, and with a fresh data folder, which
// goes with it, unless `env` has one. `under` is a command that starts it, such as prlimit.
export async function startServer(args = [], { port = 0, env = {}, under = [] } = {}) {
  const folder = env.ASTRONOVA_DATA_DIR ? undefined : dataFolder();
  const data = folder ? { ASTRONOVA_DATA_DIR: folder.path } : {};
  const wanted = environment({ ...data, ...env });
  plantEnvironment(wanted);
  const serve = ['serve', '--host', '127.0.0.1', '--port', String(port), ...args];
  const [command, ...rest] = [...under, binary, ...serve];
  const child = spawn(command, rest, {
    env: wanted,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = new Server(child, folder);
  await within(server.listening(), 'the address');
  return server;
}
