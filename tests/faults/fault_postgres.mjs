// PostgreSQL goes away in several ways, and comes back.
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PrivatePostgres } from '../blackbox/support/postgres.mjs';
import { startServer } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing, reading, writing } from './support/workloads.mjs';

const away = 3000;

async function onPostgres(strike) {
  const postgres = await PrivatePostgres.start();
  const server = await startServer([], { env: { DATABASE_URL: postgres.createDatabase() } });
  try {
    const { kinds, check } = await writing(server);
    const row = await observe({
      server,
      kinds: [...computing, ...(await reading(server)), ...kinds],
      strike: () => strike(postgres),
    });
    await check();
    await server.stop();
    return row;
  } finally {
    server.leave();
    await postgres.remove();
  }
}

async function restart(postgres, signal) {
  await postgres.stop(signal);
  await pause(away);
  await postgres.start();
}

// The server's own processes, one for each connection and some more.
function processesOf({ child: { pid } }) {
  const isChild = (entry) => {
    try {
      return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))[1]) === pid;
    } catch {
      return false;
    }
  };
  return [pid, ...readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isChild(entry)).map(Number)];
}

async function silence(postgres) {
  const processes = processesOf(postgres);
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  await pause(2 * away);
  for (const pid of processes) process.kill(pid, 'SIGCONT');
}

export const faults = [
  {
    name: 'postgresql-stopped',
    what: 'PostgreSQL ended in an orderly way, and started 3 s later; reads and writes of accounts',
    run: () => onPostgres((postgres) => restart(postgres, 'SIGINT')),
  },
  {
    name: 'postgresql-crashed',
    what: 'PostgreSQL ended without a goodbye, and started 3 s later',
    run: () => onPostgres((postgres) => restart(postgres, 'SIGQUIT')),
  },
  {
    name: 'postgresql-silent',
    what: 'all processes of PostgreSQL stopped (SIGSTOP) for 6 s',
    run: () => onPostgres(silence),
  },
];
