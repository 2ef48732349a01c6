// How the server starts and ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { describe, it } from 'node:test';
import { parseResponses, send } from './support/client.mjs';
import { startServer, within } from './support/program.mjs';

const wholeYear = JSON.stringify({
  from: '2026-01-01T00:00:00Z',
  to: '2026-12-31T00:00:00Z',
  stepMinutes: 120,
});
const largeRequest =
  'POST /api/v1/ephemeris/calculate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' +
  `Content-Length: ${wholeYear.length}\r\n\r\n${wholeYear}`;

async function connect(server) {
  const socket = net.connect(server.port, '127.0.0.1');
  await within(once(socket, 'connect'), 'a connection');
  return socket;
}

// How many requests for a table have begun: those under way, but for this one, and those that ended.
async function begun(server) {
  const { text } = await send(server, 'GET', '/metrics');
  const [, inFlight] = /^astronova_http_requests_in_flight (\d+)/m.exec(text);
  const ended = /^astronova_http_request_duration_seconds_count\{.*ephemeris\/calculate.*\} (\d+)/m.exec(text);
  return Number(inFlight) - 1 + Number(ended?.[1] ?? 0);
}

async function refusesConnections(server) {
  const socket = net.connect(server.port, '127.0.0.1');
  const event = await Promise.race([
    once(socket, 'connect').then(() => 'connect'),
    once(socket, 'error').then(() => 'error'),
  ]).catch(() => 'error');
  socket.destroy();
  return event === 'error';
}

describe('a server that is told to stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    it(`ends at once with 0 after ${signal} when nothing is to do`, async () => {
      const server = await startServer();
      await send(server, 'GET', '/livez');
      const idle = await connect(server);
      const closed = once(idle.resume(), 'close');
      const start = process.hrtime.bigint();
      await server.stop(signal);
      await within(closed, 'the end of the idle connection');
      assert.ok(
        Number(process.hrtime.bigint() - start) < 5e9,
        'it did not wait for the idle connection',
      );
    });
  }

  it('finishes the answer that it is sending', async () => {
    const server = await startServer();
    const socket = await connect(server);
    socket.write(largeRequest);
    // The first bytes are here; the rest does not fit into the sockets' buffers and waits for us.
    const [first] = await within(once(socket, 'data'), 'the first bytes');
    socket.pause();
    const stopped = server.stop();
    while (!(await refusesConnections(server)));
    assert.ok(server.running, 'it waits for us');
    const chunks = [first];
    socket.on('data', (chunk) => chunks.push(chunk));
    const closed = once(socket, 'close');
    socket.resume();
    await within(closed, 'the end of the connection');
    const [response] = parseResponses(Buffer.concat(chunks));
    assert.equal(response.status, 200);
    assert.equal(response.json.rows.length, 364 * 12 + 1);
    await stopped;
  });

  it('answers what it is computing', async () => {
    const server = await startServer();
    // Short enough to be done within the 8 s that stopping may take, on a machine with much else to do.
    const body = { from: '2026-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z', stepMinutes: 480 };
    const answers = Array.from({ length: 4 }, () =>
      send(server, 'POST', '/api/v1/ephemeris/calculate', { body }),
    );
    while ((await begun(server)) < answers.length);
    await server.stop();
    for (const { status, json } of await Promise.all(answers)) {
      assert.equal(status, 200);
      assert.equal(json.rows.length, 364 * 3 + 1);
    }
  });

  it('leaves its port to the next', async () => {
    const first = await startServer();
    const { port } = first;
    await send(first, 'GET', '/livez');
    await first.stop();
    const second = await startServer([], { port });
    assert.equal(second.port, port);
    await second.stop();
  });
});

describe('a server that has just begun to listen', () => {
  it('stops as it should when it is told to at once', async () => {
    for (let i = 0; i < 10; ++i) await (await startServer()).stop();
  });
});

describe('a server that cannot start', () => {
  it('says that it has no ephemeris, and where it looked', async () => {
    await assert.rejects(
      startServer(['--ephemeris-path', '/nonexistent']),
      /ephemeris[\s\S]*\/nonexistent/,
    );
  });

  it('says that its port is taken, and ends with a failure', async () => {
    const first = await startServer();
    await assert.rejects(startServer([], { port: first.port }), /in use/i);
    await first.stop();
  });
});
