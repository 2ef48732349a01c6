// node bench/cold_start.mjs [PROGRAM]: milliseconds from exec to the first answered chart, and the
// memory of a server at rest. STARTS=20 of each kind; where this process may empty the page cache,
// also with nothing of the program or its data in memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.argv[2] ?? 'build/release/astronova';
const starts = Number(process.env.STARTS ?? 20);
const port = Number(process.env.BENCH_PORT ?? 18095);
const birth = JSON.stringify({
  birthData: {
    date: '1990-05-15',
    time: '10:30',
    timezone: 'America/New_York',
    latitude: 40.7128,
    longitude: -74.006,
  },
});
const request =
  'POST /api/v1/chart/generate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' +
  `Content-Length: ${birth.length}\r\nConnection: close\r\n\r\n${birth}`;

// One attempt: the answer's text, or nothing while nobody listens.
function attempt() {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    let text = '';
    socket.on('data', (bytes) => (text += bytes));
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(text || undefined));
  });
}

// The table is read through once, in the background, before it is used: at rest is after that.
async function atRest(answer, directory) {
  if (!directory) return;
  while (!/\(table\)/.test(answer)) answer = (await attempt()) ?? '';
}

function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)[1]) / 1024;
}

async function start(settings, directory) {
  const began = process.hrtime.bigint();
  const child = spawn(program, ['serve', '--port', String(port), ...settings], {
    // It is asked again and again, from one address.
    env: { ...process.env, ASTRONOVA_LIMITS: 'off' },
    stdio: 'ignore',
  });
  let answer;
  while (answer === undefined) answer = await attempt();
  const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
  if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer);
  await atRest(answer, directory);
  const megabytes = memory(child.pid);
  child.kill();
  await once(child, 'exit');
  return { milliseconds, megabytes };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function measure(name, settings, { directory, prepare = () => {} }) {
  const runs = [];
  for (let i = 0; i < starts; i += 1) {
    prepare();
    runs.push(await start(settings, directory));
  }
  const times = runs.map((run) => run.milliseconds);
  console.log(
    `${name.padEnd(34)} ${median(times).toFixed(1).padStart(7)} ms median ` +
      `${Math.max(...times).toFixed(1).padStart(7)} ms slowest ` +
      `${median(runs.map((run) => run.megabytes)).toFixed(1).padStart(6)} MB at rest`,
  );
}

function canEmptyPageCache() {
  try {
    emptyPageCache();
    return true;
  } catch {
    return false;
  }
}

function emptyPageCache() {
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}

const directory = mkdtempSync(join(tmpdir(), 'astronova-start-'));
try {
  const build = spawn(program, ['ephemeris', 'build', '--data-dir', directory], {
    stdio: 'ignore',
  });
  await once(build, 'exit');
  const table = ['--ephemeris', 'table', '--data-dir', directory];
  await measure('Swiss Ephemeris', ['--ephemeris', 'swiss'], {});
  await measure('table of 400 years', table, { directory });
  if (canEmptyPageCache()) {
    await measure('table, nothing in memory', table, { directory, prepare: emptyPageCache });
  }
} finally {
  rmSync(directory, { recursive: true });
}
