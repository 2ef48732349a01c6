// Minutes of everything at once: what the program holds stops growing.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { binary, repository, startServer, temporaryFolder } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing, reading, writing } from './support/workloads.mjs';

const minutes = Number(process.env.MINUTES_EACH ?? 4);
// By then caches are full and every thread has met every request.
const settled = Math.min(2, minutes / 2);
const growthMax = 1.1;
const client = process.env.OPEN_LOOP_CLIENT ?? join(dirname(binary), 'bench/open_loop_client');

const residentMegabytes = ({ pid }) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

// Answers of bytes and of megabytes, on loops and on workers, right and refused.
function requests() {
  const charts = execFileSync(join(repository, 'bench/http/make_requests'), ['generate', '2000'], {
    encoding: 'utf8',
  });
  const table = (i, days) => {
    const from = new Date(Date.UTC(1900 + (i % 150), i % 12, 1));
    const to = new Date(from.getTime() + days * 86_400_000);
    const body = { from: from.toISOString(), to: to.toISOString(), stepMinutes: 60 };
    return `POST /api/v1/ephemeris/calculate ${JSON.stringify(body)}`;
  };
  const sorts = [
    (i, chart) => chart,
    () => 'GET /api/v1/locations/search?q=london',
    (i) => table(i, 5 + (i % 20)),
    () => 'GET /api/v1/ephemeris/positions?at=2026-11-23T00:00:00Z',
    () => 'POST /api/v1/chart/generate {"birthData":7}',
    () => 'GET /no/such/path',
    () => 'GET /api/v1/openapi.json',
  ];
  const rarely = (i) => (i % 400 === 0 ? table(i, 400) : undefined);
  return charts
    .trim()
    .split('\n')
    .map((chart, i) => rarely(i) ?? sorts[i % sorts.length](i, chart));
}

async function mixedLoad() {
  const folder = temporaryFolder();
  const file = join(folder.path, 'requests');
  writeFileSync(file, `${requests().join('\n')}\n`);
  const server = await startServer(['--ephemeris', 'swiss']);
  try {
    const { kinds, check } = await writing(server);
    const resident = [];
    const row = await observe({
      server,
      kinds: [...computing, ...(await reading(server)), ...kinds],
      rate: 50,
      strike: async () => {
        const command = [server.port, 400, minutes * 60, 64, file].map(String);
        const load = spawn('nice', [client, ...command], { stdio: ['ignore', 'ignore', 'inherit'] });
        const ended = once(load, 'exit');
        while (load.exitCode === null && load.signalCode === null) {
          resident.push({ at: performance.now(), megabytes: residentMegabytes(server) });
          await Promise.race([ended, pause(5000)]);
        }
      },
    });
    await check();
    await server.stop();
    return { ...row, ...judged(row, resident) };
  } finally {
    server.leave();
    folder.remove();
  }
}

function judged({ findings }, resident) {
  const began = resident[0].at;
  const late = resident.filter(({ at }) => at - began > settled * 60_000).map(({ megabytes }) => megabytes);
  const half = Math.ceil(late.length / 2);
  const [middle, end] = [Math.max(...late.slice(0, half)), Math.max(...late.slice(half))];
  const note =
    `resident ${resident[0].megabytes.toFixed(0)} MB at first; ` +
    `at most ${middle.toFixed(0)} MB, then ${end.toFixed(0)} MB in the two halves after ${settled} minutes`;
  const isGrowing = end > middle * growthMax;
  // The client takes processors for itself, so times say nothing.
  return { slowdownMax: Infinity, notes: [note], findings: isGrowing ? [...findings, 'memory grows'] : findings };
}

export const faults = [
  {
    name: 'mixed-load',
    unless: () => (existsSync(client) ? undefined : `${client} is missing: ./dev build release`),
    what: `400 requests a second of all sorts for ${minutes} minutes, with accounts read and written`,
    run: mixedLoad,
  },
];
