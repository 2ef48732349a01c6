// Builds that are broken, each in its own way: which gate finds it, and how many requests it cost.
import { newYork } from '../blackbox/support/births.mjs';
import { ReleaseMachine } from '../blackbox/support/release.mjs';
import { Load } from '../faults/support/load.mjs';
import { versionServed } from './support/asking.mjs';
import { brokenBuild } from './support/builds.mjs';

const stable = '1.0.0';
const shares = [10, 50];
// So long each answer takes, beside what it takes to compute: its p99 is no accident of the machine.
const delay = 100;
const rate = 400;

// The gate, by what the tool says.
const cases = [
  ['does-not-start', 'start', /start: .* ended before it was ready.*the program is broken/],
  ['migration-fails', 'start', /start: .* ended before it was ready.*migration 5 failed/],
  ['never-ready', 'start', /start: .* was not ready within/],
  ['hangs-on-term', 'start', /start: .* does not stop within/],
  ['wrong-numbers', 'smoke test', /smoke test 'a chart with known numbers'/],
  ['wrong-version', 'smoke test', /smoke test 'health and version'/],
  ['static-missing', 'smoke test', /smoke test 'the reference page and its files'/],
  ['errors-1', 'canary: success rate', /rolling back: success rate/],
  ['errors-5', 'canary: success rate', /rolling back: success rate/],
  ['slow', 'canary: p99', /rolling back: p99/],
  ['leaks', 'canary: health', /rolling back: health/],
  ['crashes-after-10-s', 'canary: health', /rolling back: health/],
];

const settings = {
  local: { ready_within: '"15s"', stop_within: '"5s"' },
  'gates.smoke': { pause: '"100ms"' },
  canary: { steps: `[${shares}]`, windows: '["8s"]', interval: '"2s"', poll: '"500ms"' },
};

const charts = [
  { name: 'chart', method: 'POST', path: '/api/v1/chart/generate', body: { birthData: newYork, chartType: 'natal' } },
];

const columns = [
  ['broken', 22],
  ['found by', 24],
  ['after s', 9],
  ['highest share', 15],
  ['requests', 10],
  ['to it', 8],
  ['hurt', 6],
];
const line = (cells) => cells.map((cell, i) => `${cell}`.padEnd(columns[i][1])).join('');

const requestsTo = async (machine, slot) => Number((await machine.haproxy.figures())[slot].stot);

async function ship(machine, fault, pattern) {
  const findings = [];
  const before = await requestsTo(machine, 'green');
  const load = await Load.of(machine, charts, rate);
  load.start();
  const begun = performance.now();
  const file = brokenBuild(machine.folder.path, '2.0.0', fault, { delay });
  const ended = await machine.run('ship', file);
  const seconds = (performance.now() - begun) / 1000;
  await load.stop();
  const said = ended.stdout + ended.stderr;
  const share = Math.max(0, ...[...said.matchAll(/giving \S+ (\d+) %/g)].map(([, percent]) => Number(percent)));
  const toIt = (await requestsTo(machine, 'green')) - before;
  const hurt = load.records.length - load.count('right');
  const fits = pattern.test(said);
  if (ended.code === 0) findings.push(`${fault}: it was released`);
  if (!fits) findings.push(`${fault}: another gate found it:\n${said}\n${machine.logs().join('\n').slice(-3000)}`);
  if (hurt > toIt) findings.push(`${fault}: ${hurt} requests were hurt, of ${toIt} that it had`);
  if (hurt > (load.records.length * share) / 100) findings.push(`${fault}: more than its share was hurt`);
  if ((await versionServed(machine.haproxy.address)) !== stable) findings.push(`${fault}: ${stable} does not serve`);
  return { fault, seconds, share, requests: load.records.length, toIt, hurt, findings };
}

async function run() {
  const machine = await ReleaseMachine.start(settings);
  const findings = [];
  const rows = [];
  try {
    const first = await machine.run('ship', brokenBuild(machine.folder.path, stable, 'none', { delay }));
    if (first.code !== 0) throw new Error(`the first release: ${first.stdout}${first.stderr}`);
    console.log(line(columns.map(([name]) => name)));
    for (const [fault, gate, pattern] of cases) {
      const row = await ship(machine, fault, pattern);
      rows.push({ ...row, gate });
      findings.push(...row.findings);
      const { seconds, share, requests, toIt, hurt } = row;
      console.log(line([fault, gate, seconds.toFixed(1), `${share} %`, requests, toIt, hurt]));
    }
    const status = await machine.status();
    if (status.revisions?.length !== 1) findings.push(`something is left: ${JSON.stringify(status)}`);
  } finally {
    await machine.remove();
  }
  return { findings, rows };
}

export const trial = {
  name: 'broken',
  what: `${cases.length} broken builds, at ${rate} requests a second`,
  run,
};
