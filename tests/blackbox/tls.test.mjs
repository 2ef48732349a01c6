// The server that speaks TLS itself, seen by curl, by the openssl command and by Node.js.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import https from 'node:https';
import tls from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { KeyFolder } from './support/certificates.mjs';
import { send } from './support/client.mjs';
import { run, startServer, within } from './support/program.mjs';

// Runs a command to its end; what it said.
async function output(command, args, input = '') {
  const child = spawn(command, args, { stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += text));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await within(once(child, 'close'), command);
  return said;
}

// A connection, its session when there is one, and the serial number of the certificate.
async function connect(server, options = {}) {
  const socket = tls.connect({
    port: server.port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...options,
  });
  const session = once(socket, 'session');
  await within(once(socket, 'secureConnect'), 'the handshake');
  return { socket, session, serial: Number(`0x${socket.getPeerCertificate().serialNumber}`) };
}

async function serialNow(server) {
  const { socket, serial } = await connect(server);
  socket.destroy();
  return serial;
}

// One exchange over a connection that is there.
async function ask(socket, path) {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const [bytes] = await within(once(socket, 'data'), 'an answer');
  return bytes.toString('latin1');
}

describe('a server with a certificate', () => {
  let keys;
  let server;
  const url = (path) => `https://localhost:${server.port}${path}`;
  const curl = (...args) =>
    output('curl', ['-s', '-i', '--max-time', '30', '--cacert', keys.certificate, ...args]);
  const client = (...args) =>
    output('openssl', [
      's_client',
      ...['-connect', `127.0.0.1:${server.port}`, '-CAfile', keys.certificate],
      ...['-cipher', 'DEFAULT:@SECLEVEL=0', ...args],
    ]);

  before(async () => {
    keys = new KeyFolder();
    server = await startServer(keys.flags);
  });
  after(async () => {
    await server.stop();
    keys.remove();
  });

  it('greets with the address that speaks TLS', () => {
    assert.match(server.output, /listens on https:\/\/127\.0\.0\.1:\d+\"/);
  });

  it('answers curl, and tells browsers to keep to TLS', async () => {
    for (const version of [[], ['--tls-max', '1.2'], ['--tlsv1.3']]) {
      const answer = await curl(...version, url('/livez'));
      assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
      assert.match(answer, /\r\nStrict-Transport-Security: max-age=63072000; includeSubDomains\r\n/);
    }
  });

  it('speaks TLS 1.3 and 1.2 with a chain that is in order, and nothing older', async () => {
    for (const [version, name] of [
      ['-tls1_3', 'TLSv1.3'],
      ['-tls1_2', 'TLSv1.2'],
    ]) {
      const said = await client(version);
      assert.match(said, new RegExp(`New, ${name}, Cipher is (ECDHE|TLS_AES)`), said);
      assert.match(said, /Verify return code: 0 \(ok\)/);
      assert.match(said, /Compression: NONE/);
    }
    for (const version of ['-tls1_1', '-tls1']) {
      const said = await client(version);
      assert.match(said, /alert protocol version/, said);
      assert.match(said, /Cipher is \(NONE\)/);
    }
  });

  it('resumes the sessions of both versions', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      const first = await connect(server, { maxVersion });
      await ask(first.socket, '/livez');
      const [ticket] = await within(first.session, 'a session ticket');
      const second = await connect(server, { maxVersion, session: ticket });
      assert.equal(second.socket.isSessionReused(), true, maxVersion);
      assert.match(await ask(second.socket, '/livez'), /^HTTP\/1\.1 200 /);
      for (const { socket } of [first, second]) socket.destroy();
    }
  });

  it('answers many requests over one connection, some of them long', async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const get = (path) =>
      new Promise((resolve, reject) => {
        https
          .get({ host: '127.0.0.1', port: server.port, agent, path }, (answer) => {
            let size = 0;
            answer.on('data', (chunk) => (size += chunk.length));
            answer.on('end', () => resolve({ size, reused: answer.req.reusedSocket }));
          })
          .on('error', reject);
      });
    const sizes = new Set();
    for (let i = 0; i < 5; i += 1) {
      const { size, reused } = await within(get('/docs/swagger-ui-bundle.js'), 'a long answer');
      assert.equal(reused, i > 0);
      sizes.add(size);
    }
    assert.equal(sizes.size, 1);
    assert.ok([...sizes][0] > 1e6);
    agent.destroy();
  });

  it('tells who speaks plain HTTP to come over TLS', async () => {
    const answer = await send(server, 'GET', '/livez');
    assert.equal(answer.status, 400);
    assert.equal(answer.contentType, 'application/problem+json');
    assert.match(answer.json.detail, /https:\/\//);
    assert.equal(answer.headers['strict-transport-security'], undefined);
  });

  it('gives new connections a new certificate, and lets the old ones live', async () => {
    const old = await connect(server);
    assert.equal(old.serial, 1);
    keys.replace({ serial: 2, algorithm: 'rsa' });
    await server.said(/a new TLS certificate is in use, valid until \d{4}-[^\"]*Z\"/);
    assert.equal(await serialNow(server), 2);
    assert.match(await ask(old.socket, '/livez'), /^HTTP\/1\.1 200 /);
    old.socket.destroy();
    assert.match(await curl(url('/livez')), /^HTTP\/1\.1 200 /, 'curl trusts the new one');
  });

  it('says what is wrong with a new pair, and keeps the one before', async () => {
    keys.replace({ serial: 3 }, (path) => writeFileSync(path('tls.key'), 'no key'));
    await server.said(/the certificate before stays in use: the TLS key cannot be used/);
    assert.equal(await serialNow(server), 2);
  });

  it('is asked by the health check over TLS, as the configuration says', async () => {
    const port = ['--port', String(server.port)];
    const configured = { env: { ASTRONOVA_TLS_CERTIFICATE: keys.certificate } };
    assert.equal((await run(['healthcheck', ...port], configured)).code, 0);
    assert.equal((await run(['healthcheck', '--ready', ...port], configured)).code, 0);
    assert.equal((await run(['healthcheck', '--tls', ...port])).code, 0);
    assert.equal((await run(['healthcheck', ...port])).code, 1, 'in clear nothing healthy answers');
    const inClear = await startServer();
    const other = ['--port', String(inClear.port)];
    assert.equal((await run(['healthcheck', ...other])).code, 0);
    assert.equal((await run(['healthcheck', '--tls', ...other])).code, 1);
    await inClear.stop();
  });
});

describe('a server whose certificate is not in order', () => {
  let keys;
  before(() => (keys = new KeyFolder()));
  after(() => keys.remove());

  const refusal = async (...flags) => {
    const { code, stderr } = await run(['serve', '--port', '0', '--no-accounts', ...flags]);
    assert.notEqual(code, 0);
    return stderr;
  };

  it('does not start, and says why', async () => {
    assert.match(
      await refusal('--tls-certificate', '/nowhere', '--tls-key', keys.key),
      /error: flag --tls-certificate: .*No such file or directory\ntry: /,
    );
    assert.match(
      await refusal('--tls-certificate', keys.certificate, '--tls-key', keys.certificate),
      /error: the TLS key cannot be used: /,
    );
  });

  it('wants both files or none', async () => {
    assert.match(await refusal('--tls-key', keys.key), /--tls-certificate/);
    assert.match(await refusal('--tls-certificate', keys.certificate), /--tls-key/);
  });
});
