// Clients that take their time with all that they send and take.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../blackbox/support/client.mjs';
import { startServer } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { charts, computing } from './support/workloads.mjs';

const loris = 1000;
const readers = 100;
const headTimeout = 10;

const wholeYear = JSON.stringify({
  from: '2026-01-01T00:00:00Z',
  to: '2026-12-31T00:00:00Z',
  stepMinutes: 60,
});
const post = (path, body) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${body.length}\r\n\r\n`;

// What each sort sends at once, and then drop by drop.
const sorts = {
  heads: { first: 'GET / HTTP/1.1\r\nHost: a\r\n', drop: 'X: y\r\n' },
  bodies: { first: post('/api/v1/ephemeris/calculate', 'x'.repeat(100_000)), drop: ' ' },
};

class Loris {
  constructor(server, { first, drop }) {
    this.began = performance.now();
    this.socket = net.connect(server.port, '127.0.0.1', () => this.socket.write(first));
    this.socket.on('error', () => {});
    this.socket.resume();
    this.timer = setInterval(() => this.socket.write(drop), 1000);
  }

  // Whether the system still knows the connection: who does not read does not hear of its end.
  look(portsInUse) {
    const isThere = portsInUse.has(this.socket.localPort);
    this.wasThere ||= isThere;
    if (this.lived !== undefined || isThere || !this.wasThere) return;
    this.lived = (performance.now() - this.began) / 1000;
  }

  end() {
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

// The ports of connections to the server that both ends have open, as the clients' system has them.
function portsOfClients({ port }) {
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const connections = lines.map((text) => text.trim().split(/\s+/)).filter(([, , , state]) => state === '01');
  const portOf = (address) => parseInt(address.split(':')[1], 16);
  return new Set(connections.filter(([, , to]) => portOf(to) === port).map(([, from]) => portOf(from)));
}

// Takes a few bytes a second of answers of megabytes, more of which wait than its system takes.
class SlowReader extends Loris {
  constructor(server) {
    const request = post('/api/v1/ephemeris/calculate', wholeYear) + wholeYear;
    super(server, { first: request.repeat(3), drop: '' });
    this.socket.pause();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.socket.read(16), 1000);
  }
}

const residentMegabytes = ({ pid }) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

const ofNow = { birthData: { ...charts[0].body.birthData, date: '2026-01-01' } };

// Until then such tables take a second.
async function untilOnTable(server) {
  for (;;) {
    const { text } = await send(server, 'POST', charts[0].path, { body: ofNow });
    if (/\(table\)/.test(text)) return;
    await pause(100);
  }
}

const fewYears = ['--ephemeris', 'table', '--table-from', '2020', '--table-to', '2030'];

async function withLorises(makeAll, { lastsFor, droppedWithin, onTable = false }) {
  const server = await startServer(onTable ? fewYears : ['--ephemeris', 'swiss']);
  try {
    if (onTable) await untilOnTable(server);
    const notes = [];
    const findings = [];
    const row = await observe({
      server,
      kinds: computing,
      strike: async () => {
        const before = residentMegabytes(server);
        const all = [];
        let until = Infinity;
        // Some are dropped before the last has come.
        const making = makeAll(server, all).then(() => (until = performance.now() + lastsFor));
        for (; performance.now() < until; await pause(500)) {
          const inUse = portsOfClients(server);
          for (const one of all) one.look(inUse);
        }
        await making;
        notes.push(`resident before ${before.toFixed(0)} MB, at its end ${residentMegabytes(server).toFixed(0)} MB`);
        const alive = all.filter(({ lived }) => lived === undefined).length;
        const longest = Math.max(0, ...all.map(({ lived }) => lived ?? 0));
        notes.push(`${all.length - alive} were dropped, the last after ${longest.toFixed(1)} s`);
        if (longest > droppedWithin * 1.2) findings.push(`one was there for ${longest.toFixed(1)} s`);
        if (alive > 0) findings.push(`${alive} are there after ${lastsFor / 1000} s`);
        for (const one of all) one.end();
      },
    });
    await server.stop();
    return { ...row, notes, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
  }
}

// One after the other, since the tables are to be computed and not refused.
async function slowReaders(server, all) {
  for (let i = 0; i < readers; ++i) {
    all.push(new SlowReader(server));
    await pause(300);
  }
}

async function manyAtOnce(sort, server, all) {
  for (let i = 0; i < loris; ++i) all.push(new Loris(server, sort));
}

export const faults = [
  {
    name: 'slow-heads',
    what: `${loris} connections that send a line of a head each second; each has ${headTimeout} s`,
    run: () =>
      withLorises((server, all) => manyAtOnce(sorts.heads, server, all), {
        lastsFor: 20_000,
        droppedWithin: headTimeout,
      }),
  },
  {
    name: 'slow-bodies',
    what: `${loris} connections that send a byte of a body of 100 KB each second; each has 30 s`,
    run: () =>
      withLorises((server, all) => manyAtOnce(sorts.bodies, server, all), {
        lastsFor: 40_000,
        droppedWithin: 30,
      }),
  },
  {
    name: 'slow-readers',
    what: `${readers} connections that take answers of megabytes by drops; each has 60 s for 256 KB`,
    run: () => withLorises(slowReaders, { lastsFor: 75_000, droppedWithin: 60, onTable: true }),
  },
];
