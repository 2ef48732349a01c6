// bench/records/run.mjs [sqlite|postgresql]...: how many reads and writes a second the server takes
// of many users at once, on each engine (both, unless they are named).
//
// USERS (1,000) guests with 10 messages each are made first. Then wrk keeps CONNECTIONS (64) busy for
// SECONDS_EACH (60): 25 % lists of 20, 30 % single records, 15 % pages of changes, 12 % creations, 12 %
// replacements and 6 % pushes (traffic.lua). Every write is on disk before it is answered. Printed are
// answers a second, latencies, failures, and the processors that the server, PostgreSQL and wrk took:
// they share the machine, so wrk is not what limits only while it takes little.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { send } from '../../tests/blackbox/support/client.mjs';
import { PrivatePostgres } from '../../tests/blackbox/support/postgres.mjs';
import { startServer, temporaryFolder } from '../../tests/blackbox/support/program.mjs';

const users = Number(process.env.USERS ?? 1000);
const seconds = Number(process.env.SECONDS_EACH ?? 60);
const connections = Number(process.env.CONNECTIONS ?? 64);
const engines = process.argv.length > 2 ? process.argv.slice(2) : ['sqlite', 'postgresql'];
const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

// A guest with ten messages: the token and the messages' ids.
async function makeUser(server) {
  const { json } = await send(server, 'POST', '/api/v1/auth/guest');
  const headers = { authorization: `Bearer ${json.accessToken}` };
  const updatedAt = new Date().toISOString();
  const changes = Array.from({ length: 10 }, (_, n) => ({
    kind: 'chatMessage',
    id: randomUUID(),
    updatedAt,
    document: { conversationId: String(n % 3), role: 'user', content: `Message ${n} `.repeat(30) },
  }));
  const pushed = await send(server, 'POST', '/api/v1/sync/changes', { headers, body: { changes } });
  if (pushed.status !== 200) throw new Error(pushed.text);
  return [json.accessToken, ...changes.map(({ id }) => id)].join(' ');
}

async function makeUsers(server) {
  const lines = [];
  const lane = async () => {
    while (lines.length < users) lines.push(await makeUser(server));
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return lines;
}

// Processor time in seconds of a process and of its children, those that ended included.
function processorTime(pid) {
  let ticks = 0;
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
      const own = Number(fields[11]) + Number(fields[12]);
      if (Number(entry) === pid) ticks += own + Number(fields[13]) + Number(fields[14]);
      else if (Number(fields[1]) === pid) ticks += own;
    } catch {
      // It has ended since.
    }
  }
  return ticks / ticksASecond;
}

async function load(server, file) {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'traffic.lua');
  const address = `http://127.0.0.1:${server.port}`;
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script];
  const child = spawn('wrk', [...options, address, '--', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let own = 0;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    // It says that it begins, and then its figures, while it still is there to be measured.
    own = Math.max(own, processorTime(child.pid));
    output += text;
  });
  await once(child, 'close');
  const result = /^RESULT (.*)$/m.exec(output);
  if (!result) throw new Error(`wrk said:\n${output}`);
  return { ...JSON.parse(result[1]), generator: own };
}

async function measure(engine) {
  const folder = temporaryFolder();
  const env = { ASTRONOVA_DATA_DIR: folder.path };
  let postgres;
  if (engine === 'postgresql') {
    postgres = await PrivatePostgres.start({ shared_buffers: '128MB' });
    env.DATABASE_URL = postgres.createDatabase();
  }
  const server = await startServer([], { env });
  const file = join(folder.path, 'users');
  writeFileSync(file, `${(await makeUsers(server)).join('\n')}\n`);
  const processes = { server: server.pid, ...(postgres && { postgres: postgres.child.pid }) };
  const times = () => Object.values(processes).map(processorTime);
  const before = times();
  const result = await load(server, file);
  const taken = times().map((time, i) => (time - before[i]) / result.seconds);
  const names = Object.keys(processes);
  result.processors = Object.fromEntries(names.map((name, i) => [name, taken[i]]));
  result.processors.wrk = result.generator / result.seconds;
  await server.stop();
  await postgres?.remove();
  folder.remove();
  return result;
}

function report(engine, { seconds: taken, r, w, failures, broken, processors }) {
  const rate = ({ count }) => Math.round(count / taken).toLocaleString('en');
  const row = (name, one) =>
    `  ${name.padEnd(7)}${rate(one).padStart(8)}/s   p50 ${one.p50} ms   p99 ${one.p99} ms   max ${one.max} ms`;
  console.log(`${engine}, ${users} users, ${connections} connections, ${taken.toFixed(0)} s`);
  console.log(row('reads', r));
  console.log(row('writes', w));
  const statuses = failures.map(([status, times]) => `${times} × ${status}`).join(', ') || 'none';
  console.log(`  failed: ${statuses}; broken connections: ${broken}`);
  const shares = Object.entries(processors).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  console.log(`  processors taken of ${cpus().length}: ${shares.join(', ')}`);
}

for (const engine of engines) report(engine, await measure(engine));
