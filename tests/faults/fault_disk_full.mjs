// The disk that the data is on is full: a tmpfs of some megabytes.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, temporaryFolder } from '../blackbox/support/program.mjs';
import { observe } from './support/load.mjs';
import { computing, reading, writing } from './support/workloads.mjs';

const unless = () => (process.getuid() === 0 ? undefined : 'it takes root to mount a small disk');

function smallDisk(megabytes) {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder.path]);
  const remove = () => {
    execFileSync('umount', ['--lazy', folder.path]);
    folder.remove();
  };
  process.once('exit', remove);
  return {
    path: folder.path,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

// Takes all that is left. Returns what gives it back.
function fill(path) {
  const filler = join(path, 'filler');
  const { bavail, bsize } = statfsSync(path);
  writeFileSync(filler, Buffer.alloc(bavail * bsize));
  return () => rmSync(filler);
}

async function filledUnderLoad() {
  const disk = smallDisk(24);
  const server = await startServer(['--ephemeris', 'swiss'], { env: { ASTRONOVA_DATA_DIR: disk.path } });
  try {
    const { kinds, check } = await writing(server);
    const readers = await reading(server);
    const row = await observe({
      server,
      kinds: [...computing, ...readers, ...kinds],
      strike: async () => {
        const free = fill(disk.path);
        await pause(6000);
        free();
      },
    });
    await check();
    await server.stop();
    const findings = row.refused > 0 ? [] : ['no write was refused: the disk was not full'];
    return { ...row, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
    disk.remove();
  }
}

// There is room for the accounts, and none for the table of the ephemeris.
async function noRoomForTheTable() {
  const disk = smallDisk(2);
  const server = await startServer(['--ephemeris', 'auto'], { env: { ASTRONOVA_DATA_DIR: disk.path } });
  try {
    const row = await observe({
      server,
      kinds: [...computing, ...(await reading(server))],
      strike: () => pause(10_000),
    });
    const isThere = existsSync(join(disk.path, 'ephemeris.table'));
    await server.stop();
    const findings = isThere ? ['the table is there: the disk was not too small'] : [];
    if (row.refused > 0) findings.push('requests were refused');
    return { ...row, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
    disk.remove();
  }
}

export const faults = [
  {
    name: 'disk-full',
    unless,
    what: 'the disk of SQLite full for 6 s; reads go on, writes are refused',
    run: filledUnderLoad,
  },
  {
    name: 'disk-too-small-for-table',
    unless,
    what: 'no room for ephemeris.table; Swiss Ephemeris answers',
    run: noRoomForTheTable,
  },
];
