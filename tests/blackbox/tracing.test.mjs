// Traces: taken up, passed on to who is called, and exported.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { send } from './support/client.mjs';
import { signToken } from './support/people.mjs';
import { run, startServer, temporaryFolder } from './support/program.mjs';
import { StandIn } from './support/stand_in.mjs';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpan = '00f067aa0ba902b7';
const recorded = { traceparent: `00-${traceId}-${callerSpan}-01` };
const secret = 'a-key-that-nobody-may-see';

// A vendor that remembers the headers it was sent, and has a key to sign with, as Apple has.
async function startVendor() {
  const seen = [];
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'apple', use: 'sig', alg: 'RS256' };
  const server = http.createServer((request, response) => {
    seen.push({ path: request.url, headers: request.headers });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [key], data: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    seen,
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('a server that exports its spans', () => {
  const folder = temporaryFolder();
  let receiver;
  let vendor;
  let server;
  before(async () => {
    receiver = await StandIn.start('otlp_server.mjs');
    vendor = await startVendor();
  });
  after(() => {
    receiver.stop();
    vendor.stop();
    folder.remove();
  });

  afterEach(() => server?.leave());

  function withEverybody() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder.path, 'apple.p8');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return {
      APPLE_CLIENT_IDS: 'org.example.astronova',
      APPLE_TEAM_ID: 'TEAM',
      APPLE_KEY_ID: 'KEY',
      APPLE_PRIVATE_KEY_FILE: file,
      APPLE_ADDRESS: vendor.address,
      ANTHROPIC_API_KEY: 'another key',
      ANTHROPIC_BASE_URL: vendor.address,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.address,
      OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${secret}`,
      OTEL_SERVICE_NAME: 'charts-of-a-test',
      ASTRONOVA_TRACE_SAMPLE: '0',
    };
  }

  it('has the span of a request and of the call that it made, in the caller’s trace', async () => {
    server = await startServer([], { env: withEverybody() });
    const identityToken = signToken({ sub: 'planted' }, { kid: 'apple', secret }, 'RS256');
    const refused = await send(server, 'POST', '/api/v1/auth/apple?planted=1', {
      headers: { ...recorded, tracestate: 'congo=t61rcWkgMzE' },
      body: { identityToken },
    });
    assert.equal(refused.status, 401, refused.text);
    await send(server, 'GET', '/api/v1/chart/planted-id', { headers: recorded });
    await send(server, 'GET', '/planted', { headers: recorded });
    await server.stop();

    const { wrong } = await receiver.control('wrong');
    assert.deepEqual(wrong, []);
    const { spans } = await receiver.control('spans');
    const signIn = spans.find(({ name }) => name === 'POST /api/v1/auth/apple');
    assert.equal(signIn.traceId, traceId);
    assert.equal(signIn.parentSpanId, callerSpan);
    assert.equal(signIn.kind, 2);
    assert.equal(signIn.attributes['http.response.status_code'], 401);
    assert.equal(signIn.resource['service.name'], 'charts-of-a-test');
    const call = spans.find(({ kind }) => kind === 3);
    assert.equal(call.traceId, traceId);
    assert.equal(call.parentSpanId, signIn.spanId);
    assert.deepEqual(call.attributes, {
      'http.request.method': 'GET',
      'server.address': '127.0.0.1',
      'peer.service': 'apple',
      'http.response.status_code': 200,
    });
    const { headers } = vendor.seen.find(({ path }) => path === '/auth/keys');
    assert.equal(headers.traceparent, `00-${traceId}-${call.spanId}-01`);
    assert.equal(headers.tracestate, 'congo=t61rcWkgMzE');

    assert.ok(spans.some(({ name }) => name === 'GET /api/v1/chart/{chartId}'));
    assert.ok(spans.some(({ name }) => name === 'HTTP'));
    assert.ok(!JSON.stringify(spans).includes('planted'));
    assert.equal((await receiver.control('headers')).headers['x-api-key'], secret);
    assert.ok(!server.output.includes(secret));
  });

  it('begins a trace for what it does in the background', () => {
    const { headers } = vendor.seen.find(({ path }) => path.startsWith('/v1/models'));
    assert.match(headers.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    assert.ok(!headers.traceparent.includes(traceId));
  });

  it('serves on while the receiver is away, says so once, and that it is back', async () => {
    await receiver.control('fault', { status: 503 });
    server = await startServer(['--trace-sample', '1', '--trace-limit', '10000'], {
      env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.address}/v1/traces` },
    });
    const charts = async (count) => {
      const body = { birthData: newYork };
      const answers = await Promise.all(
        Array.from({ length: count }, () => send(server, 'POST', '/api/v1/chart/generate', { body })),
      );
      assert.ok(answers.every(({ status }) => status === 200));
    };
    await charts(512);
    await server.said(/spans are not exported: it answers 503/);
    await receiver.control('fault', {});
    await server.said(/spans are exported again/);
    await server.stop();
    assert.equal(server.output.match(/spans are not exported/g).length, 1);
    assert.deepEqual((await receiver.control('wrong')).wrong, []);
  });

  it('does not start with headers that cannot be read, and does not quote them', async () => {
    const { code, stderr } = await run(['serve', '--port', '0'], {
      env: { ...withEverybody(), OTEL_EXPORTER_OTLP_HEADERS: secret },
    });
    assert.notEqual(code, 0);
    assert.match(stderr, /OTEL_EXPORTER_OTLP_HEADERS cannot be read; write it as/);
    assert.ok(!stderr.includes(secret));
  });

  it('does not start with an address that is none', async () => {
    const { code, stderr } = await run(['serve', '--port', '0', '--otlp-endpoint', 'localhost:4318']);
    assert.notEqual(code, 0);
    assert.match(stderr, /--otlp-endpoint.*http:\/\//);
  });
});
