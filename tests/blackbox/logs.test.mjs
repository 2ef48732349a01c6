// What the server tells its log, and what it never tells it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { send } from './support/client.mjs';
import { People } from './support/people.mjs';
import { PrivatePostgres } from './support/postgres.mjs';
import { startServer } from './support/program.mjs';

const here = dirname(fileURLToPath(import.meta.url));

// All lines of a server so far, each of which must be an object.
const linesOf = (server) =>
  server.output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const callsOf = (server) => linesOf(server).filter(({ event }) => event === 'api_call');

// The event that one request made, once it is there.
async function told(server, event, requestId) {
  await server.said(new RegExp(`"event":"${event}".*"request_id":"${requestId}"`));
  return linesOf(server).find((line) => line.event === event && line.request_id === requestId);
}

let count = 0;

// Sends a request and returns what is told of it.
async function callOf(server, path, headers = {}, method = 'GET') {
  count += 1;
  const id = `of-the-log-${count}`;
  const response = await send(server, method, path, { headers: { 'x-request-id': id, ...headers } });
  return { response, call: await told(server, 'api_call', id) };
}

// For a request whose line is the last of those before it.
const sentinel = (server) => callOf(server, '/api/v1/misc/zodiac-signs?this=is-the-last');

const secretKey = 'what names are made with in this test';

describe('the log of a server', () => {
  let people;
  let server;
  before(async () => {
    people = await People.start({ env: { SECRET_KEY: secretKey } });
    server = people.server;
  });
  after(() => people.stop());

  it('begins with what an operator should know, and where it listens', async () => {
    const [clear] = linesOf(server);
    assert.equal(clear.event, 'stored_in_clear');
    assert.equal(clear.severity, 'NOTICE');
    const listening = linesOf(server).find(({ event }) => event === 'server_listening');
    assert.equal(listening.address, `http://127.0.0.1:${server.port}`);
  });

  it('tells of a request by the template of its route, in the shape of Cloud Logging', async () => {
    const path = '/api/v1/chart/0b5e0a9e-6f3c-5d0e-9a53-0f6f0d7f4b11?for=Theophrastus-Quill';
    const begin = Date.now();
    const { response, call } = await callOf(server, path);
    assert.equal(call.severity, 'INFO');
    assert.equal(call.message, `GET /api/v1/chart/{chartId} ${response.status}`);
    assert.equal(call.endpoint, '/api/v1/chart/{chartId}');
    assert.equal(call.status_code, response.status);
    assert.ok(call.duration_ms >= 0 && call.duration_ms < 60_000);
    assert.equal(call.timestamp, call.time);
    assert.ok(Math.abs(Date.parse(call.time) - begin) < 60_000);
    assert.ok(!('user_id' in call));
    const { latency, responseSize, ...rest } = call.httpRequest;
    assert.deepEqual(rest, {
      requestMethod: 'GET',
      requestUrl: '/api/v1/chart/{chartId}',
      status: response.status,
      protocol: 'HTTP/1.1',
      remoteIp: '127.0.0.0',
    });
    assert.equal(latency, `${(call.duration_ms / 1000).toFixed(6).slice(0, -3)}${latency.slice(-4)}`);
    assert.ok(Number(responseSize) > response.body.length);
  });

  it('calls what has no route none', async () => {
    const { call } = await callOf(server, '/Wilhelmina-Quarkenbush/1990-05-15');
    assert.equal(call.endpoint, 'none');
    assert.equal(call.httpRequest.requestUrl, 'none');
    assert.equal(call.status_code, 404);
  });

  it('names an account always the same, but not by its id', async () => {
    const [one, other] = [await people.guest(), await people.guest()];
    const names = [];
    for (const person of [one, other, one]) {
      names.push((await callOf(server, '/api/v1/users/me', person.headers)).call.user_id);
    }
    const nameOf = ({ id }) => createHmac('sha256', secretKey).update(id).digest('hex').slice(0, 16);
    assert.deepEqual(names, [one, other, one].map(nameOf));
  });

  it('names nobody for a token that is not good', async () => {
    const person = await people.guest();
    const { 'a wrong signature': token } = people.forged(person);
    const { call } = await callOf(server, '/api/v1/users/me', { authorization: `Bearer ${token}` });
    assert.equal(call.status_code, 401);
    assert.ok(!('user_id' in call));
  });

  it('has debug from one SIGHUP to the next', async () => {
    const livezOf = () => callsOf(server).filter(({ endpoint }) => endpoint === '/livez').length;
    await send(server, 'GET', '/livez');
    await sentinel(server);
    assert.equal(livezOf(), 0);
    server.child.kill('SIGHUP');
    await server.said(/"event":"log_level".*\n/);
    const { call } = await callOf(server, '/livez');
    assert.equal(call.severity, 'DEBUG');
    server.child.kill('SIGHUP');
    await server.said(/"event":"log_level"(.|\n)*"event":"log_level".*\n/);
    await send(server, 'GET', '/livez');
    await sentinel(server);
    assert.equal(livezOf(), 1);
  });
});

describe('the log of a server whose database is away', () => {
  it('tells of an answer that failed as an error, with where it happened', async () => {
    const postgres = await PrivatePostgres.start();
    const people = await People.start({
      // Of the requests only those that are always told.
      env: { DATABASE_URL: postgres.createDatabase(), ASTRONOVA_LOG_SAMPLE: '0' },
    });
    const person = await people.guest();
    await postgres.stop('SIGQUIT');
    const { server } = people;
    const { response, call } = await callOf(server, '/api/v1/users/me/charts', person.headers);
    assert.equal(response.status, 503);
    assert.equal(call.severity, 'ERROR');
    const error = await told(server, 'error', call.request_id);
    assert.equal(error.severity, 'ERROR');
    assert.equal(error.error_type, 'HTTP 503');
    assert.equal(error.error_message, 'Service Unavailable');
    assert.deepEqual(error.context, { method: 'GET', endpoint: '/api/v1/users/me/charts' });
    assert.ok(Math.abs(Date.parse(error.timestamp) - Date.now()) < 60_000);
    assert.ok(!callsOf(server).some(({ endpoint }) => endpoint === '/api/v1/auth/guest'));
    await people.stop();
    await postgres.remove();
  });
});

describe('a log of which a share is wanted', () => {
  it('has no request that is nothing special where the share is none', async () => {
    const server = await startServer([], { env: { ASTRONOVA_LOG_SAMPLE: '0' } });
    for (let i = 0; i < 50; ++i) await send(server, 'GET', '/api/v1/misc/zodiac-signs');
    await server.stop();
    assert.equal(callsOf(server).length, 0);
  });

  it('has all that are slow', async () => {
    const server = await startServer(['--log-sample', '0', '--log-slow', '0']);
    for (let i = 0; i < 50; ++i) await send(server, 'GET', '/api/v1/misc/zodiac-signs');
    await server.stop();
    assert.equal(callsOf(server).length, 50);
    assert.ok(callsOf(server).every(({ severity }) => severity === 'WARNING'));
  });

  it('has some of the others', async () => {
    const server = await startServer(['--log-sample', '0.5']);
    for (let i = 0; i < 200; ++i) await send(server, 'GET', '/api/v1/misc/zodiac-signs');
    await server.stop();
    const { length } = callsOf(server);
    // Seven times the standard deviation.
    assert.ok(Math.abs(length - 100) < 50, `${length} of 200`);
  });
});

describe('a log for people', () => {
  it('has the greeting and a readable line for each request', async () => {
    const server = await startServer(['--log-format', 'text']);
    await server.said(/listens on [\s\S]*Ctrl\+C, or kill/);
    await send(server, 'GET', '/api/v1/misc/zodiac-signs');
    await server.said(/^\d\d:\d\d:\d\d\.\d{3} GET \/api\/v1\/misc\/zodiac-signs 200 [\d.]+ ms \d+ bytes/m);
    await server.stop();
  });
});

describe('a log that nobody reads', () => {
  it('holds no request up, and says how much was dropped', async () => {
    const server = await startServer(['--log-queue', '64']);
    server.child.stdout.pause();
    const dropped = async () =>
      Number(
        /^astronova_log_events_dropped_total (\d+)/m.exec((await send(server, 'GET', '/metrics')).text)[1],
      );
    while ((await dropped()) === 0) {
      const some = Array.from({ length: 100 }, () => send(server, 'GET', '/not-there'));
      for (const { status } of await Promise.all(some)) assert.equal(status, 404);
    }
    server.child.stdout.resume();
    await server.said(/"event":"log_dropped"/);
    const line = linesOf(server).find(({ event }) => event === 'log_dropped');
    assert.equal(line.severity, 'WARNING');
    assert.match(line.message, /^\d+ lines of the log were dropped/);
    await server.stop();
  });
});

describe('what the tests send', () => {
  // Runs a test's program on a server that tells its log something.
  async function tried(tells) {
    const from = (name) => pathToFileURL(join(here, 'support', name)).href;
    const program = `
      import { send } from '${from('client.mjs')}';
      import { startServer } from '${from('program.mjs')}';
      const server = await startServer([], { env: { TELLS: '${tells}', SECRET_KEY: 'a key of nobody' } });
      await send(server, 'POST', '/path?q=Theophrastus+Quill', {
        headers: { authorization: 'Bearer a-token-of-somebody' },
        body: { name: 'Theophrastus Quill', latitude: 40.7128 },
      });
      await server.said(/a request/);
      await server.stop();`;
    const env = { ...process.env, ASTRONOVA_BINARY: join(here, 'support/talkative_server.mjs') };
    return new Promise((resolve) => {
      const args = ['--input-type=module', '--eval', program];
      execFile(process.execPath, args, { env }, (error, _stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stderr }),
      );
    });
  }

  it('is looked for in the log of every server that a test starts', async () => {
    const expected = {
      target: /Theophrastus/,
      token: /what was in a token: a-token-of-somebody/,
      body: /what was in a body's name: Theophrastus Quill/,
      address: /the whole address of a client/,
      secret: /what was in SECRET_KEY: a key of nobody/,
    };
    for (const [tells, pattern] of Object.entries(expected)) {
      const { code, stderr } = await tried(tells);
      assert.equal(code, 1, `${tells}: ${stderr}`);
      assert.match(stderr, pattern);
    }
    assert.deepEqual(await tried('nothing'), { code: 0, stderr: '' });
  });

  it('goes to no server that was started in another way', () => {
    const files = [here, join(here, 'support')].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => join(folder, name)),
    );
    assert.ok(files.length > 30);
    const starts = /spawn\w*\(\s*(binary,\s*\[\s*['"]serve|command,\s*rest)/;
    const others = files.filter((file) => starts.test(readFileSync(file, 'utf8')));
    assert.deepEqual(others, [join(here, 'support/program.mjs')]);
  });
});
