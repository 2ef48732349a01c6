// A source of all metrics that the server has, each with the values that its labels may have, for
// Prometheus to gather: what no server shows at once. Counters grow at each look.
import http from 'node:http';
import { once } from 'node:events';
import { metrics } from './monitoring.mjs';

const values = {
  method: ['GET', 'POST'],
  route: ['/api/v1/chart/generate', '/readyz', 'none'],
  status: ['200', '404', '503'],
  reason: ['limits', 'overload'],
  cache: ['texts'],
  level: ['memory', 'redis'],
  class: ['default', 'costly'],
  decision: ['allowed', 'limited', 'banned', 'open', 'closed'],
  vendor: ['apple', 'anthropic'],
  state: ['idle', 'in_use'],
  access: ['read', 'write'],
  adapter: ['table', 'swiss'],
  dependency: ['redis', 'database'],
  severity: ['INFO', 'ERROR'],
  version: ['1.0.0'],
  ephemeris: ['table'],
  tzdata: ['2026a'],
};
const results = {
  astronova_cache_requests_total: ['hit', 'miss', 'negative', 'joined', 'skipped', 'failed'],
  astronova_redis_commands_total: ['answered', 'failed', 'late', 'rejected'],
  astronova_upstream_calls_total: ['answered', 'failed', 'rejected_by_circuit', 'rejected_by_cap'],
  astronova_database_transactions_total: ['done', 'failed', 'refused'],
};

const bounds = ['0.001', '0.1', '0.25', '1', '+Inf'];

// Every combination of what labels may be: {a="b",c="d"}, without the braces.
function combinations(name, labels) {
  return labels.reduce(
    (sets, label) => {
      const own = (label === 'result' ? results[name] : values[label]) ?? ['any'];
      return sets.flatMap((set) => own.map((value) => [...set, `${label}="${value}"`]));
    },
    [[]],
  );
}

function* lines(look) {
  for (const { name, type, labels } of metrics) {
    yield `# TYPE ${name} ${type}`;
    for (const set of combinations(name, labels)) {
      if (type === 'histogram') {
        for (const [i, bound] of bounds.entries())
          yield `${name}_bucket{${[...set, `le="${bound}"`]}} ${look * (i + 1)}`;
        yield `${name}_sum{${set}} ${look}`;
        yield `${name}_count{${set}} ${look * bounds.length}`;
      } else {
        yield `${name}{${set}} ${type === 'counter' ? look : 1}`;
      }
    }
  }
}

// { port, close() }
export async function startSource() {
  let look = 0;
  const server = http.createServer((request, response) => {
    look += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`${[...lines(look)].join('\n')}\n`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: server.address().port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
