// The table ephemeris: made, checked and used by the program.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run } from './support/program.mjs';

const chart = ['chart', '--json', '--date', '2026-05-15', '--time', '10:30', '--place', 'London'];

describe('the table ephemeris', () => {
  let directory;
  let table;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'astronova-table-'));
    table = ['--data-dir', directory];
    const built = await run(['ephemeris', 'build', '--from', '2026', '--to', '2027', ...table]);
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stdout, /ephemeris\.table: \d+\.\d MB/);
  });
  after(() => rmSync(directory, { recursive: true }));

  it('is compared with Swiss Ephemeris, a line for each body', async () => {
    const verified = await run(['ephemeris', 'verify', '--instants', '500', ...table]);
    assert.equal(verified.code, 0, verified.stderr);
    const stdout = verified.stdout.split('\n');
    const lines = stdout.filter((line) => /^ {2}[a-zA-Z]+ +0\.\d{6} +0\.\d{6} +\d\.\de/.test(line));
    assert.equal(lines.length, 20);
    for (const line of lines) {
      const [, longitude, latitude] = line.trim().split(/ +/).map(Number);
      assert.ok(longitude < 0.0015 && latitude < 0.0015, line);
    }
    const houses = stdout.filter((line) => /^ {2}[a-zA-Z]+ +0\.\d{6} +0\.\d{6}(?! +\d\.\de)/.test(line));
    assert.equal(houses.length, 10);
  });

  it('gives the chart that Swiss Ephemeris gives', async () => {
    const ours = JSON.parse((await run([...chart, '--ephemeris', 'table', ...table])).stdout);
    const theirs = JSON.parse((await run(chart)).stdout);
    assert.match(ours.provenance.ephemeris, /\(table\)$/);
    assert.doesNotMatch(theirs.provenance.ephemeris, /table/);
    const [a, b] = [ours.charts.western, theirs.charts.western];
    assert.deepEqual(Object.keys(a.positions), Object.keys(b.positions));
    for (const [name, position] of Object.entries(a.positions)) {
      assert.ok(Math.abs(position.longitude - b.positions[name].longitude) < 1 / 3.6e6, name);
      assert.equal(position.house, b.positions[name].house);
    }
    assert.deepEqual(
      a.aspects.map(({ body1, body2, aspect }) => [body1, body2, aspect]),
      b.aspects.map(({ body1, body2, aspect }) => [body1, body2, aspect]),
    );
  });

  it('is not used where it is damaged or missing, and that is said', async () => {
    const expected = (await run(chart)).stdout;
    const file = join(directory, 'ephemeris.table');
    const good = readFileSync(file);
    const damaged = Buffer.from(good);
    damaged[damaged.length - 9] ^= 1;
    const cases = [
      [damaged, /differs from its checksum/],
      [good.subarray(0, 1000), /is cut off/],
    ];
    for (const [bytes, message] of cases) {
      writeFileSync(file, bytes);
      const used = await run([...chart, '--ephemeris', 'table', ...table]);
      assert.equal(used.code, 0);
      assert.equal(used.stdout, expected);
      assert.match(used.stderr, message);
      assert.match(used.stderr, /ephemeris build --data-dir/);
      assert.equal((await run(['ephemeris', 'verify', ...table])).code, 1);
    }
    rmSync(file);
    const missing = await run([...chart, '--ephemeris', 'table', ...table]);
    assert.equal(missing.stdout, expected);
    assert.match(missing.stderr, /is not there/);
    writeFileSync(file, good);
  });

  it('leaves out what Swiss Ephemeris does not cover then', async () => {
    const early = join(directory, 'early');
    const built = await run(
      ['ephemeris', 'build', '--from', '200', '--to', '201', '--data-dir', early],
    );
    assert.equal(built.code, 0, built.stderr);
    assert.doesNotMatch(built.stdout, /chiron/);
    assert.match(built.stdout, /pluto/);
  });

  it('refuses spans that make no sense', async () => {
    const backwards = await run(['ephemeris', 'build', '--from', '2030', '--to', '2029', ...table]);
    assert.equal(backwards.code, 2);
    const beyond = await run(['ephemeris', 'build', '--from', '6000', '--to', '6001', ...table]);
    assert.equal(beyond.code, 2);
  });
});
