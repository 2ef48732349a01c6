// Ten times the load that the server sustains, whether or not answers come. The server has one
// processor and the client another, where there are two.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { binary, repository, startServer, temporaryFolder } from '../blackbox/support/program.mjs';
import { Load } from './support/load.mjs';
import { charts, tables } from './support/workloads.mjs';

const client = process.env.OPEN_LOOP_CLIENT ?? join(dirname(binary), 'bench/open_loop_client');
const lasts = Number(process.env.SECONDS_EACH ?? 60);
const times = Number(process.env.TIMES ?? 10);
const refusedWithin = 5;

const vital = ['/livez', '/readyz', '/api/v1/misc/health'];
const vitalEach = 200;

const unless = () => (existsSync(client) ? undefined : `${client} is missing: ./dev build release`);

const line = ({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`;

function requestsOf(kind) {
  const births = execFileSync(join(repository, 'bench/http/make_requests'), ['generate', '5000'], {
    encoding: 'utf8',
  });
  const lines = kind === 'charts' ? births.trim().split('\n') : tables.map(line);
  const enough = Array.from({ length: 20_000 }, (_, i) => lines[i % lines.length]);
  return enough.map((request, i) => (i % vitalEach ? request : `GET ${vital[(i / vitalEach) % 3]}`));
}

const onProcessor = (number) => (cpus().length > 1 ? ['taskset', '-c', `${number}`] : []);

// What open_loop_client says: of all, and by path and status, in milliseconds.
async function drive(server, file, rate, seconds, connections) {
  const command = [...onProcessor(1), client, server.port, rate, seconds, connections, file, 'by-status'];
  const child = spawn(`${command[0]}`, command.slice(1).map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`open_loop_client ended with ${code}`);
  const [, count, microseconds] = /^measured (\d+) (\d+)/.exec(said).map(Number);
  const answers = said
    .split('\n')
    .filter((text) => text.startsWith('answers '))
    .map((text) => text.split(' '))
    .map(([, path, status, number, ...figures]) => {
      const [p50, p99, longest] = figures.map((figure) => Number(figure) / 1000);
      return { path, status: Number(status), count: Number(number), p50, p99, longest };
    });
  return { count, rate: (count / microseconds) * 1e6, answers };
}

const isVital = ({ path }) => vital.includes(path);
const total = (answers) => answers.reduce((sum, { count }) => sum + count, 0);
const worst = (answers) => Math.max(0, ...answers.map(({ p99 }) => p99));

// As many as it answers in a second when a few connections never cease to ask.
async function capacityOf(file, connections) {
  // One that turns nobody away.
  const server = await startOnOneProcessor('0');
  const command = [...onProcessor(1), 'wrk', '-t1', `-c${connections}`, '-d4s', '-s', join(repository, 'bench/http/replay.lua')];
  const said = execFileSync(command[0], [...command.slice(1), `http://127.0.0.1:${server.port}/`], {
    encoding: 'utf8',
    env: { ...process.env, BENCH_REQUESTS: file },
  });
  const [, count, microseconds, , , failures] = /measured (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(said).map(Number);
  await server.stop();
  if (failures > 0) throw new Error(`${failures} failures where there should be none:\n${said}`);
  return (count / microseconds) * 1e6;
}

// Answers that go wrong are looked for by another, slow client.
async function overload(kind, checked, connections) {
  const folder = temporaryFolder();
  const file = join(folder.path, 'requests');
  writeFileSync(file, `${requestsOf(kind).join('\n')}\n`);
  const capacity = await capacityOf(file, connections);
  const server = await startOnOneProcessor(process.env.ASTRONOVA_WAIT_TARGET ?? defaultWaitTarget());
  try {
    const before = await drive(server, file, capacity * 0.2, 5, 64);
    const load = await Load.of(server, checked, 10);
    load.start();
    const during = await drive(server, file, capacity * times, lasts, 1000);
    const ended = performance.now();
    load.phase = 'after';
    await pause(4000);
    await load.stop();
    const after = await drive(server, file, capacity * 0.2, 3, 64);
    await server.stop();
    return rowOf({ capacity, before, during, after, load, recovery: load.recovery(ended) });
  } finally {
    server.leave();
    folder.remove();
  }
}

async function startOnOneProcessor(waitTarget) {
  const server = await startServer(['--ephemeris', 'swiss', '--threads', '1'], {
    env: { ASTRONOVA_WAIT_TARGET: waitTarget },
  });
  if (cpus().length > 1) execFileSync('taskset', ['-apc', '0', `${server.pid}`]);
  return server;
}

// The production's, which the tests switch off.
function defaultWaitTarget() {
  const help = execFileSync(binary, ['serve', '--help'], { encoding: 'utf8' });
  return /--wait-target .*=([\d.]+) /.exec(help)[1];
}

function rowOf({ capacity, before, during, after, load, recovery }) {
  const usual = (answers) => answers.filter((answer) => !isVital(answer));
  const right = usual(during.answers).filter(({ status }) => status === 200);
  const refused = usual(during.answers).filter(({ status }) => status === 503);
  const probes = during.answers.filter(isVital);
  const unloaded = usual(before.answers).find(({ status }) => status === 200);
  const findings = [];
  const others = during.answers.filter(({ status }) => status !== 200 && status !== 503);
  if (others.length > 0) findings.push(`there were other answers: ${JSON.stringify(others)}`);
  if (probes.some(({ status }) => status !== 200)) findings.push('a health check was refused');
  if (worst(refused) >= refusedWithin) findings.push(`p99 of refusals is above ${refusedWithin} ms`);
  if (total(refused) === 0) findings.push('nobody was refused: it was no overload');
  if (total(after.answers) !== total(after.answers.filter(({ status }) => status === 200)))
    findings.push('requests were refused after it');
  const [{ p50, p99 }] = right.length > 0 ? right : [{ p50: Infinity, p99: Infinity }];
  return {
    requests: during.count,
    refused: total(refused),
    unanswered: load.count('unanswered'),
    wrong: load.count('wrong'),
    firstWrong: load.records.find(({ outcome }) => outcome === 'wrong')?.seen,
    p50: { before: unloaded.p50, during: p50 },
    p99: { before: unloaded.p99, during: p99 },
    recovery,
    findings,
    notes: [
      `sustained ${capacity.toFixed(0)}/s; offered ${(capacity * times).toFixed(0)}/s, answered ${during.rate.toFixed(0)}/s, ` +
        `of which rightly ${((total(right) / during.count) * during.rate).toFixed(0)}/s`,
      `refusals p50 ${refused[0]?.p50.toFixed(1)} ms, p99 ${refused[0]?.p99.toFixed(1)} ms; ` +
        `health checks ${probes.map(({ path, p99: figure }) => `${path} p99 ${figure.toFixed(1)} ms`).join(', ')}`,
    ],
  };
}

export const faults = [
  {
    name: 'overload-charts',
    unless,
    what: `${times} times the charts that it sustains for ${lasts} s, on event loops`,
    run: () => overload('charts', charts, 16),
  },
  {
    name: 'overload-tables',
    unless,
    what: `${times} times the tables that it sustains for ${lasts} s, on workers`,
    run: () => overload('tables', tables, 3),
  },
];
