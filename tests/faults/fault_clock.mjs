// The machine's clock is set an hour forward, and back (libfaketime; the monotonic clock goes on as it
// did, as on a real machine).
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../blackbox/support/client.mjs';
import { startServer, temporaryFolder } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing, reading, writing } from './support/workloads.mjs';

const library = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
  .find(existsSync);
const unless = () => (library ? undefined : 'libfaketime is not installed: apt-get install faketime');

const hour = 3600;

// Somebody who signs in while the clock is wrong, and is still signed in when it is right again.
async function newcomer(server) {
  const { json } = await send(server, 'POST', '/api/v1/auth/guest');
  return json;
}

async function isSignedIn(server, { accessToken, refreshToken }) {
  const headers = { authorization: `Bearer ${accessToken}` };
  const validated = await send(server, 'GET', '/api/v1/auth/validate', { headers });
  const refreshed = await send(server, 'POST', '/api/v1/auth/refresh', { body: { refreshToken } });
  return validated.status === 200 && refreshed.status === 200;
}

async function jumped(seconds) {
  const folder = temporaryFolder();
  const offset = join(folder.path, 'offset');
  writeFileSync(offset, '+0');
  const server = await startServer(['--ephemeris', 'swiss'], {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  });
  try {
    const { kinds, check } = await writing(server);
    const before = await newcomer(server);
    const findings = [];
    const row = await observe({
      server,
      kinds: [...computing, ...(await reading(server)), ...kinds],
      strike: async () => {
        writeFileSync(offset, `${seconds > 0 ? '+' : ''}${seconds}`);
        await pause(4000);
        const date = Date.parse((await send(server, 'GET', '/livez')).headers.date);
        if (Math.abs(date - Date.now() - seconds * 1000) > 60_000) findings.push('the clock did not jump');
        const during = await newcomer(server);
        if (!(await isSignedIn(server, during))) findings.push('who signs in then is not signed in');
        writeFileSync(offset, '+0');
        await pause(2000);
        if (!(await isSignedIn(server, before))) findings.push('who was signed in before is not after');
        const after = await newcomer(server);
        if (!(await isSignedIn(server, after))) findings.push('who signs in after is not signed in');
      },
    });
    await check();
    await server.stop();
    if (row.refused > 0) findings.push('requests were refused');
    return { ...row, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
    folder.remove();
  }
}

export const faults = [
  {
    name: 'clock-forward',
    unless,
    what: 'the clock an hour forward for 4 s, and back: tokens, sessions and writes',
    run: () => jumped(hour),
  },
  {
    name: 'clock-back',
    unless,
    what: 'the clock an hour back for 4 s, and forward again',
    run: () => jumped(-hour),
  },
];
