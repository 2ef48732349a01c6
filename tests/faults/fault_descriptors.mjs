// The system gives the program no descriptor any more.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing, reading, writing } from './support/workloads.mjs';

const limitTo = ({ pid }, count) => execFileSync('prlimit', ['--pid', `${pid}`, `--nofile=${count}:`]);
const descriptorsOf = ({ pid }) => readdirSync(`/proc/${pid}/fd`).length;

// Who connects is not let in, and waits.
function knock(server) {
  return Array.from({ length: 50 }, () => net.connect(server.port, '127.0.0.1').on('error', () => {}));
}

async function exhausted() {
  const server = await startServer(['--ephemeris', 'swiss']);
  try {
    const limit = /Max open files\s+(\d+)/.exec(
      execFileSync('cat', [`/proc/${server.pid}/limits`], { encoding: 'utf8' }),
    )[1];
    const { kinds, check } = await writing(server);
    const row = await observe({
      server,
      kinds: [...computing, ...(await reading(server)), ...kinds],
      strike: async () => {
        limitTo(server, descriptorsOf(server));
        const waiting = knock(server);
        await pause(5000);
        limitTo(server, limit);
        for (const socket of waiting) socket.destroy();
      },
    });
    await check();
    await server.stop();
    const told = server.output.match(/annot be accepted/g)?.length ?? 0;
    const findings = told >= 1 && told <= 7 ? [] : [`it was told ${told} times`];
    return { ...row, notes: [`told ${told} times in 5 s`], findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
  }
}

export const faults = [
  {
    name: 'descriptors-exhausted',
    what: 'no descriptor more than those that are open (prlimit) for 5 s, while 50 connect; SQLite',
    run: exhausted,
  },
];
