// Charts of whole files.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { binary, environment, run, startServer, within } from './support/program.mjs';
import { checkedClient } from './support/contract.mjs';
import { Random } from './support/random.mjs';

const zones = ['America/New_York', 'Europe/Paris', 'Asia/Kolkata', 'Pacific/Auckland'];
const two = (number) => String(number).padStart(2, '0');

function births(count, seed = 1) {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, id) => ({
    id: String(id),
    date: `${1920 + random.below(100)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`,
    time: `${two(4 + random.below(18))}:${two(random.below(60))}`,
    timezone: random.pick(zones),
    latitude: random.below(120) - 60,
    longitude: random.below(360) - 180,
  }));
}

const asJsonLines = (list) => list.map((birth) => `${JSON.stringify(birth)}\n`).join('');
const asCsv = (list) =>
  [Object.keys(list[0]), ...list.map(Object.values)].map((row) => `${row.join(',')}\n`).join('');
const linesOf = (text) => text.split('\n').slice(0, -1);

describe('astronova bulk charts', () => {
  let directory;
  let server;
  let client;
  const file = (name) => join(directory, name);
  const bulk = (args, options) => run(['bulk', 'charts', ...args], options);
  const start = (args) =>
    spawn(binary, ['bulk', 'charts', ...args], { env: environment({}), stdio: 'pipe' });
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'astronova-bulk-'));
    server = await startServer();
    client = await checkedClient(server);
  });
  after(async () => {
    rmSync(directory, { recursive: true });
    await server.stop();
  });

  it('answers each line as the server answers its request', async () => {
    const list = births(20);
    const { code, stdout, stderr } = await bulk(['-'], { input: asJsonLines(list) });
    assert.equal(code, 0, stderr);
    const charts = linesOf(stdout);
    assert.equal(charts.length, list.length);
    for (const [i, { id, ...birthData }] of list.entries()) {
      const answer = await client.post('/api/v1/chart/generate', { birthData });
      assert.equal(charts[i], `{"line":${i + 1},"id":"${id}",${answer.text.slice(1)}`);
    }
    const csv = await bulk(['-'], { input: asCsv(list) });
    assert.deepEqual(
      linesOf(csv.stdout).map((line) => ({ ...JSON.parse(line), line: 0 })),
      charts.map((line) => ({ ...JSON.parse(line), line: 0 })),
    );
  });

  it('takes places by name and the flags of a chart', async () => {
    const input = 'date,time,place\n1990-05-15,10:30,"New York, NY"\n';
    const flags = ['--house-system', 'koch', '--systems', 'western,vedic', '--bodies', 'sun'];
    const { code, stdout } = await bulk(flags, { input });
    assert.equal(code, 0);
    const answer = await client.post('/api/v1/chart/generate', {
      birthData: { date: '1990-05-15', time: '10:30', place: 'New York, NY' },
      systems: ['western', 'vedic'],
      options: { houseSystem: 'koch', bodies: ['sun'] },
    });
    assert.equal(stdout, `{"line":2,${answer.text.slice(1)}\n`);
  });

  it('tells bad lines by their numbers with the sentences of the server, and loses none', async () => {
    const list = births(300);
    const bad = { ...newYork, date: '1990-02-30' };
    list[17] = { id: '17', ...bad };
    const lines = linesOf(asJsonLines(list));
    lines[40] = '{"date"';
    lines[41] = '';
    lines[42] = `{"x":"${'y'.repeat(1_000_000)}"}`;
    writeFileSync(file('bad.jsonl'), lines.join('\n'));
    const files = ['--output', file('bad.out'), '--errors', file('bad.errors')];
    const { code, stderr } = await bulk([file('bad.jsonl'), ...files]);
    assert.equal(code, 1);
    assert.match(stderr, /^300 lines: 296 charts, 3 bad, 1 empty;/);
    const read = (name) => linesOf(readFileSync(file(name), 'utf8')).map((line) => JSON.parse(line));
    const errors = read('bad.errors');
    assert.deepEqual(errors.map(({ line }) => line), [18, 41, 43]);
    const refused = await client.post('/api/v1/chart/generate', { birthData: bad });
    assert.deepEqual(
      errors[0].errors.map(({ pointer, ...rest }) => ({ pointer: `/birthData${pointer}`, ...rest })),
      refused.json.errors,
    );
    const numbers = read('bad.out').map(({ line }) => line);
    const all = [...numbers, 18, 41, 42, 43].sort((a, b) => a - b);
    assert.deepEqual(all, Array.from({ length: 300 }, (_, i) => i + 1));
  });

  it('shows the first twenty bad lines where no file is named', async () => {
    const { code, stdout, stderr } = await bulk([], { input: '{}\n'.repeat(50) });
    assert.equal(code, 1);
    assert.equal(stdout, '');
    const shown = linesOf(stderr);
    assert.equal(shown.filter((line) => line.startsWith('{"line":')).length, 20);
    assert.ok(shown.some((line) => /30 more bad lines/.test(line)), stderr);
  });

  it('refuses what makes no sense, and writes nothing', async () => {
    const input = asJsonLines(births(1));
    writeFileSync(file('there'), 'precious');
    for (const [args, reason] of [
      [['--house-system', 'placidos'], /--house-system: "placidos" is not known/],
      [['--output', file('there')], /is there already/],
      [['--resume'], /only a run that writes a file/],
      [['--to', 'csv', '--systems', 'vedic'], /CSV output/],
      [['--format', 'csv'], /^error: /],
      [['--resume', '--force', '--output', file('new')], /excludes/],
    ]) {
      const { code, stdout, stderr } = await bulk(args, { input });
      assert.equal(code, 2, stderr);
      assert.match(stderr, reason);
      assert.equal(stdout, '');
    }
    assert.equal(readFileSync(file('there'), 'utf8'), 'precious');
    assert.ok(!existsSync(file('new')));
  });

  it('fails cleanly where it cannot read or write', async () => {
    const missing = await bulk([file('nothing')]);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /nothing cannot be read: No such file/);
    writeFileSync(file('some.jsonl'), asJsonLines(births(100)));
    const full = await bulk([file('some.jsonl'), '--output', '/dev/full', '--force']);
    assert.equal(full.code, 1);
    assert.match(full.stderr, /\/dev\/full cannot be written: No space left/);
  });

  it('ends when whoever reads its charts goes away', async () => {
    writeFileSync(file('many.jsonl'), asJsonLines(births(2000)));
    const child = start([file('many.jsonl')]);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code, signal] = await within(once(child, 'close'), 'the end');
    assert.deepEqual({ code, signal }, { code: 1, signal: null });
    assert.match(said, /standard output cannot be written: Broken pipe/);
  });

  it('goes on after kill -9, to the same bytes', async () => {
    const lines = linesOf(asJsonLines(births(3000)));
    lines[100] = '{}';
    lines[2900] = '{}';
    const text = lines.map((line) => `${line}\n`).join('');
    writeFileSync(file('long.jsonl'), text);
    const whole = ['--output', file('whole'), '--errors', file('whole.errors')];
    assert.equal((await bulk([file('long.jsonl'), ...whole])).code, 1);

    // It gets half of the births and waits for more when it is killed.
    const parts = ['--output', file('parts'), '--errors', file('parts.errors')];
    const child = start(['-', ...parts]);
    const ended = once(child, 'close');
    const journal = file('parts.journal');
    const inputBytes = () =>
      existsSync(journal) ? JSON.parse(readFileSync(journal, 'utf8')).inputBytes : 0;
    const kept = new Promise((resolve) => {
      const watcher = watch(directory, () => {
        if (inputBytes() === 0) return;
        watcher.close();
        resolve();
      });
    });
    child.stdin.write(text.slice(0, text.length / 2));
    await within(kept, 'a journal');
    child.kill('SIGKILL');
    await ended;
    assert.ok(existsSync(journal));

    const resumed = await bulk([file('long.jsonl'), ...parts, '--resume']);
    assert.equal(resumed.code, 1, resumed.stderr);
    assert.match(resumed.stderr, /^3000 lines: 2998 charts, 2 bad, 0 empty;.* were there already/);
    for (const suffix of ['', '.errors']) {
      assert.ok(readFileSync(file(`parts${suffix}`)).equals(readFileSync(file(`whole${suffix}`))));
    }
    assert.ok(!existsSync(journal));
    const again = await bulk([file('long.jsonl'), ...parts, '--resume']);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /it is finished/);
  });

  it('lets no second process write the same file', async () => {
    const child = start(['-', '--output', file('shared')]);
    const ended = once(child, 'close');
    const made = new Promise((resolve) => {
      const watcher = watch(directory, () => {
        if (!existsSync(file('shared.journal'))) return;
        watcher.close();
        resolve();
      });
    });
    child.stdin.write('{}\n');
    await within(made, 'a journal');
    const second = await bulk(['--output', file('shared'), '--resume'], { input: '{}\n' });
    assert.equal(second.code, 2);
    assert.match(second.stderr, /being written by another process/);
    child.stdin.end();
    assert.deepEqual(await ended, [1, null]);
  });

  it('tells how far it is where that is asked for', async () => {
    const child = start(['-', '--progress']);
    const ended = once(child, 'close');
    let said = '';
    child.stderr.setEncoding('utf8');
    child.stdout.resume();
    child.stdin.write(asJsonLines(births(10)));
    const told = new Promise((resolve) => {
      child.stderr.on('data', (text) => {
        said += text;
        if (/^ +10 charts +\d+\/s  0 bad$/m.test(said)) resolve();
      });
    });
    await within(told, 'the progress');
    child.stdin.end();
    assert.deepEqual(await ended, [0, null]);
  });

  it('needs no more memory for ten times the births', async () => {
    const most = async (count) => {
      writeFileSync(file('rows.csv'), asCsv(births(count)));
      const child = start([file('rows.csv'), '--threads', '2', '--bodies', 'sun']);
      let kilobytes = 0;
      // Until its charts are read it cannot end, but for those in the pipe.
      child.stdout.on('data', () => {
        try {
          const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
          kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
        } catch {
          // It has ended.
        }
      });
      const [code] = await within(once(child, 'close'), 'the end');
      assert.equal(code, 0);
      return kilobytes;
    };
    const few = await most(3000);
    const many = await most(30_000);
    // The charts of the many have some 45 MB.
    assert.ok(few > 0);
    assert.ok(many < few + 16_000, `${few} kB for 3,000 births, ${many} kB for 30,000`);
  });

  it('makes the table first where there is none', async () => {
    const env = {
      ASTRONOVA_EPHEMERIS: 'auto',
      ASTRONOVA_DATA_DIR: file('data'),
      ASTRONOVA_TABLE_FROM: '1990',
      ASTRONOVA_TABLE_TO: '1991',
    };
    const input = JSON.stringify(newYork);
    const first = await bulk([], { input, env });
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /it is made first/);
    assert.match(JSON.parse(first.stdout).provenance.ephemeris, /\(table\)$/);
    const second = await bulk([], { input, env });
    assert.doesNotMatch(second.stderr, /it is made first/);
    assert.equal(second.stdout, first.stdout);
  });
});
