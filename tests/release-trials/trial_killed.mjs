// The tool killed at every step of a release, while clients never cease to ask; then `status`, and
// `ship --resume` or `rollback`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ReleaseMachine } from '../blackbox/support/release.mjs';
import { versionServed } from './support/asking.mjs';
import { build } from './support/builds.mjs';
import { Wrk } from './support/wrk.mjs';

const times = Number(process.env.KILLS ?? 40);

const settings = {
  canary: {
    steps: '[1, 50]',
    windows: '["1s"]',
    interval: '"100ms"',
    poll: '"50ms"',
    minimum_sample: 1,
    too_few: '"pass"',
    p99_floor: '"10s"',
  },
};

// "canary 50": what the tool has written down that it does.
function stepOf(machine) {
  try {
    const { underWay } = JSON.parse(readFileSync(join(machine.directory, 'release.json'), 'utf8'));
    return underWay ? `${underWay.step} ${underWay.percent}` : 'none';
  } catch {
    return 'none';
  }
}

// Kills it when it has come to that step; the step, or undefined where it ended before.
async function killAtStep(machine, begun, wanted) {
  let ended = false;
  begun.ended.then(() => (ended = true));
  while (!ended) {
    if (stepOf(machine) === wanted) {
      begun.child.kill('SIGKILL');
      await begun.ended;
      return wanted;
    }
    await pause(1);
  }
  return undefined;
}

async function killAfter(machine, begun, milliseconds) {
  await Promise.race([pause(milliseconds), begun.ended]);
  begun.child.kill('SIGKILL');
  const { signal } = await begun.ended;
  return signal ? stepOf(machine) : undefined;
}

class Trial {
  constructor(machine) {
    this.machine = machine;
    this.findings = [];
    this.serving = '1.0.0';
    this.number = 0;
    this.kills = {};
  }

  async must(...words) {
    const ended = await this.machine.run(...words);
    if (ended.code === 0) return;
    this.findings.push(`${words.join(' ')} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  }

  async expect(version, when) {
    const served = await versionServed(this.machine.haproxy.address);
    if (served !== version) this.findings.push(`${when}: ${served} serves, not ${version}`);
  }

  // Ships, has it killed, and sets it right in one way or the other.
  async round(kill, resumes) {
    const version = `1.1.${++this.number}`;
    const file = build(this.machine.folder.path, version);
    const step = await kill(this.machine.begin('ship', file));
    if (!step) return this.settle(version, 'it had ended');
    this.kills[step] = (this.kills[step] ?? 0) + 1;
    const when = `killed at ${step}`;
    if (!(await versionServed(this.machine.haproxy.address))) this.findings.push(`${when}: nobody serves`);
    const status = await this.machine.run('status');
    if (status.code !== 0) this.findings.push(`${when}: status ended with ${status.code}: ${status.stderr}`);
    if (step === 'none') {
      // Before or after all that is written down.
      await this.settle(await versionServed(this.machine.haproxy.address), when);
    } else if (resumes) {
      await this.must('ship', '--resume');
      await this.settle(version, `${when}, resumed`);
    } else {
      await this.must('rollback');
      // What was promoted already is the good one.
      await this.settle(this.serving, `${when}, rolled back`);
    }
  }

  async settle(version, when) {
    await this.expect(version, when);
    this.serving = version;
    const { revisions, notes } = await this.machine.status();
    const shares = revisions.map(({ trafficPercent }) => trafficPercent).sort((a, b) => b - a);
    if (shares[0] !== 100) this.findings.push(`${when}: the shares are ${shares}`);
    if (notes.length > 0) this.findings.push(`${when}: ${notes.join('; ')}`);
  }
}

async function stepsOfARelease(machine, file) {
  const seen = new Set();
  const begun = machine.begin('ship', file);
  let ended = false;
  begun.ended.then(() => (ended = true));
  const started = performance.now();
  while (!ended) {
    seen.add(stepOf(machine));
    await pause(1);
  }
  const { code, stderr } = await begun.ended;
  if (code !== 0) throw new Error(`the release to learn from ended with ${code}: ${stderr}`);
  seen.delete('none');
  return { steps: [...seen], lasts: performance.now() - started };
}

async function run() {
  const machine = await ReleaseMachine.start(settings);
  const { path } = machine.folder;
  const trial = new Trial(machine);
  let wrk;
  try {
    await trial.must('ship', build(path, '1.0.0'));
    wrk = Wrk.start(path, machine.haproxy.address, 16);
    const { steps, lasts } = await stepsOfARelease(machine, build(path, '1.0.1'));
    trial.serving = '1.0.1';
    console.log(`  a release takes ${(lasts / 1000).toFixed(1)} s; its steps: ${steps.join(', ')}`);
    for (const step of steps) {
      for (const resumes of [true, false])
        await trial.round((begun) => killAtStep(machine, begun, step), resumes);
    }
    for (let i = 0; i < times; ++i)
      await trial.round((begun) => killAfter(machine, begun, (lasts * (i + 0.5)) / times), i % 2 === 0);
    console.log(`  killed at: ${JSON.stringify(trial.kills)}`);
  } finally {
    if (wrk) {
      const counted = await wrk.stop();
      console.log(`  ${counted.requests} requests, failed: ${counted.failures} ${JSON.stringify(counted)}`);
      if (counted.failures > 0) trial.findings.push(`${counted.failures} requests failed`);
    }
    await machine.remove();
  }
  return { findings: trial.findings, kills: trial.kills };
}

export const trial = {
  name: 'killed',
  what: 'the tool killed with SIGKILL at each step of a release, and at moments between',
  run,
};
