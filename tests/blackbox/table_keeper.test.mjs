// A server and its table ephemeris: made when it is missing or damaged, while it answers.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { send } from './support/client.mjs';
import { run, startServer } from './support/program.mjs';

const aYear = { ASTRONOVA_TABLE_FROM: '2026', ASTRONOVA_TABLE_TO: '2027' };
const ready = /the table ephemeris answers from now on/;

async function positions(server) {
  const response = await send(server, 'GET', '/api/v1/ephemeris/positions?at=2026-05-15T10:30:00Z');
  assert.equal(response.status, 200);
  return JSON.parse(response.body);
}

const sourceOf = async (server) => (await positions(server)).provenance.ephemeris;

describe('a server without a table', () => {
  let directory;
  const start = (env = {}) =>
    startServer([], {
      env: { ...aYear, ASTRONOVA_EPHEMERIS: 'auto', ASTRONOVA_DATA_DIR: directory, ...env },
    });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'astronova-keeper-'));
  });
  afterEach(() => {
    chmodSync(directory, 0o755);
    rmSync(directory, { recursive: true });
  });

  it('answers at once, makes one, and answers from it then', async () => {
    const server = await start({ ASTRONOVA_TABLE_FROM: '1900', ASTRONOVA_TABLE_TO: '2100' });
    const before = await positions(server);
    assert.doesNotMatch(before.provenance.ephemeris, /table/);
    await server.stop();
    const next = await start();
    await next.said(ready);
    const after = await positions(next);
    assert.match(after.provenance.ephemeris, /\(table\)$/);
    for (const [name, { longitude }] of Object.entries(before.positions)) {
      assert.ok(Math.abs(longitude - after.positions[name].longitude) < 1 / 3.6e6, name);
    }
    await next.stop();
  });

  it('stops at once while it makes one, and leaves no half of it', async () => {
    const server = await start({ ASTRONOVA_TABLE_FROM: '1000', ASTRONOVA_TABLE_TO: '2900' });
    await server.said(/is made now/);
    await server.stop();
    assert.ok(!existsSync(join(directory, 'ephemeris.table')));
    assert.ok(!existsSync(join(directory, 'ephemeris.table.part')));
  });

  it('makes it anew where it is damaged, and never answers from it', async () => {
    const built = await run(
      ['ephemeris', 'build', '--from', '2026', '--to', '2027', '--data-dir', directory],
    );
    assert.equal(built.code, 0, built.stderr);
    const file = join(directory, 'ephemeris.table');
    const good = readFileSync(file);
    const damaged = Buffer.from(good);
    damaged[damaged.length - 9] ^= 1;
    writeFileSync(file, damaged);
    const server = await start();
    await server.said(/differs from its checksum/);
    await server.said(ready);
    assert.match(await sourceOf(server), /\(table\)$/);
    assert.deepEqual(readFileSync(file), good);
    await server.stop();
  });

  it('shares the work with another that starts beside it', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    for (const server of servers) {
      while (!/\(table\)$/.test(await sourceOf(server)));
    }
    await Promise.all(servers.map((server) => server.stop()));
  });

  it('goes on with Swiss Ephemeris where none can be made, and says why', async () => {
    const server = await start({
      ASTRONOVA_DATA_DIR: '/proc/no/such/folder',
      ASTRONOVA_ACCOUNTS: 'false',
    });
    await server.said(/Swiss Ephemeris goes on answering/);
    assert.doesNotMatch(await sourceOf(server), /table/);
    await server.stop();
  });

  it('makes none for whoever wants Swiss Ephemeris', async () => {
    const server = await start({ ASTRONOVA_EPHEMERIS: 'swiss' });
    assert.doesNotMatch(await sourceOf(server), /table/);
    await server.stop();
    assert.ok(!existsSync(join(directory, 'ephemeris.table.lock')));
  });

  it('refuses a span that makes no sense', async () => {
    const refused = await run(['serve', '--table-from', '2100', '--table-to', '2000']);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--table-to must be after --table-from/);
  });
});
