// What the server has measured of itself, as Prometheus reads it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { send } from './support/client.mjs';
import { repository, run, startServer, within } from './support/program.mjs';

async function textOf(server) {
  const response = await send(server, 'GET', '/metrics');
  assert.equal(response.status, 200, response.text);
  return response.text;
}

// The value of a series, 0 where there is none.
function valueIn(text, name, labels = {}) {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .filter((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `))
    .find((one) => wanted.every((label) => one.includes(label)));
  return line ? Number(line.slice(line.lastIndexOf(' ') + 1)) : 0;
}

const durations = 'astronova_http_request_duration_seconds';

describe('the metrics of a server', () => {
  let server;
  before(async () => (server = await startServer()));
  after(() => server.stop());

  it('are a text that Prometheus has nothing to say against', async () => {
    await send(server, 'POST', '/api/v1/chart/generate', { body: { birthData: newYork } });
    const response = await send(server, 'GET', '/metrics');
    assert.equal(response.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(response.headers['cache-control'], 'no-store');
    const said = execFileSync('promtool', ['check', 'metrics'], { input: response.text });
    assert.equal(said.toString(), '');
  });

  it('count requests by method, template and status, and never by what was asked for', async () => {
    const labels = { method: 'GET', route: '/api/v1/chart/{chartId}', status: '401' };
    const none = { method: 'GET', route: 'none', status: '404' };
    const before = await textOf(server);
    for (let i = 0; i < 7; ++i) {
      await send(server, 'GET', `/api/v1/chart/0b5e0a9e-6f3c-5d0e-9a53-0f6f0d7f4b1${i}?of=Quarkenbush`);
    }
    await send(server, 'GET', '/Quarkenbush/0b5e0a9e');
    const text = await textOf(server);
    const grown = (name, of) => valueIn(text, name, of) - valueIn(before, name, of);
    assert.equal(grown(`${durations}_count`, labels), 7);
    assert.equal(grown(`${durations}_bucket`, { ...labels, le: '+Inf' }), 7);
    assert.ok(grown(`${durations}_sum`, labels) > 0);
    assert.equal(grown(`${durations}_count`, none), 1);
    assert.doesNotMatch(text, /0b5e0a9e|Quarkenbush/);
    assert.ok(grown('astronova_http_response_bytes_total') > 1000);
    assert.ok(valueIn(text, 'astronova_http_requests_in_flight') >= 1, 'this one is');
  });

  it('count what the ephemeris computes', async () => {
    const sum = (text) =>
      ['table', 'swiss']
        .map((adapter) => valueIn(text, 'astronova_ephemeris_computations_total', { adapter }))
        .reduce((a, b) => a + b);
    const before = sum(await textOf(server));
    for (let i = 0; i < 20; ++i) await send(server, 'GET', '/api/v1/ephemeris/positions?date=2000-01-01');
    assert.ok(sum(await textOf(server)) >= before + 20);
  });

  it('tell what the server is, depends on and uses', async () => {
    const text = await textOf(server);
    const { version } = (await send(server, 'GET', '/api/v1/openapi.json')).json.info;
    assert.equal(valueIn(text, 'astronova_build_info', { version }), 1);
    assert.equal(valueIn(text, 'astronova_ready'), 1);
    for (const dependency of ['swisseph', 'database']) {
      assert.equal(valueIn(text, 'astronova_dependency_up', { dependency }), 1);
      assert.equal(valueIn(text, 'astronova_dependency_required', { dependency }), 1);
    }
    assert.doesNotMatch(text, /dependency="redis"/, 'it is not configured');
    assert.ok(valueIn(text, 'astronova_log_events_total', { severity: 'NOTICE' }) >= 1);
    const descriptors = readdirSync(`/proc/${server.pid}/fd`).length;
    assert.ok(Math.abs(valueIn(text, 'process_open_fds') - descriptors) <= 8);
    const threads = readdirSync(`/proc/${server.pid}/task`).length;
    assert.equal(valueIn(text, 'process_threads'), threads);
  });

  it('are not for whoever comes through a proxy', async () => {
    for (const name of ['X-Forwarded-For', 'Forwarded']) {
      const response = await send(server, 'GET', '/metrics', { headers: { [name]: '127.0.0.1' } });
      assert.equal(response.status, 403);
      assert.equal(response.contentType, 'application/problem+json');
      assert.match(response.json.detail, /--metrics-allow/);
    }
  });
});

describe('the metrics of a server with a key for Claude', () => {
  it('count the calls to Claude', async () => {
    const script = join(repository, 'tests/support/claude_server.mjs');
    const claude = spawn(process.execPath, [script, 'a key of this test'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await within(once(claude.stdout.setEncoding('utf8'), 'data'), 'the stand-in');
    const server = await startServer([], {
      env: {
        ANTHROPIC_API_KEY: 'a key of this test',
        ANTHROPIC_BASE_URL: `http://127.0.0.1:${Number(line)}`,
      },
    });
    const text = await textOf(server);
    const vendor = 'anthropic';
    assert.equal(valueIn(text, 'astronova_upstream_calls_total', { vendor, result: 'answered' }), 1);
    assert.equal(valueIn(text, 'astronova_upstream_call_duration_seconds_count', { vendor }), 1);
    assert.match(text, /^astronova_upstream_circuit_open\{vendor="anthropic"\} 0$/m);
    assert.equal(valueIn(text, 'astronova_dependency_up', { dependency: 'anthropic' }), 1);
    await server.stop();
    claude.stdin.end();
  });
});

describe('who may read the metrics', () => {
  it('is whom the operator names', async () => {
    const server = await startServer([], { env: { ASTRONOVA_METRICS_ALLOW: '10.0.0.0/8,fc00::/7' } });
    assert.equal((await send(server, 'GET', '/metrics')).status, 403);
    await server.stop();
    const other = await startServer(['--metrics-allow', '10.0.0.0/8,127.0.0.1']);
    assert.equal((await send(other, 'GET', '/metrics')).status, 200);
    await other.stop();
  });

  it('may be nobody', async () => {
    const server = await startServer(['--metrics-allow', 'none']);
    assert.equal((await send(server, 'GET', '/metrics')).status, 404);
    await server.stop();
  });

  it('is refused where it is no address', async () => {
    const { code, stderr } = await run(['serve', '--port', '0', '--metrics-allow', '10.0.0.0/40']);
    assert.notEqual(code, 0);
    assert.match(stderr, /--metrics-allow: '10\.0\.0\.0\/40' is no range/);
  });
});
