// node bench/http/everything_on.mjs [PROGRAM]: what logs, metrics, limits, the cache and traces cost a
// server on POST chart/generate. Ends with 1 where less than 80 % of the throughput is left.
//
// The same program runs twice, on one thread each, once with all of it switched off and once with all
// of it on: a line of JSON for each request, metrics that are gathered once a second, limits that are
// counted but too high to refuse, the cache, and traces of which none is sampled. wrk drives them in
// turn, round by round, every request another chart (make_requests). The servers share the first
// processor with all their threads, so that what a thread beside the loop does costs as well; wrk has
// the last.
//
//   ROUNDS=15  SECONDS_EACH=2  CONNECTIONS=32
//   LOG_FILE=/dev/null     where the lines go
//   OFF_PROGRAM=PROGRAM    what runs with all of it off: an earlier build shows what cannot be
//                          switched off
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.argv[2] ?? join(here, '../../build/release/astronova'));
const offProgram = resolve(process.env.OFF_PROGRAM ?? program);
const rounds = Number(process.env.ROUNDS ?? 15);
const seconds = Number(process.env.SECONDS_EACH ?? 2);
const connections = Number(process.env.CONNECTIONS ?? 32);
const logFile = process.env.LOG_FILE ?? '/dev/null';
const leastShare = 0.8;

const ticks = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);
const pinned = (processor, command, args) =>
  cpus().length > 1 ? ['taskset', ['-c', String(processor), command, ...args]] : [command, args];

// All by variables, which a program that does not know them leaves alone.
const plenty = '1000000000/60s';
const settings = {
  off: {
    ASTRONOVA_LOG_LEVEL: 'critical',
    ASTRONOVA_METRICS_ALLOW: 'none',
    ASTRONOVA_LIMITS: 'off',
    ASTRONOVA_CACHE: 'off',
    ASTRONOVA_WAIT_TARGET: '0',
  },
  on: {
    ASTRONOVA_LOG_LEVEL: 'info',
    ASTRONOVA_LOG_FORMAT: 'json',
    ASTRONOVA_METRICS_ALLOW: '127.0.0.0/8',
    ASTRONOVA_LIMITS: ['default', 'auth', 'costly', 'shared'].map((name) => `${name}=${plenty}`).join(';'),
    ASTRONOVA_CACHE: 'on',
    // Nobody listens there; nothing is sent.
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    ASTRONOVA_TRACE_SAMPLE: '0',
  },
};

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

const children = new Set();
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

async function start(which, data) {
  const port = await freePort();
  const output = openSync(which === 'on' ? logFile : '/dev/null', 'w');
  const args = ['serve', '--port', String(port), '--threads', '1', '--no-accounts'];
  const [command, all] = pinned(0, which === 'on' ? program : offProgram, args);
  const child = spawn(command, all, {
    env: {
      PATH: process.env.PATH,
      ASTRONOVA_EPHEMERIS: 'table',
      ASTRONOVA_DATA_DIR: data,
      ...settings[which],
    },
    stdio: ['ignore', output, 'inherit'],
  });
  closeSync(output);
  children.add(child);
  const server = { which, port, child, rates: [], p50: [], p99: [], processor: [] };
  while (!(await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`the server with all ${which} ended`);
    await pause(50);
  }
  return server;
}

// What the server's process has used so far, in seconds.
function processorTime({ child }) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

const metrics = async ({ port }) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

async function drive(server, requests) {
  const script = join(here, 'replay.lua');
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, `http://127.0.0.1:${server.port}/`];
  const [command, all] = pinned(cpus().length - 1, 'wrk', args);
  const before = processorTime(server);
  const child = spawn(command, all, {
    env: { ...process.env, BENCH_REQUESTS: requests },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const gathering = server.which === 'on' ? setInterval(() => metrics(server), 1000) : undefined;
  await once(child, 'close');
  clearInterval(gathering);
  children.delete(child);
  const [, ...figures] = /^measured (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(output) ?? [];
  const [count, microseconds, p50, p99, failures] = figures.map(Number);
  if (!count || failures > 0) throw new Error(`all ${server.which}: not every answer was a 2xx\n${output}`);
  server.rates.push(count / (microseconds / 1e6));
  server.p50.push(p50);
  server.p99.push(p99);
  server.processor.push(((processorTime(server) - before) * 1e6) / count);
}

async function stop({ child }) {
  child.kill('SIGTERM');
  await once(child, 'exit');
  children.delete(child);
}

const median = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
// The sum of a metric's series whose labels match.
const sum = (text, name, labels = '') =>
  [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*${labels}[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
    (total, [, value]) => total + Number(value),
    0,
  );

function report(on, off, text) {
  const row = ({ which, rates, p50, p99, processor }) =>
    `all ${which.padEnd(4)} ${Math.round(median(rates)).toLocaleString('en').padStart(9)} requests/s   ` +
    `p50 ${Math.round(median(p50))} µs   p99 ${Math.round(median(p99))} µs   ` +
    `processor ${median(processor).toFixed(2)} µs a request`;
  console.log(`${cpus()[0].model}; ${connections} connections, medians of ${rounds} rounds of ${seconds} s`);
  console.log(row(off));
  console.log(row(on));
  const ratio = median(on.rates.map((rate, i) => rate / off.rates[i]));
  const time = median(off.processor) / median(on.processor);
  console.log(
    `with all on: ${(ratio * 100).toFixed(1)} % of the throughput (the median of the rounds), ` +
      `${(time * 100).toFixed(1)} % by processor time, which other programs disturb less`,
  );
  console.log(
    `lines logged ${sum(text, 'astronova_log_events_total').toLocaleString('en')}, of which ` +
      `${sum(text, 'astronova_log_events_dropped_total').toLocaleString('en')} were dropped; ` +
      `let in by the limits ${sum(text, 'astronova_limit_decisions_total', 'allowed').toLocaleString('en')}`,
  );
  return ratio;
}

const folder = mkdtempSync(join(tmpdir(), 'astronova-everything-on-'));
try {
  spawnSync(program, ['ephemeris', 'build', '--from', '1900', '--to', '2050', '--data-dir', folder], {
    stdio: 'ignore',
  });
  const requests = join(folder, 'requests');
  writeFileSync(requests, spawnSync(join(here, 'make_requests'), ['generate'], { maxBuffer: 1 << 26 }).stdout);
  const off = await start('off', folder);
  const on = await start('on', folder);
  for (const server of [off, on]) {
    await drive(server, requests);
    for (const figures of [server.rates, server.p50, server.p99, server.processor]) figures.length = 0;
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const server of round % 2 === 0 ? [off, on] : [on, off]) await drive(server, requests);
  }
  const ratio = report(on, off, await metrics(on));
  await stop(on);
  await stop(off);
  if (ratio < leastShare) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
