// bench/recovery/run.mjs [sqlite|postgresql]...: how long it takes to bring back what people keep, on
// each engine (both, unless they are named); docs/RUNBOOK.md has what it printed.
//
// For each of ACCOUNTS (10000,100000) a database of PostgreSQL is filled with so many accounts, an
// identity, a profile, RECORDS (5) charts and RECORDS messages each, in clear. Then, each by the program
// (ASTRONOVA_BINARY): a backup of it, its restore into an empty database of the engine, a backup of
// that, sealing all of it by a first key, sealing it anew by another one, a backup of what is sealed and
// its restore over what is there (--replace), and from the start of a server on it to the first /readyz
// of 200. PostgreSQL keeps its syncs, so the disk counts.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PrivatePostgres } from '../../tests/blackbox/support/postgres.mjs';
import { binary, environment, startServer, temporaryFolder } from '../../tests/blackbox/support/program.mjs';
import { send } from '../../tests/blackbox/support/client.mjs';

const sizes = (process.env.ACCOUNTS ?? '10000,100000').split(',').map(Number);
const records = Number(process.env.RECORDS ?? 5);
const engines = process.argv.length > 2 ? process.argv.slice(2) : ['sqlite', 'postgresql'];
const keys = Object.fromEntries(['first', 'second'].map((name) => [name, `${name}:${randomBytes(32).toString('base64')}`]));

// What a birth and a message of some length take.
const birth = JSON.stringify({
  name: 'Somebody of some name',
  birthData: {
    date: '1990-05-15',
    time: '10:30',
    timezone: 'America/New_York',
    latitude: 40.7128,
    longitude: -74.006,
    place: 'New York City, New York, United States',
  },
  systems: ['western', 'vedic'],
  options: { houseSystem: 'placidus', zodiac: 'tropical' },
});
const message = JSON.stringify({ conversationId: '1', role: 'user', content: 'What does this year bring? '.repeat(20) });

const fillings = (accounts) => {
  const at = Date.now() * 1000;
  const columns = 'owner, id, change, created_at, updated_at, deleted, document';
  const values = (offset, document) =>
    `SELECT id, gen_random_uuid()::text, n + ${offset}, ${at} + n, ${at} + n, 0, '0${document}'`;
  return [
    `INSERT INTO accounts (id, role, created_at, last_used_at, last_change)
     SELECT gen_random_uuid()::text, 'user', ${at}, ${at}, ${2 * records + 1} FROM generate_series(1, ${accounts})`,
    `INSERT INTO identities (provider, subject, account_id, details, linked_at)
     SELECT 'apple', 'subject-' || id, id, '0{"email":"somebody@example.org"}', ${at} FROM accounts`,
    `INSERT INTO profiles (${columns}) SELECT id, id, 1, ${at}, ${at}, 0, '0${birth}' FROM accounts`,
    `INSERT INTO charts (${columns}, type, system) ${values(1, birth)}, 'natal', 'western'
     FROM accounts, generate_series(1, ${records}) n`,
    `INSERT INTO chat_messages (${columns}, conversation_id, role) ${values(records + 1, message)}, '1', 'user'
     FROM accounts, generate_series(1, ${records}) n`,
    'ANALYZE',
  ];
};

// Runs the program however long it takes: { seconds, stdout }.
async function timed(args, env) {
  const began = performance.now();
  const child = spawn(binary, args, { env: environment(env), stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`astronova ${args[0]} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, stdout };
}

async function untilReady(env) {
  const began = performance.now();
  const server = await startServer([], { env });
  while ((await send(server, 'GET', '/readyz')).status !== 200);
  const seconds = (performance.now() - began) / 1000;
  await server.stop();
  return seconds;
}

function report(name, seconds, rows, note = '') {
  const rate = rows ? `${Math.round(rows / seconds).toLocaleString('en')} rows/s` : '';
  console.log(`  ${name.padEnd(34)} ${seconds.toFixed(seconds < 10 ? 2 : 1).padStart(8)} s  ${rate.padStart(16)}  ${note}`);
}

const megabytes = (file) => `${(statSync(file).size / 1e6).toFixed(0)} MB`;

async function measure(engine, accounts, postgres) {
  const folder = temporaryFolder();
  const source = postgres.createDatabase();
  await timed(['migrate'], { DATABASE_URL: source });
  for (const filling of fillings(accounts)) postgres.run(filling, source.split('/').pop());
  const from = { DATABASE_URL: source };
  const to =
    engine === 'postgresql' ? { DATABASE_URL: postgres.createDatabase() } : { ASTRONOVA_DATA_DIR: folder.path };
  const file = join(folder.path, 'backup');
  const { stdout } = await timed(['backup', file], from);
  const rows = Number(/^backed up (\d+) rows/.exec(stdout)[1]);
  console.log(`${engine}, ${accounts.toLocaleString('en')} accounts, ${rows.toLocaleString('en')} rows`);
  report('restore into an empty database', (await timed(['restore', file], to)).seconds, rows);
  report('backup, in clear', (await timed(['backup', file], to)).seconds, rows, megabytes(file));
  const sealed = rows - accounts;
  const first = { ...to, ASTRONOVA_DATA_KEYS: keys.first };
  report('rotate-key: seal all', (await timed(['rotate-key'], first)).seconds, sealed);
  const second = { ...to, ASTRONOVA_DATA_KEYS: `${keys.second},${keys.first}` };
  report('rotate-key: by another key', (await timed(['rotate-key'], second)).seconds, sealed);
  report('backup, sealed', (await timed(['backup', file], second)).seconds, rows, megabytes(file));
  report('restore --replace', (await timed(['restore', '--replace', file], second)).seconds, rows);
  report('a server on it, until it is ready', await untilReady(second));
  if (engine === 'sqlite') console.log(`  the database has ${megabytes(join(folder.path, 'astronova.db'))}`);
  folder.remove();
}

for (const engine of engines) {
  for (const accounts of sizes) {
    const postgres = await PrivatePostgres.start({ shared_buffers: '128MB' });
    await measure(engine, accounts, postgres);
    await postgres.remove();
  }
}
