// What the server says of its state while what it depends on comes and goes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { send } from './support/client.mjs';
import { checkedClient } from './support/contract.mjs';
import { PrivatePostgres } from './support/postgres.mjs';
import { repository, run, startServer, within } from './support/program.mjs';

const health = '/api/v1/misc/health';
const secret = 'a key that nobody may ever see';

// Asks again and again until the condition holds; returns how long that took, in milliseconds.
async function until(condition, milliseconds) {
  const start = performance.now();
  while (!(await condition())) {
    const waited = performance.now() - start;
    assert.ok(waited < milliseconds, `not after ${waited} ms: ${condition}`);
  }
  return performance.now() - start;
}

// The stand-in for Claude's API.
async function startClaude() {
  const script = join(repository, 'tests/support/claude_server.mjs');
  const child = spawn(process.execPath, [script, secret], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await within(once(child.stdout.setEncoding('utf8'), 'data'), 'the stand-in');
  const address = `http://127.0.0.1:${Number(line)}`;
  return {
    address,
    behave: (how) => fetch(`${address}/control/${how}`, { method: 'POST' }),
    asked: async () => (await (await fetch(`${address}/control/asked`)).json()).asked,
    stop: () => child.stdin.end(),
  };
}

const withClaude = (claude, key = secret) => ({
  env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: claude.address },
});

describe('a server whose PostgreSQL goes away', () => {
  let postgres;
  let server;
  let client;
  before(async () => {
    postgres = await PrivatePostgres.start();
    server = await startServer([], { env: { DATABASE_URL: postgres.createDatabase() } });
    client = await checkedClient(server);
  });
  after(async () => {
    await server.stop();
    await postgres.remove();
  });

  const status = async (path) => (await client.get(path)).status;

  it('is healthy before', async () => {
    assert.equal((await client.get(health)).json.checks.database, 'healthy');
    assert.equal(await status('/readyz'), 200);
  });

  it('is neither healthy nor ready without it, but lives', async () => {
    await postgres.stop('SIGQUIT');
    await until(async () => (await status(health)) === 503, 2000);
    const { json } = await client.get(health);
    assert.equal(json.status, 'unhealthy');
    assert.equal(json.checks.database, 'unhealthy');
    assert.equal(json.checks.swisseph, 'healthy');
    const ready = await client.get('/readyz');
    assert.equal(ready.status, 503);
    assert.match(ready.json.detail, /database/);
    assert.equal(await status('/livez'), 200);
    await server.said(/"message":"database is unhealthy: the database does not answer"/);
  });

  it('is healthy and ready within 2 s of its return', async () => {
    await postgres.start();
    await until(async () => (await status(health)) === 200, 2000);
    assert.equal(await status('/readyz'), 200);
    await server.said(/"message":"database is well again"/);
  });

  it('notices one that is there but answers nobody, and is not held up by it', async () => {
    process.kill(postgres.child.pid, 'SIGSTOP');
    const backends = postgresChildren(postgres.child.pid);
    for (const pid of backends) process.kill(pid, 'SIGSTOP');
    try {
      await until(async () => (await status('/readyz')) === 503, 3000);
      const start = performance.now();
      for (let i = 0; i < 20; ++i) assert.equal(await status('/readyz'), 503);
      assert.ok(performance.now() - start < 1000, 'it waits for the database');
    } finally {
      for (const pid of backends) process.kill(pid, 'SIGCONT');
      process.kill(postgres.child.pid, 'SIGCONT');
    }
    await until(async () => (await status('/readyz')) === 200, 2000);
  });
});

// The processes that one has started.
function postgresChildren(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

describe('a server with a key for Claude', () => {
  let claude;
  before(async () => (claude = await startClaude()));
  after(() => claude.stop());

  it('has the key tried, once for many who ask', async () => {
    const server = await startServer([], withClaude(claude));
    for (let i = 0; i < 50; ++i) {
      const { json } = await send(server, 'GET', health);
      assert.equal(json.checks.anthropic, 'healthy');
    }
    assert.equal(await claude.asked(), 1);
    await server.stop();
  });

  it('says that a wrong key is refused, serves on, and never tells the key', async () => {
    const server = await startServer([], withClaude(claude, 'another key'));
    const { status, json, text } = await send(server, 'GET', health);
    assert.equal(status, 200);
    assert.equal(json.status, 'healthy');
    assert.equal(json.checks.anthropic, 'unhealthy');
    await server.said(/"message":"anthropic is unhealthy: the key is refused"/);
    assert.ok(!`${text}${server.output}`.includes('another key'));
    await server.stop();
  });

  it('is unhealthy without Claude where Claude is required', async () => {
    await claude.behave('overloaded');
    const server = await startServer(['--required-services', 'anthropic'], withClaude(claude));
    assert.equal((await send(server, 'GET', health)).status, 503);
    assert.equal((await send(server, 'GET', '/readyz')).status, 503);
    await server.stop();
    await claude.behave('well');
  });

  it('answers at once though Claude never does', async () => {
    await claude.behave('silent');
    const server = await startServer([], withClaude(claude));
    const start = performance.now();
    const { json } = await send(server, 'GET', health);
    assert.ok(performance.now() - start < 200);
    assert.equal(json.checks.anthropic, 'unhealthy');
    await server.stop();
    await claude.behave('well');
  });
});

describe('a server with a drain delay', () => {
  it('serves on after SIGTERM, not ready, until the delay is over', async () => {
    const server = await startServer(['--drain-delay', '1.5']);
    assert.equal((await send(server, 'GET', '/readyz')).status, 200);
    const stopped = server.stop();
    const start = performance.now();
    await until(async () => (await send(server, 'GET', '/readyz')).status === 503, 1000);
    const ready = await send(server, 'GET', '/readyz');
    assert.match(ready.json.detail, /stop/);
    assert.equal((await send(server, 'GET', '/livez')).status, 200);
    assert.equal((await send(server, 'GET', health)).status, 200);
    assert.equal((await send(server, 'GET', '/api/v1/misc/zodiac-signs')).status, 200);
    await stopped;
    assert.ok(performance.now() - start > 1000, 'it waited');
  });

  it('stops at once at a second signal', async () => {
    const server = await startServer([], { env: { ASTRONOVA_DRAIN_DELAY: '600' } });
    server.child.kill('SIGTERM');
    await until(async () => (await send(server, 'GET', '/readyz')).status === 503, 5000);
    await server.stop('SIGTERM');
  });
});

describe('astronova healthcheck', () => {
  it('asks whether the server lives, or whether it is ready', async () => {
    const claude = await startClaude();
    const server = await startServer(
      ['--required-services', 'anthropic'],
      withClaude(claude, 'another key'),
    );
    const port = ['--port', String(server.port)];
    assert.equal((await run(['healthcheck', ...port])).code, 0);
    const ready = await run(['healthcheck', '--ready', ...port]);
    assert.equal(ready.code, 1);
    assert.match(ready.stderr, /not ready/);
    await server.stop();
    const gone = await run(['healthcheck', ...port]);
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /error: /);
    claude.stop();
  });
});
