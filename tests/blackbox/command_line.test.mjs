// The program at a shell.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { repository, run, startServer } from './support/program.mjs';

const birth = [
  '--date',
  '1990-05-15',
  '--time',
  '10:30',
  '--timezone',
  'America/New_York',
  '--lat',
  '40.7128',
  '--lon',
  '-74.006',
];

async function succeeds(args) {
  const { code, stdout, stderr } = await run(args);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  return stdout;
}

async function fails(args) {
  const { code, signal, stdout, stderr } = await run(args);
  assert.equal(signal, null);
  assert.ok(code > 0 && code < 128, `it ended with ${code}`);
  assert.equal(stdout, '');
  assert.notEqual(stderr, '');
  assert.doesNotMatch(stderr, /terminate called|Sanitizer|\.cpp:\d/);
  return stderr;
}

describe('astronova', () => {
  let server;
  let client;
  let directory;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
    directory = mkdtempSync(join(tmpdir(), 'astronova-'));
  });
  after(async () => {
    rmSync(directory, { recursive: true });
    await server.stop();
  });

  it('prints a chart as the server answers it', async () => {
    const printed = JSON.parse(await succeeds(['chart', ...birth, '--json']));
    const answered = await client.post('/api/v1/chart/generate', { birthData: newYork });
    assert.deepEqual(printed, answered.json);
    const options = ['--house-system', 'koch', '--zodiac', 'sidereal', '--ayanamsa', 'raman'];
    const other = JSON.parse(await succeeds(['chart', ...birth, '--json', ...options]));
    const asked = { houseSystem: 'koch', zodiac: 'sidereal', ayanamsa: 'raman' };
    assert.deepEqual(
      other,
      (await client.post('/api/v1/chart/generate', { birthData: newYork, options: asked })).json,
    );
  });

  it('prints a chart for people', async () => {
    const table = await succeeds(['chart', ...birth]);
    for (const fact of ['sun', 'moon', 'ascendant', `24°29'47" Taurus`, `2°12'13" Leo`]) {
      assert.ok(table.includes(fact), `${fact} in\n${table}`);
    }
    assert.doesNotMatch(table, /\u001b\[/, 'no colours into a pipe');
    assert.ok(table.split('\n').every((line) => [...line].length <= 100));
  });

  it('draws a chart into a file', async () => {
    for (const theme of ['light', 'dark']) {
      const file = join(directory, `${theme}.svg`);
      await succeeds(['chart', ...birth, '--svg', file, '--theme', theme]);
      const answered = await client.post('/api/v1/chart/generate', {
        birthData: newYork,
        options: { svg: true, theme },
      });
      assert.equal(
        readFileSync(file, 'utf8').trimEnd(),
        answered.json.charts.western.svg.trimEnd(),
      );
    }
  });

  it('looks at charts in each other way as the server does', async () => {
    const pair = [...birth, ...birth].map((word, index) =>
      word.startsWith('--') ? word.replace('--', index < birth.length ? '--first-' : '--second-') : word,
    );
    const printed = JSON.parse(await succeeds(['chart', 'aspects', ...pair, '--aspects', 'trine,square']));
    const { json } = await client.post('/api/v1/chart/aspects', {
      first: { birthData: newYork },
      second: { birthData: newYork },
      options: { aspects: ['trine', 'square'] },
    });
    assert.deepEqual(printed, json);
    assert.match(await fails(['chart', 'aspects', ...pair.slice(2)]), /--first-date/);
    assert.match(await fails(['chart', 'aspects', ...pair, '--aspects', 'trines']), /--aspects.*trine/);
  });

  it('prints the sky of an instant', async () => {
    const printed = JSON.parse(await succeeds(['sky', '--at', '2026-11-23T00:00:00Z', '--json']));
    assert.deepEqual(
      printed,
      (await client.get('/api/v1/ephemeris/positions?at=2026-11-23T00:00:00Z')).json,
    );
    assert.match(await succeeds(['sky', '--at', '2026-11-23T00:00:00Z']), /sun/);
    assert.match(await succeeds(['sky']), /moon/);
  });

  it('tells its version', async () => {
    const { version } = client.contract.document.info;
    assert.ok((await succeeds(['version'])).includes(version));
  });

  it('checks the health of a running server', async () => {
    const { code } = await run(['healthcheck'], { env: { PORT: String(server.port) } });
    assert.equal(code, 0);
    const gone = await startServer();
    await gone.stop();
    assert.notEqual((await run(['healthcheck'], { env: { PORT: String(gone.port) } })).code, 0);
  });

  it('says on stderr what is wrong with its arguments, and what to do', async () => {
    assert.match(await fails(['chart']), /--date/);
    assert.match(await fails(['chart', ...birth, '--houses', 'koch']), /--houses/);
    assert.match(await fails(['chart', ...birth, '--house-system', 'placidius']), /placidus/);
    assert.match(await fails(['chart', ...birth.slice(0, -2)]), /lon/);
    assert.match(
      await fails(['chart', '--date', '1990-02-30', ...birth.slice(2)]),
      /1990-02-30|date/,
    );
    assert.match(
      await fails(['chart', '--date', '1990-04-01', '--time', '02:30', ...birth.slice(4)]),
      /06:30:00Z/,
    );
    assert.match(await fails(['sky', '--at', 'noon']), /RFC 3339/);
    assert.match(await fails(['serve', '--port', '70000']), /port/i);
    assert.match(await fails(['nothing']), /nothing/);
    await fails(['chart', ...birth, '--svg', join(directory, 'no/such/folder/chart.svg')]);
  });

  it('has a help for each subcommand', async () => {
    const help = await succeeds(['--help']);
    for (const command of ['serve', 'chart', 'sky', 'version', 'healthcheck']) {
      assert.ok(help.includes(command), command);
      assert.notEqual(await succeeds([command, '--help']), '');
    }
  });
});

describe('the table of docs/CONFIGURATION.md', () => {
  // Rows of its tables, as the code spans of each.
  const rows = () =>
    readFileSync(join(repository, 'docs/CONFIGURATION.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|') && line.includes('`'))
      .map((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code));
  const flagsIn = (text) =>
    new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag));

  it('has the flags that serve --help has, and no others', async () => {
    const help = flagsIn(await succeeds(['serve', '--help']));
    help.delete('--help');
    help.delete('--version');
    const table = flagsIn(rows().flat().join(' '));
    assert.deepEqual([...table].sort(), [...help].sort());
  });

  it('has the environment variables that serve --help has, and no others', async () => {
    const variablesIn = (text) =>
      new Set([...text.matchAll(/\b(?:ASTRONOVA_[A-Z_]+|PORT)\b/g)].map(([name]) => name));
    const help = variablesIn(await succeeds(['serve', '--help']));
    // A secret, which no flag may give.
    help.add('ASTRONOVA_DATA_KEYS');
    const table = variablesIn(rows().flat().join(' '));
    assert.ok(help.size > 3);
    assert.deepEqual([...table].sort(), [...help].sort());
  });
});
