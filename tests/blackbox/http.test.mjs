// What the server does for every route alike.
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { exchange, parseResponses, send } from './support/client.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const origin = 'https://chart.example';
const signs = '/api/v1/misc/zodiac-signs';
const generate = '/api/v1/chart/generate';

describe('every route', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer(['--cors-origins', `${origin},https://other.example`]);
    client = await checkedClient(server);
  });
  after(() => server.stop());

  it('answers HEAD as GET without the body', async () => {
    for (const path of [signs, '/api/v1/openapi.json', '/docs', '/livez']) {
      const get = await client.get(path);
      const head = await client.send('HEAD', path);
      assert.equal(head.status, 200);
      assert.equal(head.headers['content-type'], get.headers['content-type']);
      assert.equal(head.headers['content-length'], get.headers['content-length']);
    }
  });

  it('answers OPTIONS with the methods that it has', async () => {
    const response = await client.send('OPTIONS', generate);
    assert.deepEqual(response.headers.allow.split(/, */).sort(), ['OPTIONS', 'POST']);
    const get = await client.send('OPTIONS', signs);
    assert.deepEqual(get.headers.allow.split(/, */).sort(), ['GET', 'HEAD', 'OPTIONS']);
  });

  it('refuses a method that it does not have with 405 and Allow', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const response = await client.send(method, generate);
      assert.equal(response.status, 405);
      assert.deepEqual(response.headers.allow.split(/, */).sort(), ['OPTIONS', 'POST']);
    }
  });

  it('answers a path that is not there with 404', async () => {
    for (const path of [
      '/',
      '/api',
      '/api/v1',
      '/api/v1/',
      '/api/v1/nothing',
      '/docs/nothing.js',
      `${signs}/`,
      '/..%2f..%2fetc/passwd',
    ]) {
      const response = await send(server, 'GET', path);
      assert.ok([400, 404].includes(response.status), `${path}: ${response.status}`);
      client.contract.assertProblem(response);
    }
    assert.equal((await send(server, 'GET', '/api/v1/nothing')).status, 404);
  });

  it('answers with the request id it was given', async () => {
    for (const id of ['12345678', 'a.b_c-D9', 'x'.repeat(64)]) {
      const response = await client.get(signs, { 'x-request-id': id });
      assert.equal(response.headers['x-request-id'], id);
    }
    const problem = await client.post(generate, {}, { 'x-request-id': 'my-own-request' });
    assert.equal(problem.json.instance, 'my-own-request');
  });

  it('makes a request id of its own in the place of one it cannot take', async () => {
    const seen = new Set();
    for (const id of [
      '1234567',
      'x'.repeat(65),
      'with space',
      'semi;colon',
      '<script>x</script>',
      '',
    ]) {
      const response = await client.get(signs, { 'x-request-id': id });
      assert.notEqual(response.headers['x-request-id'], id);
      seen.add(response.headers['x-request-id']);
    }
    assert.equal(seen.size, 6);
  });

  it('lets scripts of the origins on the list read its answers, and no others', async () => {
    const allowed = await client.get(signs, { origin });
    assert.equal(allowed.headers['access-control-allow-origin'], origin);
    assert.match(allowed.headers.vary ?? '', /origin/i);
    for (const other of [
      'https://evil.example',
      'null',
      `${origin}.evil.example`,
      'http://chart.example',
    ]) {
      const response = await client.get(signs, { origin: other });
      assert.equal(response.headers['access-control-allow-origin'], undefined);
    }
  });

  it('answers a preflight', async () => {
    const ask = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const response = await client.send('OPTIONS', generate, { headers: ask });
    assert.equal(response.status, 204);
    assert.equal(response.headers['access-control-allow-origin'], origin);
    assert.match(response.headers['access-control-allow-methods'], /\bPOST\b/);
    assert.match(response.headers['access-control-allow-headers'], /content-type/i);
    const refused = await client.send('OPTIONS', generate, {
      headers: { ...ask, origin: 'https://evil.example' },
    });
    assert.equal(refused.headers['access-control-allow-origin'], undefined);
  });

  it('lets a script read problems too', async () => {
    const response = await client.post(generate, {}, { origin });
    assert.equal(response.status, 422);
    assert.equal(response.headers['access-control-allow-origin'], origin);
  });

  it('compresses where it is asked to', async () => {
    const plain = await client.get('/api/v1/openapi.json');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.match(plain.headers.vary ?? '', /accept-encoding/i);
    for (const coding of ['gzip', 'deflate, gzip;q=0.5', '*']) {
      const response = await send(server, 'GET', '/api/v1/openapi.json', {
        headers: { 'accept-encoding': coding },
      });
      assert.equal(response.headers['content-encoding'], 'gzip', coding);
      assert.deepEqual(gunzipSync(response.body), plain.body);
      assert.ok(response.body.length < plain.body.length / 3);
    }
    for (const coding of ['identity', 'gzip;q=0', 'br']) {
      const response = await client.get('/api/v1/openapi.json', { 'accept-encoding': coding });
      assert.equal(response.headers['content-encoding'], undefined, coding);
    }
  });

  it('compresses computed answers as well', async () => {
    const body = { birthData: newYork };
    const plain = await client.post(generate, body);
    const response = await send(server, 'POST', generate, {
      body,
      headers: { 'accept-encoding': 'gzip' },
    });
    assert.equal(response.headers['content-encoding'], 'gzip');
    assert.deepEqual(gunzipSync(response.body), plain.body);
  });

  it('takes a body as JSON only', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'nonsense',
    ]) {
      const response = await client.post(generate, JSON.stringify({ birthData: newYork }), {
        'content-type': type,
      });
      assert.equal(response.status, 415, type);
    }
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON',
    ]) {
      const response = await client.post(generate, JSON.stringify({ birthData: newYork }), {
        'content-type': type,
      });
      assert.equal(response.status, 200, type);
    }
  });

  it('refuses a body that is too long', async () => {
    const response = await send(server, 'POST', generate, {
      body: `{"a":"${'x'.repeat(1_048_576)}"}`,
    });
    assert.equal(response.status, 413);
    client.contract.assertProblem(response);
  });

  it('refuses a head that is too long', async () => {
    const [header] = parseResponses(
      await exchange(
        server,
        `GET ${signs} HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      ),
    );
    assert.equal(header.status, 431);
    client.contract.assertProblem(header);
    const [target] = parseResponses(
      await exchange(server, `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`),
    );
    assert.ok([414, 431].includes(target.status));
    client.contract.assertProblem(target);
  });

  it('answers pipelined requests in their order', async () => {
    const request = (path, id, more = '') =>
      `GET ${path} HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n${more}\r\n`;
    const requests = [
      request(signs, 'first-request'),
      request('/nothing', 'second-request'),
      request(signs, 'third-request', 'Connection: close\r\n'),
    ];
    const responses = parseResponses(await exchange(server, requests.join('')));
    assert.deepEqual(
      responses.map((response) => [response.status, response.headers['x-request-id']]),
      [
        [200, 'first-request'],
        [404, 'second-request'],
        [200, 'third-request'],
      ],
    );
  });

  it('answers HTTP/1.0 and closes', async () => {
    const [response] = parseResponses(await exchange(server, `GET ${signs} HTTP/1.0\r\n\r\n`));
    assert.equal(response.status, 200);
    assert.equal(response.json.items.length, 12);
  });

  it('serves a reference page that needs no other server and no inline script', async () => {
    const page = await client.get('/docs');
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.doesNotMatch(page.text, /<script(?![^>]*\ssrc=)/i);
    assert.doesNotMatch(page.text, /\son\w+=|\sstyle=/i);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
    for (const link of links.filter((one) => !one.startsWith('data:'))) {
      assert.ok(link.startsWith('/'), link);
      assert.equal((await client.get(link)).status, 200, link);
    }
    const script = await client.get('/docs/docs.js');
    assert.doesNotMatch(script.text, /https?:/);
  });
});
