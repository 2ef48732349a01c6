// astronova release checklist, on a configuration of the test's own.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run, temporaryFolder } from './support/program.mjs';

const items = [
  { name: 'tests', group: 'backend', kind: 'run', what: 'All pass', command: ['true'] },
  { name: 'version', group: 'backend', kind: 'run', what: 'It says which', command: ['{program}', 'migrate', '--compatibility'] },
  { name: 'code review', group: 'backend', kind: 'tick', what: 'All is reviewed' },
  { name: 'scan', group: 'scan', kind: 'run', what: 'It finds out', command: ['sh', '-c', 'echo of {version}; exit 75'] },
  { name: 'broken', group: 'broken', kind: 'run', what: 'It fails', command: ['false'] },
];

describe('the checklist of a release', () => {
  let folder;
  let config;
  before(() => {
    folder = temporaryFolder();
    config = join(folder.path, 'release.toml');
    const tables = items.map((item) =>
      ['[[checklist.items]]', ...Object.entries(item).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)].join('\n'),
    );
    const request = '[[gates.smoke.requests]]\nname = "one"\npath = "/"';
    writeFileSync(config, [`[service]\nstate = ${JSON.stringify(folder.path)}`, request, ...tables].join('\n'));
  });
  after(() => folder.remove());

  const checklist = (...args) => run(['release', 'checklist', '--config', config, '--by', 'anna', ...args]);
  const audit = () =>
    readFileSync(join(folder.path, 'audit.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

  it('ends with 0 only when all that runs has passed and all else is ticked', async () => {
    const backend = ['--group', 'backend', '--for', '9.9.1'];
    const open = await checklist(...backend);
    assert.equal(open.code, 1);
    assert.match(open.stdout, /\[x\] tests: passed/);
    assert.match(open.stdout, /\[ \] code review: open/);
    assert.match(open.stdout, /1 of 3 are open: code review\n$/);
    const ticked = await checklist('--for', '9.9.1', '--tick', 'code review', '--why', 'pull request 41');
    assert.equal(ticked.code, 0);
    const complete = await checklist(...backend, '--json');
    assert.equal(complete.code, 0);
    const report = JSON.parse(complete.stdout);
    assert.equal(report.complete, true);
    assert.deepEqual(report.items.map(({ state }) => state), ['passed', 'passed', 'ticked']);
    assert.equal((await checklist('--group', 'backend', '--for', '9.9.2')).code, 1);
  });

  it('lets a person answer for a program that could not find out, and for none that failed', async () => {
    const { stdout } = await checklist('--group', 'scan', '--for', '9.9.3');
    assert.match(stdout, /\[ \] scan: unanswered[^]*\| of 9\.9\.3\n/);
    for (const name of ['scan', 'broken']) assert.equal((await checklist('--for', '9.9.3', '--tick', name)).code, 0);
    assert.equal((await checklist('--group', 'scan', '--for', '9.9.3')).code, 0);
    assert.equal((await checklist('--group', 'broken', '--for', '9.9.3')).code, 1);
  });

  it('writes to the audit log who ticked what, and what came of it', async () => {
    await checklist('--for', '9.9.4', '--tick', 'code review', '--why', 'pull request 42');
    await checklist('--for', '9.9.4', '--group', 'backend');
    const [tick, record] = audit().filter(({ version }) => version === '9.9.4');
    assert.deepEqual([tick.by, tick.action, tick.why], ['anna', 'checklist-tick', 'pull request 42']);
    assert.equal(tick.details.item, 'code review');
    assert.deepEqual([record.action, record.why], ['checklist', 'complete']);
    assert.deepEqual(record.figures.map(({ figure }) => figure), ['tests', 'version', 'code review']);
  });

  it('knows what is on the list, and says so', async () => {
    const { code, stderr } = await checklist('--tick', 'code reviw');
    assert.equal(code, 2);
    assert.match(stderr, /there are: tests, version, code review/);
    assert.equal((await checklist('--group', 'frontend')).code, 2);
  });
});
