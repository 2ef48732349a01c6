// `astronova release` on one machine: real servers, blue and green, behind a real HAProxy.
// tests/release-trials tries more of it, under more load and for longer.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { send } from './support/client.mjs';
import { binary } from './support/program.mjs';
import { ReleaseMachine } from './support/release.mjs';

// Windows as short as can be; what takes long here is no fault of a build.
const quick = {
  canary: {
    steps: '[10, 100]',
    windows: '["1s"]',
    interval: '"250ms"',
    poll: '"100ms"',
    minimum_sample: 1,
    too_few: '"pass"',
    p99_floor: '"60s"',
  },
  local: { ready_within: '"5m"', stop_within: '"2m"' },
};

// The program, which says that it is of another version.
function build(machine, version, lines = '') {
  const path = join(machine.folder.path, `astronova-${version}`);
  const text = `#!/bin/sh
[ "$1" = version ] && { echo "astronova ${version}"; exit; }
${lines}
APP_VERSION=${version} exec ${binary} "$@"
`;
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

// Asks again and again until it is stopped: { right, others }, the answers that were not right.
function askOn(machine) {
  const answers = { right: 0, others: [] };
  let isOver = false;
  const body = { birthData: newYork, chartType: 'natal' };
  const ask = async () => {
    while (!isOver) {
      const answer = await send(machine, 'POST', '/api/v1/chart/generate', { body }).catch(String);
      if (answer.status === 200) answers.right += 1;
      else answers.others.push(answer.status ?? answer);
    }
  };
  const asking = Promise.all(Array.from({ length: 4 }, ask));
  return async () => {
    isOver = true;
    await asking;
    return answers;
  };
}

async function versionServed(machine) {
  const { status, json } = await send(machine, 'GET', '/api/v1/misc/health');
  assert.equal(status, 200);
  return json.version;
}

describe('a release on one machine', () => {
  let machine;
  before(async () => (machine = await ReleaseMachine.start(quick)));
  after(() => machine.remove());

  async function must(...words) {
    const ended = await machine.run(...words);
    const said = `${ended.stdout}${ended.stderr}`;
    assert.equal(ended.code, 0, `${said}\n${machine.logs().join('\n')}`);
    return said;
  }

  it('says what it would do and does nothing', async () => {
    const said = await must('plan', build(machine, '1.0.0'));
    assert.match(said, /app\/blue/);
    assert.equal(machine.processOf('blue'), undefined);
    assert.equal(machine.processOf('green'), undefined);
  });

  it('serves the first build', async () => {
    await must('ship', build(machine, '1.0.0'));
    assert.equal(await versionServed(machine), '1.0.0');
  });

  it('ships the next and returns to the first without a lost request', async () => {
    const stop = askOn(machine);
    await must('ship', build(machine, '1.1.0'));
    assert.equal(await versionServed(machine), '1.1.0');
    const kept = machine.processOf('blue');
    await must('rollback', '--reason', 'a test');
    const { right, others } = await stop();
    assert.equal(await versionServed(machine), '1.0.0');
    assert.equal(machine.processOf('blue'), kept, 'it was kept running');
    assert.deepEqual(others, []);
    assert.ok(right > 0);
  });

  it('leaves requests where they are when a build does not start', async () => {
    const file = build(machine, '1.2.0', '[ "$1" = serve ] && { echo "the migration failed" >&2; exit 1; }');
    const { code, stdout, stderr } = await machine.run('ship', file);
    assert.equal(code, 1);
    assert.match(stdout + stderr, /ended before it was ready.*the migration failed/);
    assert.equal(await versionServed(machine), '1.0.0');
  });

  it('goes on with a release whose tool was killed', async () => {
    const { child, ended } = machine.begin('ship', build(machine, '1.3.0'));
    const stepIs = (step) => {
      try {
        return JSON.parse(readFileSync(join(machine.directory, 'release.json'))).underWay.step === step;
      } catch {
        return false;
      }
    };
    let isOver = false;
    ended.then(() => (isOver = true));
    while (!isOver && !stepIs('canary')) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    assert.equal((await ended).signal, 'SIGKILL');
    assert.match(await must('status'), /ship --resume/);
    await must('ship', '--resume');
    assert.equal(await versionServed(machine), '1.3.0');
  });

  it('comes up serving what served when HAProxy is started again', async () => {
    const before = await machine.haproxy.ask('show servers state app');
    await machine.haproxy.stop('SIGKILL');
    await machine.haproxy.start();
    assert.equal(await versionServed(machine), '1.3.0');
    const states = (text) => text.split('\n').slice(2).map((line) => line.split(' ').slice(3, 8));
    assert.deepEqual(states(await machine.haproxy.ask('show servers state app')), states(before));
  });

  it('tells by the processes and HAProxy who serves, and not by what it did', async () => {
    const { revisions } = await machine.status();
    const serving = revisions.find(({ version }) => version === '1.3.0');
    assert.equal(serving.trafficPercent, 100);
    process.kill(machine.processOf('green'), 'SIGKILL');
    process.kill(machine.processOf('blue'), 'SIGKILL');
    const said = await must('status');
    assert.match(said, /does not run/);
  });
});
