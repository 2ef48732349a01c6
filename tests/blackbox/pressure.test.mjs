// Clients that hold connections and give nothing for them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { describe, it } from 'node:test';
import { exchange, parseResponses, send } from './support/client.mjs';
import { startServer, within } from './support/program.mjs';

const residentKilobytes = ({ pid }) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

// Connections that have begun to say something, each with when it was closed.
async function connectAll(server, count, first) {
  const sockets = Array.from({ length: count }, () => net.connect(server.port, '127.0.0.1'));
  const closed = sockets.map((socket) => {
    socket.on('error', () => {});
    socket.resume();
    return once(socket, 'close');
  });
  await Promise.all(sockets.map((socket) => within(once(socket, 'connect'), 'a connection')));
  for (const socket of sockets) socket.write(first);
  return { sockets, closed: Promise.all(closed) };
}

const alone = (server) =>
  exchange(server, 'GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');

describe('a server with a thousand clients that drip', () => {
  it('answers the others, drops each in time, and keeps nothing of them', async () => {
    const server = await startServer(['--head-timeout', '1']);
    await send(server, 'GET', '/livez');
    const before = residentKilobytes(server);
    const { sockets, closed } = await connectAll(server, 1000, 'GET / HTTP/1.1\r\nHost: a\r\n');
    let isOver = false;
    const ended = closed.then(() => (isOver = true));
    const drip = setInterval(() => sockets.forEach((socket) => socket.write('X: y\r\n')), 200);
    let answered = 0;
    for (; !isOver; ++answered) assert.equal((await send(server, 'GET', '/livez')).status, 200);
    clearInterval(drip);
    await within(ended, 'the end of the thousand');
    assert.ok(answered > 0);
    const grown = residentKilobytes(server) - before;
    assert.ok(grown < 100_000, `${grown} KB more than before`);
    await server.stop();
  });
});

describe('a server that may have few descriptors', () => {
  const few = ['prlimit', '--nofile=120:120'];

  it('lets in whoever waits when others are silent, and still opens what it needs', async () => {
    const server = await startServer([], { under: few });
    const { sockets } = await connectAll(server, 200, 'GET / HTTP/1.1\r\n');
    // It takes a connection, a worker, the database and files of the ephemeris.
    const guest = await send(server, 'POST', '/api/v1/auth/guest');
    assert.equal(guest.status, 200, guest.text);
    const positions = await send(server, 'GET', '/api/v1/ephemeris/positions?at=2026-11-23T00:00:00Z');
    assert.equal(positions.status, 200, positions.text);
    for (const socket of sockets) socket.destroy();
    await server.stop();
  });

  it('waits while there is none at all, and goes on when there are some again', async () => {
    const server = await startServer();
    const set = (limit) => execFileSync('prlimit', ['--pid', `${server.pid}`, `--nofile=${limit}:`]);
    // A connection that is there stays, and is answered.
    const [before] = parseResponses(await alone(server));
    assert.equal(before.status, 200);
    const kept = net.connect(server.port, '127.0.0.1');
    await within(once(kept, 'connect'), 'a connection');
    const ask = async () => {
      kept.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n');
      const [bytes] = await within(once(kept, 'data'), 'an answer');
      assert.match(bytes.toString(), /^HTTP\/1\.1 200 /);
    };
    await ask();
    set(3);
    const waiting = alone(server);
    await server.said(/annot be accepted/);
    await ask();
    set(1000);
    const [answer] = parseResponses(await waiting);
    assert.equal(answer.status, 200);
    kept.destroy();
    await server.stop();
  });
});
