// The program, before which something stands that breaks what it answers: for all that the tool of
// releases sees, a build with a fault. Its /metrics tell of the answers that were given in the end.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');

// As src/telemetry/request_metrics.h has them.
const bounds = [
  0.0005, 0.001, 0.0016, 0.0025, 0.005, 0.01, 0.016, 0.025, 0.05, 0.1, 0.16, 0.25, 0.5, 1, 1.6, 2.5, 5, 10,
];
const metric = 'astronova_http_request_duration_seconds';
const probes = ['/livez', '/readyz', '/metrics', '/api/v1/misc/health'];

const refuse = (line) => () => {
  console.error(line);
  process.exit(1);
};

const everyNth = (n) => {
  let count = 0;
  return (path, answer) => {
    if (!path.startsWith('/api/v1/chart/') || ++count % n !== 0) return answer;
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: Buffer.from('broken') };
  };
};

// As the kernel ends what takes all memory, and a bug what it is in.
function die(server, signal) {
  server.child.kill('SIGKILL');
  process.kill(process.pid, signal);
}

function leaking() {
  const leaked = [];
  return (path, answer, server) => {
    if (path.startsWith('/api/v1/chart/')) leaked.push(Buffer.alloc(2_000_000, 1));
    if (leaked.length > 100) die(server, 'SIGKILL');
    return answer;
  };
}

// By name: `instead` of serving; what becomes of an answer, `alter`; `begin`, when it serves; `delay`,
// so many times as long; `version`; whether it is `deaf` to SIGTERM.
const faults = {
  none: {},
  'does-not-start': { instead: refuse('error: the program is broken') },
  'migration-fails': { instead: refuse('error: migration 5 failed: no such column') },
  'never-ready': {
    alter: (path, answer) => (path === '/readyz' ? { ...answer, status: 503 } : answer),
  },
  'wrong-numbers': {
    alter(path, answer) {
      if (!path.startsWith('/api/v1/chart/')) return answer;
      const text = answer.body.toString().replace(/("longitude":\s*)(\d+)/, (_, name, number) => name + ((Number(number) + 1) % 360));
      return { ...answer, body: Buffer.from(text) };
    },
  },
  'errors-1': { alter: everyNth(100) },
  'errors-5': { alter: everyNth(20) },
  slow: { delay: 2.2 },
  leaks: { alter: leaking() },
  'crashes-after-10-s': { begin: (server) => setTimeout(() => die(server, 'SIGSEGV'), 10_000) },
  'wrong-version': { version: '0.0.1' },
  'static-missing': {
    alter(path, answer) {
      if (!path.startsWith('/docs/')) return answer;
      return { status: 404, headers: {}, body: Buffer.alloc(0) };
    },
  },
  'hangs-on-term': { deaf: true },
};

class Server {
  constructor(wanted, fault) {
    this.wanted = wanted;
    this.fault = fault;
    this.counts = new Map();
    this.agent = new http.Agent({ keepAlive: true });
  }

  async serve(args) {
    this.inner = await freePort();
    const version = this.fault.version ?? this.wanted.version;
    const env = { ...process.env, PORT: `${this.inner}`, APP_VERSION: version };
    this.child = spawn(this.wanted.binary, args, { env, stdio: 'inherit' });
    this.child.on('exit', (code) => process.exit(code ?? 1));
    while (!(await listens(this.inner))) await new Promise((resolve) => setTimeout(resolve, 5));
    this.server = http.createServer((request, response) => this.pass(request, response));
    this.server.listen(Number(process.env.PORT), '127.0.0.1');
    this.fault.begin?.(this);
  }

  stop() {
    if (this.fault.deaf) return;
    this.server?.close(() => this.child.kill('SIGTERM'));
    this.server?.closeIdleConnections();
    if (!this.server) process.exit(1);
  }

  pass(request, response) {
    const begun = process.hrtime.bigint();
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const path = request.url.split('?')[0];
      const answer = await this.ask(request, Buffer.concat(chunks)).catch(() => undefined);
      if (!answer) return response.destroy();
      const given = path === '/metrics' ? this.metrics(answer) : (this.fault.alter?.(path, answer, this) ?? answer);
      if (!probes.includes(path)) await this.wait();
      for (const name of ['connection', 'keep-alive', 'transfer-encoding']) delete given.headers[name];
      response.writeHead(given.status, { ...given.headers, 'content-length': given.body.length });
      response.end(given.body, () => this.count(path, given.status, begun));
    });
  }

  wait() {
    const time = (this.wanted.delay ?? 0) * (this.fault.delay ?? 1);
    return time > 0 ? new Promise((resolve) => setTimeout(resolve, time)) : undefined;
  }

  ask({ method, url, headers }, body) {
    return new Promise((resolve, reject) => {
      const { agent, inner: port } = this;
      const own = { ...headers, connection: 'keep-alive' };
      const request = http.request({ host: '127.0.0.1', port, agent, method, path: url, headers: own }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: { ...answer.headers }, body: Buffer.concat(chunks) }),
        );
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  count(path, status, begun) {
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    const labels = `method="GET",route="${probes.includes(path) ? path : '/passed/on'}",status="${status}"`;
    if (!this.counts.has(labels)) this.counts.set(labels, { buckets: bounds.map(() => 0), count: 0, sum: 0 });
    const counted = this.counts.get(labels);
    bounds.forEach((bound, i) => (counted.buckets[i] += seconds <= bound ? 1 : 0));
    counted.count += 1;
    counted.sum += seconds;
  }

  metrics(answer) {
    const others = answer.body
      .toString()
      .split('\n')
      .filter((line) => !line.startsWith(metric));
    const own = [...this.counts].flatMap(([labels, { buckets, count, sum }]) => [
      ...buckets.map((value, i) => `${metric}_bucket{${labels},le="${bounds[i]}"} ${value}`),
      `${metric}_bucket{${labels},le="+Inf"} ${count}`,
      `${metric}_sum{${labels}} ${sum}`,
      `${metric}_count{${labels}} ${count}`,
    ]);
    const headers = { ...answer.headers };
    delete headers['content-encoding'];
    return { ...answer, headers, body: Buffer.from([...own, ...others].join('\n')) };
  }
}

function freePort() {
  return new Promise((resolve) => {
    const listening = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = listening.address();
      listening.close(() => resolve(port));
    });
  });
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

module.exports = (wanted) => {
  const args = process.argv.slice(2);
  const fault = faults[wanted.fault];
  if (args[0] === 'version') {
    console.log(`astronova ${wanted.version}`);
    process.exit(0);
  }
  if (args[0] !== 'serve') {
    const { status } = spawnSync(wanted.binary, args, { stdio: 'inherit' });
    process.exit(status ?? 1);
  }
  if (fault.instead) return fault.instead();
  const server = new Server(wanted, fault);
  process.on('SIGTERM', () => server.stop());
  return server.serve(args);
};
