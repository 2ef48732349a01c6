// node bench/ratios.mjs [COMMIT]: how fast we are beside Swiss Ephemeris, beside nginx and, where a
// commit is named, beside that: built in build/previous and measured in turn with ours, so that what
// slows the machine slows both. ROUNDS=5 of each; the medians are printed. Needs what ./dev bench and
// ./dev bench http need.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.env.ROUNDS ?? 5);
const programs = [
  'table_ephemeris_bench',
  'search_bench',
  'transits_bench',
  'bulk_bench',
  'synastry_bench',
];
const quietly = { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 };
const run = (command, args, options = {}) =>
  execFileSync(command, args, { ...quietly, ...options }).toString();

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const cell = (value, width = 11) => String(value ?? '').padStart(width);
const ratio = (a, b) => (a && b ? (a / b).toFixed(2) : '');

// The release build of a commit; what it took to compile is found again by ccache.
function buildOf(commit) {
  const source = join(repository, 'build/previous');
  const wanted = run('git', ['rev-parse', `${commit}^{commit}`]).trim();
  if (existsSync(source)) run('git', ['worktree', 'remove', '--force', source]);
  mkdirSync(dirname(source), { recursive: true });
  run('git', ['worktree', 'add', '--detach', source, wanted]);
  run('cmake', ['--preset', 'release'], { cwd: source });
  run('cmake', ['--build', 'build/release', '--target', 'all'], { cwd: source });
  return join(source, 'build/release');
}

// Microseconds of every benchmark of a program, by name, for one item where it counts items: the
// same benchmark has fewer of them on the slower adapter. Nothing where the build has no such program.
function measure(build, program, times) {
  const path = join(build, 'bench', program);
  if (!existsSync(path)) return;
  const output = run(path, ['--benchmark_format=json', '--benchmark_min_time=0.2']);
  for (const benchmark of JSON.parse(output).benchmarks) {
    const { name, real_time: time, time_unit: unit, items_per_second: rate } = benchmark;
    const microseconds = rate ? 1e6 / rate : time * { ns: 1e-3, us: 1, ms: 1e3, s: 1e6 }[unit];
    times.set(name, [...(times.get(name) ?? []), microseconds]);
  }
}

function measureInProcess(builds) {
  const times = builds.map(() => new Map());
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) {
      builds.forEach((build, i) => measure(build, program, times[i]));
    }
  }
  return times.map(
    (map) => new Map([...map].map(([name, values]) => [name, median(values)])),
  );
}

// What of the names a benchmark is compared with: the same on Swiss Ephemeris, or by the plain path.
const referenceOf = (name, times) =>
  [name.replace('Table', 'Swiss'), `${name}Plain`].find((one) => one !== name && times.has(one));

function printInProcess([ours, previous]) {
  console.log(
    `${'in process, microseconds'.padEnd(48)}${cell('ours')}${cell('reference')}${cell('times')}` +
      `${cell('previous')}${cell('times')}`,
  );
  for (const [name, time] of ours) {
    const reference = ours.get(referenceOf(name, ours));
    const before = previous?.get(name);
    console.log(
      `${name.padEnd(48)}${cell(time.toPrecision(4))}${cell(reference?.toPrecision(4))}` +
        `${cell(ratio(reference, time))}${cell(before?.toPrecision(4))}${cell(ratio(before, time))}`,
    );
  }
}

function measureServer(build) {
  const directory = mkdtempSync(join(tmpdir(), 'astronova-ratios-'));
  try {
    run(join(build, 'astronova'), ['ephemeris', 'build', '--data-dir', directory]);
    const file = join(directory, 'http.json');
    run('bench/http/run', ['--json', file, join(build, 'astronova')], {
      env: {
        ...process.env,
        ROUNDS: String(rounds),
        OPEN_LOOP_CLIENT: join(repository, 'build/release/bench/open_loop_client'),
        SERVER_ARGS: `--ephemeris table --data-dir ${directory}`,
      },
    });
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function printServer([ours, previous]) {
  console.log(
    `\n${'the server, requests a second'.padEnd(48)}${cell('ours')}${cell('nginx 2KB')}` +
      `${cell('times')}${cell('previous')}${cell('times')}`,
  );
  for (const { name, ours: rate, nginx2k } of ours.cases) {
    const before = previous?.cases.find((one) => one.name === name)?.ours;
    console.log(
      `${name.padEnd(48)}${cell(Math.round(rate))}${cell(Math.round(nginx2k))}` +
        `${cell(ratio(rate, nginx2k))}${cell(before && Math.round(before))}${cell(ratio(rate, before))}`,
    );
  }
}

const builds = [join(repository, 'build/release')];
if (process.argv[2]) builds.push(buildOf(process.argv[2]));
printInProcess(measureInProcess(builds));
printServer(builds.map(measureServer));
