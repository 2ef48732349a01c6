// Requests that go on while something goes wrong, and what became of each.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Response } from '../../blackbox/support/client.mjs';

// Longer than the server lets a request take.
const patience = 40_000;
const atOnceMax = 400;

const now = () => performance.now();

// A refusal tells what it is and when to come again.
function isRefusal({ status, headers, contentType }) {
  if (![429, 503, 507].includes(status) || contentType !== 'application/problem+json') return false;
  return status === 507 || /^\d+$/.test(headers['retry-after'] ?? '');
}

export function percentile(values, share) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

// Sends its requests at an even rate, whether or not answers come, and counts from the moment at which
// each was due. A kind is { name, method, path, headers, body }, and its answer is right when it is the
// one that it had when the load was made; or it is { name, ask, isRight }, functions.
export class Load {
  constructor(server, kinds, rate) {
    this.server = server;
    this.kinds = kinds;
    this.gap = 1000 / rate;
    this.records = [];
    this.underWay = new Set();
    this.phase = 'before';
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  }

  static async of(server, kinds, rate = 100) {
    const load = new Load(server, kinds, rate);
    for (const kind of kinds) {
      if (kind.ask) continue;
      const answer = await load.send(kind);
      if (answer.status >= 300) throw new Error(`${kind.name}: ${answer.status} ${answer.text}`);
      kind.known = answer.body;
    }
    return load;
  }

  send({ method = 'GET', path, headers = {}, body }) {
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    const type = bytes === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.server.port, agent: this.agent, method, path };
      const request = http.request({ ...options, headers: { ...type, ...headers } }, (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve(new Response(incoming.statusCode, incoming.headers, Buffer.concat(chunks))),
        );
      });
      request.setTimeout(patience, () => request.destroy(new Error('no answer')));
      request.on('error', reject);
      request.end(bytes);
    });
  }

  outcome(kind, answer) {
    if (!answer) return 'unanswered';
    if (isRefusal(answer)) return 'refused';
    const isRight = kind.isRight
      ? kind.isRight(answer)
      : answer.status < 300 && answer.body.equals(kind.known);
    return isRight ? 'right' : 'wrong';
  }

  async ask(kind, due = now()) {
    const { phase } = this;
    const answer = await (kind.ask ? kind.ask() : this.send(kind)).catch(() => undefined);
    const outcome = this.outcome(kind, answer);
    const seen = outcome === 'wrong' ? `${answer.status} ${answer.text.slice(0, 300)}` : '';
    this.records.push({ kind: kind.name, phase, due, took: now() - due, outcome, seen });
    return outcome;
  }

  start() {
    this.running = true;
    this.loops = [this.sendEvenly(this.kinds.filter(({ alone }) => !alone))];
    // What somebody does one after another.
    for (const kind of this.kinds.filter(({ alone }) => alone)) this.loops.push(this.sendAlone(kind));
  }

  async sendEvenly(kinds) {
    let due = now();
    for (let i = 0; this.running; ++i, due += this.gap) {
      if (due > now()) await pause(due - now());
      while (this.underWay.size >= atOnceMax) await Promise.race(this.underWay);
      const asking = this.ask(kinds[i % kinds.length], due);
      this.underWay.add(asking);
      asking.then(() => this.underWay.delete(asking));
    }
  }

  async sendAlone(kind) {
    while (this.running) {
      await this.ask(kind);
      await pause(20);
    }
  }

  async stop() {
    this.running = false;
    await Promise.all(this.loops);
    await Promise.all(this.underWay);
    this.agent.destroy();
  }

  count(outcome) {
    return this.records.filter((record) => record.outcome === outcome).length;
  }

  // Milliseconds that right answers took in a phase.
  latencies(phase) {
    return this.records
      .filter((record) => record.phase === phase && record.outcome === 'right')
      .map(({ took }) => took);
  }

  // Seconds from a moment to the last request that was due after it and was not answered rightly.
  recovery(since) {
    const late = this.records.filter(({ due, outcome }) => due > since && outcome !== 'right');
    return Math.max(0, ...late.map(({ due }) => due - since)) / 1000;
  }
}

const share = (load, value) => ({
  before: percentile(load.latencies('before'), value),
  during: percentile(load.latencies('during'), value),
});

// The row of a fault: `strike` brings it about and returns when it is over.
export async function observe({ server, kinds, strike, rate, secondsBefore = 5, secondsAfter = 5 }) {
  const load = await Load.of(server, kinds, rate);
  load.start();
  await pause(secondsBefore * 1000);
  load.phase = 'during';
  await strike(load);
  const ended = now();
  load.phase = 'after';
  await pause(secondsAfter * 1000);
  await load.stop();
  const findings = server.running ? [] : [`the server has ended:\n${server.output.slice(-2000)}`];
  return {
    requests: load.records.length,
    refused: load.count('refused'),
    unanswered: load.count('unanswered'),
    wrong: load.count('wrong'),
    firstWrong: load.records.find(({ outcome }) => outcome === 'wrong')?.seen,
    p50: share(load, 0.5),
    p99: share(load, 0.99),
    recovery: load.recovery(ended),
    findings,
  };
}
