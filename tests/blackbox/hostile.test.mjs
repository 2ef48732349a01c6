// Malformed and hostile requests give a problem document or a closed connection, and nothing else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { exchange, parseResponses, send } from './support/client.mjs';
import { checkedClient } from './support/contract.mjs';
import { hostileRequest } from './support/hostility.mjs';
import { startServer, within } from './support/program.mjs';
import { Random } from './support/random.mjs';

const count = Number(process.env.ASTRONOVA_HOSTILE_COUNT ?? 10_000);
const seed = Number(process.env.ASTRONOVA_HOSTILE_SEED ?? 20_261_123);
const generate = '/api/v1/chart/generate';
const megabyte = 1_048_576;

const headTimeout = 1;

// JSON as RFC 8259 has it: UTF-8 without a byte order mark. Undefined when it is none.
function parse(bytes) {
  try {
    return {
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)),
    };
  } catch {
    return undefined;
  }
}

function describeRequest({ kind, method, path, headers, body, bytes }, index) {
  const content = bytes
    ? bytes.toString('latin1')
    : `${method} ${path} ${JSON.stringify(headers)} ${body}`;
  return `request ${index} of seed ${seed}, ${kind}: ${JSON.stringify(content.slice(0, 600))}`;
}

describe('ten thousand hostile requests', () => {
  let server;
  let client;
  let chart;
  before(async () => {
    server = await startServer(['--head-timeout', String(headTimeout)]);
    client = await checkedClient(server);
    chart = await client.post(generate, { birthData: newYork });
    assert.equal(chart.status, 200);
  });
  after(() => server.stop());

  async function assertStillWell() {
    assert.ok(server.running, server.output);
    const again = await client.post(generate, { birthData: newYork });
    assert.ok(again.body.equals(chart.body), 'it answers a chart as before');
    assert.doesNotMatch(server.output, /Sanitizer|runtime error|terminate called/);
  }

  function assertRefused(response, request) {
    assert.ok(
      response.status >= 400 && response.status < 500,
      `${response.status} ${response.text.slice(0, 300)}`,
    );
    client.contract.assertHeaderValue('X-Request-Id', response.headers['x-request-id']);
    if (request.method !== 'HEAD') client.contract.assertProblem(response);
    assert.doesNotMatch(response.text, /\.cpp|\/usr\/|\/root|\/home|std::|0x[0-9a-f]{8}/);
  }

  // A changed request may by chance be one that is allowed; then it is answered as such.
  function assertAnsweredRightly(response, request) {
    if (response.status !== 200) return assertRefused(response, request);
    client.contract.assertAsDocumented(request.method, request.path, response);
    if (request.method === 'GET') return undefined;
    const parsed = parse(Buffer.from(request.body));
    assert.ok(parsed, 'what is no JSON was taken');
    assert.ok(
      client.contract.allowsBody(request.path, parsed.value),
      'what the document refuses was taken',
    );
    return undefined;
  }

  async function attack(request) {
    if (!request.bytes) {
      const response = await send(server, request.method, request.path, request);
      assertAnsweredRightly(response, request);
      const readable = request.body === undefined || parse(Buffer.from(request.body));
      const json = request.headers['content-type'] === 'application/json';
      if (!readable && json && request.kind !== 'deepNesting')
        assert.equal(response.status, 400, response.text);
      return response.status;
    }
    const responses = parseResponses(await exchange(server, request.bytes));
    for (const response of responses) assertRefused(response, request);
    return responses[0]?.status ?? 'closed';
  }

  it('are refused', async (test) => {
    const random = new Random(seed);
    const answers = new Map();
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const index = next++;
        const request = hostileRequest(random);
        try {
          const answer = await attack(request);
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
        } catch (error) {
          error.message = `${describeRequest(request, index)}\n${error.message}`;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    test.diagnostic(JSON.stringify(Object.fromEntries([...answers].sort())));
    assert.ok((answers.get(200) ?? 0) < count / 10, 'nearly all are bad');
    await assertStillWell();
  });

  it('of a hundred megabytes are refused before they have been sent, and not kept', async () => {
    const heads = [
      `Content-Length: ${100 * megabyte}\r\n\r\n`,
      'Transfer-Encoding: chunked\r\n\r\n',
    ];
    const before = residentPeak();
    for (const head of heads) {
      for (let i = 0; i < 2; ++i) {
        const response = await sendHuge(
          `POST ${generate} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${head}`,
          head.includes('chunked'),
        );
        if (response) {
          assert.equal(response.status, 413);
          client.contract.assertProblem(response);
        }
      }
    }
    assert.ok(
      residentPeak() - before < 50 * megabyte,
      `memory grew by ${(residentPeak() - before) / megabyte} MiB`,
    );
    await assertStillWell();
  });

  it('that never end their head lose the connection after the time for it', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, (_, i) => sendSlowly(i)));
    for (const { bytes, seconds } of slow) {
      assert.ok(seconds < headTimeout + 10, `it took ${seconds} s`);
      for (const response of parseResponses(bytes)) {
        assert.equal(response.status, 408);
        client.contract.assertProblem(response);
      }
    }
    await assertStillWell();
  });

  it('do not keep others from being answered', async () => {
    const held = Array.from({ length: 200 }, () =>
      net.connect(server.port, '127.0.0.1').on('error', () => {}),
    );
    for (const socket of held) socket.write('GET /livez HTTP/1.1\r\nHo');
    await assertStillWell();
    for (const socket of held) socket.destroy();
  });

  // Bytes.
  function residentPeak() {
    return (
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) * 1024
    );
  }

  // Sends a body of 100 MiB as far as the server takes it; its answer, if it came through.
  function sendHuge(head, chunked) {
    const piece = Buffer.alloc(64 * 1024, 0x20);
    const framed = chunked
      ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
      : piece;
    const answer = new Promise((resolve) => {
      const chunks = [];
      let left = (100 * megabyte) / piece.length;
      const socket = net.connect(server.port, '127.0.0.1', () => {
        socket.write(head);
        pump();
      });
      const pump = () => {
        while (left > 0 && !socket.destroyed) {
          left -= 1;
          if (!socket.write(framed)) return socket.once('drain', pump);
        }
        return socket.end();
      };
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => {});
      socket.on('close', () => resolve(parseResponses(Buffer.concat(chunks))[0]));
    });
    return within(answer, 'the end of a huge request');
  }

  // A header a byte at a time, for as long as the server bears it.
  function sendSlowly(i) {
    const start = process.hrtime.bigint();
    const answer = new Promise((resolve) => {
      const chunks = [];
      const text = `GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow-${i}: ${'y'.repeat(2000)}`;
      let at = 0;
      const socket = net.connect(server.port, '127.0.0.1');
      const drip = setInterval(() => socket.write(text[at++ % text.length]), 100);
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => {});
      socket.on('end', () => clearInterval(drip));
      socket.on('close', () => {
        clearInterval(drip);
        resolve({
          bytes: Buffer.concat(chunks),
          seconds: Number(process.hrtime.bigint() - start) / 1e9,
        });
      });
    });
    return within(answer, 'the end of a slow request');
  }
});
