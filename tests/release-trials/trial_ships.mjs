// Releases and rollbacks while clients never cease to ask.
import { setTimeout as pause } from 'node:timers/promises';
import { ReleaseMachine } from '../blackbox/support/release.mjs';
import { timeTo, versionServed } from './support/asking.mjs';
import { build } from './support/builds.mjs';
import { Wrk } from './support/wrk.mjs';

const rounds = Number(process.env.ROUNDS ?? 20);
const requestsMin = Number(process.env.REQUESTS ?? 500_000);
const rollbackMax = 1000;

// A release that takes some seconds. Two servers, HAProxy, wrk and others share the processors, so that
// no latency is held against a build.
const quick = {
  canary: {
    steps: '[1, 10, 50, 100]',
    windows: '["1s"]',
    interval: '"500ms"',
    poll: '"200ms"',
    minimum_sample: 1,
    p99_floor: '"10s"',
  },
};

const sorted = (values) => [...values].sort((a, b) => a - b);
const milliseconds = (values) => {
  const all = sorted(values);
  return `median ${all[all.length >> 1].toFixed(0)} ms, longest ${all.at(-1).toFixed(0)} ms`;
};

async function must(machine, ...words) {
  const ended = await machine.run(...words);
  if (ended.code === 0) return ended;
  throw new Error(`${words.join(' ')} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
}

// Milliseconds to the first answer of the version that is returned to, and to the command's end.
async function rollBack(machine, version) {
  const begun = performance.now();
  const [toAnswer, ended] = await Promise.all([
    timeTo(machine.haproxy.address, version),
    must(machine, 'rollback', '--reason', 'a trial'),
  ]);
  return { toAnswer, toEnd: performance.now() - begun, ended };
}

async function run() {
  const machine = await ReleaseMachine.start(quick);
  const { path } = machine.folder;
  const findings = [];
  const answers = [];
  const ends = [];
  const ships = [];
  await must(machine, 'ship', build(path, '1.0.0'));
  const wrk = Wrk.start(path, machine.haproxy.address);
  try {
    for (let round = 1; round <= rounds; ++round) {
      const version = `1.0.${round}`;
      const begun = performance.now();
      await must(machine, 'ship', build(path, version));
      ships.push(performance.now() - begun);
      if ((await versionServed(machine.haproxy.address)) !== version)
        findings.push(`${version} does not serve after it was shipped`);
      const { toAnswer, toEnd } = await rollBack(machine, '1.0.0');
      answers.push(toAnswer);
      ends.push(toEnd);
      console.log(
        `  round ${round}: shipped in ${(ships.at(-1) / 1000).toFixed(1)} s; ` +
          `back: first answer after ${toAnswer.toFixed(0)} ms, done after ${toEnd.toFixed(0)} ms`,
      );
    }
    // The rest of the requests, if there are to be more.
    const enough = async () => Number((await machine.haproxy.figures()).FRONTEND?.req_tot ?? 0);
    while ((await enough()) < requestsMin) await pause(1000);
  } finally {
    const counted = await wrk.stop();
    console.log(
      `  ${counted.requests} requests in ${counted.seconds} s over 64 connections, ` +
        `p99 ${counted.p99} ms; failed: ${counted.failures} ${JSON.stringify(counted)}`,
    );
    if (counted.failures > 0) findings.push(`${counted.failures} requests failed`);
    if (counted.requests < requestsMin) findings.push(`there were only ${counted.requests}`);
    if (findings.length > 0) console.log(machine.logs().join('\n').slice(-5000));
    await machine.remove();
  }
  console.log(`  rollback, command to first answer: ${milliseconds(answers)}`);
  console.log(`  rollback, command to its end: ${milliseconds(ends)}`);
  console.log(`  ship: ${milliseconds(ships)}`);
  if (sorted(answers).at(-1) > rollbackMax)
    findings.push(`a rollback's first answer took longer than ${rollbackMax} ms`);
  return { findings, answers, ends, ships };
}

export const trial = {
  name: 'ships',
  what: `${rounds} releases and ${rounds} rollbacks under wrk`,
  run,
};
