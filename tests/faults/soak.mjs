// node tests/faults/soak.mjs: whether the memory of a server stays as it is under mixed load.
//
// Requests come at an even rate, whether or not answers come: charts, positions, tables, places, and
// what people with accounts read, write, replace and delete; some make an account and delete it again,
// and Prometheus looks on. All of it is other data each time, and nothing that is kept becomes more.
// The memory is looked at each ten seconds. From the second minute on it must not grow by more than
// 2 % in ten minutes, by the line of least squares; under ten minutes the figure is only printed, since
// it says little. Ends with 1 where memory grows, an answer is wrong or the server does not end well.
//
//   MINUTES=30  RATE=200         how long, and requests a second
//   ASTRONOVA_BINARY=...         the program; build/release/astronova. One that was built with the
//                                address sanitizer tells of leaks when it ends.
//   YEARS_FROM=1900  YEARS_TO=2050   which the server's table spans: fewer are made sooner, which under a
//                                sanitizer matters
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../blackbox/support/random.mjs';
import { run, startServer, temporaryFolder } from '../blackbox/support/program.mjs';

const minutes = Number(process.env.MINUTES ?? 30);
const rate = Number(process.env.RATE ?? 200);
const settledAfter = 120;
const growthMax = 0.02;
const tellsFrom = 10;
const atOnceMax = 500;
const peopleCount = 50;

const random = new Random(1990);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

const between = (low, high) => low + random.next() * (high - low);
const two = (value) => String(value).padStart(2, '0');
const yearsFrom = Number(process.env.YEARS_FROM ?? 1900);
const yearsTo = Number(process.env.YEARS_TO ?? 2050);
const date = (from = yearsFrom + 10, to = yearsTo - 10) =>
  `${from + random.below(to - from)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
const coordinates = () => ({
  latitude: Number(between(-60, 60).toFixed(4)),
  longitude: Number(between(-180, 180).toFixed(4)),
});

function send(server, { method = 'GET', path, token, body }) {
  const bytes = body && JSON.stringify(body);
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(bytes && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, agent, method, path, headers };
    const request = http.request(options, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    request.setTimeout(60_000, () => request.destroy(new Error('no answer in a minute')));
    request.on('error', reject);
    request.end(bytes);
  });
}

const messages = '/api/v1/users/me/messages';
const message = () => ({
  conversationId: String(random.below(20)),
  role: 'user',
  content: 'The Moon is in the seventh house. '.repeat(1 + random.below(20)),
});

// What is asked without an account.
const chart = () => ({
  method: 'POST',
  path: '/api/v1/chart/generate',
  body: {
    birthData: { date: date(), time: `${two(5 + random.below(19))}:30`, ...coordinates() },
    systems: random.below(2) ? ['western'] : ['western', 'vedic'],
    options: { svg: random.below(8) === 0 },
  },
});
const positions = () => ({ path: `/api/v1/ephemeris/positions?at=${date()}T12:00:00Z` });
const table = () => {
  const year = yearsFrom + 10 + random.below(yearsTo - yearsFrom - 20);
  return {
    method: 'POST',
    path: '/api/v1/ephemeris/calculate',
    body: { from: `${year}-01-01T00:00:00Z`, to: `${year}-02-01T00:00:00Z`, stepMinutes: 720 },
  };
};
const words = ['munich', 'new y', 'san', 'бер', '東京', 'sao paulo', 'vieena', 'springf', 'al', 'delhi'];
const search = () => ({ path: `/api/v1/locations/search?q=${encodeURIComponent(random.pick(words))}` });
const reverse = () => {
  const { latitude, longitude } = coordinates();
  return { path: `/api/v1/locations/reverse?latitude=${latitude}&longitude=${longitude}` };
};

class Soak {
  constructor(server) {
    this.server = server;
    this.counts = new Map();
    this.wrong = [];
  }

  async ask(request) {
    const answer = await send(this.server, request);
    if (answer.status >= 300) throw new Error(`${request.path}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
  }

  async guest() {
    const { accessToken: token } = await this.ask({ method: 'POST', path: '/api/v1/auth/guest' });
    return { token, ids: [] };
  }

  // Of one person one thing is changed at a time.
  async as(change) {
    const person = this.people.pop();
    if (!person) return;
    try {
      await change(person);
    } finally {
      this.people.unshift(person);
    }
  }

  async write({ token, ids }) {
    const { id } = await this.ask({ method: 'POST', path: messages, token, body: message() });
    ids.push(id);
    if (ids.length > 20) await this.ask({ method: 'DELETE', path: `${messages}/${ids.shift()}`, token });
  }

  async replace({ token, ids }) {
    if (ids.length === 0) return;
    await this.ask({ method: 'PUT', path: `${messages}/${random.pick(ids)}`, token, body: message() });
  }

  async read({ token, ids }) {
    const paths = [`${messages}?limit=20`, '/api/v1/sync/changes?limit=20', '/api/v1/users/me'];
    if (ids.length > 0) paths.push(`${messages}/${random.pick(ids)}`);
    await this.ask({ path: random.pick(paths), token });
  }

  async comeAndGo() {
    const { token } = await this.guest();
    await this.ask({ method: 'POST', path: messages, token, body: message() });
    await this.ask({ method: 'DELETE', path: '/api/v1/users/me', token });
  }

  // Of a hundred requests so many are of each kind.
  kinds = [
    ['chart', 35, () => this.ask(chart())],
    ['positions', 15, () => this.ask(positions())],
    ['table', 5, () => this.ask(table())],
    ['search', 8, () => this.ask(search())],
    ['reverse', 7, () => this.ask(reverse())],
    ['read', 15, () => this.as((person) => this.read(person))],
    ['write', 7, () => this.as((person) => this.write(person))],
    ['replace', 6, () => this.as((person) => this.replace(person))],
    ['come and go', 1, () => this.comeAndGo()],
    ['probe', 1, () => this.ask({ path: '/api/v1/misc/health' })],
  ];

  pick() {
    let dice = random.below(100);
    return this.kinds.find(([, share]) => (dice -= share) < 0);
  }

  async one([name, , act]) {
    try {
      await act();
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    } catch (error) {
      this.wrong.push(`${name}: ${error.message}`);
    }
  }

  async run(seconds) {
    this.people = await Promise.all(Array.from({ length: peopleCount }, () => this.guest()));
    const underWay = new Set();
    const begun = performance.now();
    for (let due = begun; due < begun + seconds * 1000 && this.server.running; due += 1000 / rate) {
      if (due > performance.now()) await pause(due - performance.now());
      while (underWay.size >= atOnceMax) await Promise.race(underWay);
      const asking = this.one(this.pick()).then(() => underWay.delete(asking));
      underWay.add(asking);
    }
    await Promise.all(underWay);
  }
}

// Megabytes: all that is in memory, and what of it is in no file.
function memoryOf({ pid }) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
  return { resident: megabytes('VmRSS'), anonymous: megabytes('RssAnon') };
}

// By how much of its mean a figure grows in ten minutes, by least squares.
function growth(samples, figure) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const time = mean(samples.map(({ at }) => at));
  const value = mean(samples.map((sample) => sample[figure]));
  const together = samples.reduce((sum, one) => sum + (one.at - time) * (one[figure] - value), 0);
  const alone = samples.reduce((sum, { at }) => sum + (at - time) ** 2, 0);
  return alone > 0 ? ((together / alone) * 600) / value : 0;
}

function verdict(samples, soak) {
  const settled = samples.filter(({ at }) => at >= Math.min(settledAfter, minutes * 30));
  const [first, last] = [settled[0], settled.at(-1)];
  const failures = soak.wrong.length > 0 ? [`${soak.wrong.length} answers were wrong: ${soak.wrong[0]}`] : [];
  for (const figure of ['resident', 'anonymous']) {
    const grows = growth(settled, figure);
    console.log(
      `${figure.padEnd(9)} ${first[figure].toFixed(1)} MB after ${Math.round(first.at)} s, ` +
        `${last[figure].toFixed(1)} MB at the end, ${(grows * 100).toFixed(2)} % in ten minutes`,
    );
    if (figure === 'resident' && minutes >= tellsFrom && grows > growthMax) failures.push('memory grows');
  }
  return failures;
}

async function watch(server, samples, isOver) {
  const begun = performance.now();
  for (let next = begun; !isOver() && server.running; next += 10_000) {
    samples.push({ at: (performance.now() - begun) / 1000, ...memoryOf(server) });
    await send(server, { path: '/metrics' });
    while (!isOver() && performance.now() < next + 10_000) await pause(200);
  }
  if (server.running) samples.push({ at: (performance.now() - begun) / 1000, ...memoryOf(server) });
}

const folder = temporaryFolder();
const built = await run(['ephemeris', 'build', '--from', `${yearsFrom}`, '--to', `${yearsTo}`, '--data-dir', folder.path]);
if (built.code !== 0) throw new Error(built.stderr);
const plenty = ['default', 'auth', 'costly', 'shared'].map((name) => `${name}=1000000000/60s`).join(';');
const server = await startServer([], {
  env: { ASTRONOVA_DATA_DIR: folder.path, ASTRONOVA_EPHEMERIS: 'table', ASTRONOVA_LIMITS: plenty },
});
// Its log would fill our own memory.
server.child.stdout.removeAllListeners('data').resume();

const soak = new Soak(server);
const samples = [];
let isOver = false;
const watching = watch(server, samples, () => isOver);
await soak.run(minutes * 60);
isOver = true;
await watching;

const counts = [...soak.counts].map(([name, count]) => `${count} × ${name}`).join(', ');
console.log(`${minutes} minutes, ${rate} requests a second: ${counts}`);
const failures = server.running ? verdict(samples, soak) : ['the server has ended'];
agent.destroy();
await server.stop().catch((error) => failures.push(error.message));
folder.remove();
for (const failure of failures) console.log(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
