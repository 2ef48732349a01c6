// Clients that take their time with all that they send and take.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing } from './support/workloads.mjs';

const loris = 1000;
const headTimeout = 10;
const lasts = 15_000;

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
    this.closed = new Promise((resolve) => this.socket.on('close', resolve)).then(() => {
      clearInterval(this.timer);
      this.lived = (performance.now() - this.began) / 1000;
    });
  }

  end() {
    this.socket.destroy();
    return this.closed;
  }
}

// Takes an answer of megabytes a few bytes a second.
class SlowReader extends Loris {
  constructor(server) {
    super(server, { first: post('/api/v1/ephemeris/calculate', wholeYear) + wholeYear, drop: '' });
    this.socket.pause();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.socket.read(16), 1000);
  }
}

const residentMegabytes = ({ pid }) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function withLorises(makeAll, { lastsFor = lasts, droppedWithin } = {}) {
  const server = await startServer(['--ephemeris', 'swiss']);
  try {
    const notes = [];
    const findings = [];
    const row = await observe({
      server,
      kinds: computing,
      strike: async () => {
        const before = residentMegabytes(server);
        const all = makeAll(server);
        await pause(lastsFor);
        notes.push(`resident before ${before.toFixed(0)} MB, at its end ${residentMegabytes(server).toFixed(0)} MB`);
        const alive = all.filter(({ lived }) => lived === undefined).length;
        const longest = Math.max(0, ...all.map(({ lived }) => lived ?? 0));
        notes.push(`${all.length - alive} were dropped, the last after ${longest.toFixed(1)} s`);
        if (droppedWithin && alive > 0) findings.push(`${alive} are there after ${lastsFor / 1000} s`);
        await Promise.all(all.map((one) => one.end()));
      },
    });
    await server.stop();
    return { ...row, notes, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
  }
}

const many = (count, make) => Array.from({ length: count }, make);

export const faults = [
  {
    name: 'slow-heads',
    what: `${loris} connections that send a line of a head each second; each has ${headTimeout} s`,
    run: () =>
      withLorises((server) => many(loris, () => new Loris(server, sorts.heads)), {
        lastsFor: 20_000,
        droppedWithin: headTimeout,
      }),
  },
  {
    name: 'slow-bodies',
    what: `${loris} connections that send a byte of a body of 100 KB each second; each has 30 s`,
    run: () =>
      withLorises((server) => many(loris, () => new Loris(server, sorts.bodies)), {
        lastsFor: 40_000,
        droppedWithin: 30,
      }),
  },
  {
    name: 'slow-readers',
    what: '200 connections that take an answer of megabytes by drops; each has 60 s for 256 KB',
    run: () =>
      withLorises((server) => many(200, () => new SlowReader(server)), {
        lastsFor: 75_000,
        droppedWithin: 60,
      }),
  },
];
