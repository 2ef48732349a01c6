// astronova doctor, with what it looks at well, missing, broken and hanging.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PrivatePostgres } from './support/postgres.mjs';
import { repository, run, startServer, temporaryFolder, within } from './support/program.mjs';

const folder = temporaryFolder();
after(() => folder.remove());

const names = [
  'configuration',
  'secrets',
  'data folder',
  'ephemeris',
  'table ephemeris',
  'zone database',
  'database',
  'redis',
  'anthropic',
  'apple',
  'cloudkit',
  'authorities',
  'certificate',
  'clock',
  'open files',
  'port',
];
const configured = {
  PORT: '0',
  JWT_SECRET_KEY: randomBytes(32).toString('hex'),
  ASTRONOVA_DATA_KEYS: `2026a:${randomBytes(32).toString('base64')}`,
};

// Its findings: { code, status, checks by name }.
async function examine(args = [], env = {}) {
  const { code, stdout, stderr } = await run(['doctor', '--json', ...args], {
    env: { ...configured, ...env },
  });
  assert.equal(stderr, '');
  const { status, checks } = JSON.parse(stdout);
  for (const check of checks) {
    assert.deepEqual(
      Object.keys(check),
      check.fix ? ['name', 'state', 'detail', 'fix'] : ['name', 'state', 'detail'],
    );
    assert.ok(['ok', 'warn', 'fail', 'off'].includes(check.state), check.state);
    assert.equal('fix' in check, ['warn', 'fail'].includes(check.state), JSON.stringify(check));
  }
  assert.equal(code, status === 'fail' ? 1 : 0);
  return { code, status, checks, find: (name) => checks.find((check) => check.name === name) };
}

async function expect(name, state, detail, args, env) {
  const found = (await examine(args, env)).find(name);
  assert.equal(found.state, state, JSON.stringify(found));
  assert.match(found.detail, detail);
  return found;
}

async function startStandIn(name, ...args) {
  const script = join(repository, 'tests/support', name);
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await within(once(child.stdout.setEncoding('utf8'), 'data'), 'the stand-in');
  return { line, stop: () => child.stdin.end() };
}

// A redis-server of the test's own.
class PrivateRedis {
  static async start(password) {
    const redis = new PrivateRedis();
    const free = net.createServer();
    redis.port = await listen(free);
    free.close();
    redis.password = password;
    const settings = ['--bind', '127.0.0.1', '--port', String(redis.port), '--requirepass', password];
    redis.child = spawn('redis-server', [...settings, '--save', '', '--dir', folder.path]);
    redis.exited = once(redis.child, 'exit');
    let log = '';
    const ready = new Promise((resolve, reject) => {
      redis.child.stdout.setEncoding('utf8').on('data', (text) => {
        log += text;
        if (/Ready to accept connections/.test(log)) resolve();
      });
      redis.exited.then(() => reject(new Error(`Redis ended:\n${log}`)), reject);
    });
    redis.endWithTests = () => redis.child.kill('SIGKILL');
    process.once('exit', redis.endWithTests);
    await within(ready, 'Redis');
    return redis;
  }

  configure(name, value) {
    const place = ['-p', String(this.port), '--no-auth-warning', '-a', this.password];
    execFileSync('redis-cli', [...place, 'config', 'set', name, value], { stdio: 'pipe' });
  }

  async stop() {
    this.child.kill('SIGTERM');
    await within(this.exited, 'the end of Redis');
    process.off('exit', this.endWithTests);
  }
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

describe('a doctor who finds all well', () => {
  it('has a row for everything, and ends with 0', async () => {
    const { code, checks, find } = await examine();
    assert.equal(code, 0);
    assert.deepEqual(
      checks.map(({ name }) => name),
      names,
    );
    for (const name of ['configuration', 'secrets', 'data folder', 'ephemeris', 'database', 'port'])
      assert.equal(find(name).state, 'ok', JSON.stringify(find(name)));
    for (const name of ['redis', 'anthropic', 'apple', 'cloudkit']) assert.equal(find(name).state, 'off');
    assert.match(find('ephemeris').detail, /Swiss Ephemeris .* computes a known position right/);
    assert.match(find('zone database').detail, /^20\d\d[a-z]/);
  });

  it('prints a table for people', async () => {
    const { code, stdout } = await run(['doctor'], { env: configured });
    assert.equal(code, 0);
    for (const name of names)
      assert.match(stdout, new RegExp(`^${name} +(ok|warn|off) +\\S`, 'm'));
  });

  it('changes nothing', async () => {
    const data = temporaryFolder();
    await examine([], { ASTRONOVA_DATA_DIR: data.path });
    assert.deepEqual(readdirSync(data.path), []);
    const missing = join(data.path, 'missing');
    await expect('data folder', 'ok', /is made at the first start/, ['--data-dir', missing]);
    assert.deepEqual(readdirSync(data.path), []);
    data.remove();
  });

  it('may look at a server that runs', async () => {
    const server = await startServer([], { env: configured });
    const env = { PORT: String(server.port), ASTRONOVA_DATA_DIR: server.folder.path };
    const { code, find } = await examine([], env);
    assert.equal(code, 0);
    assert.match(find('port').detail, /has an AstroNova, which lives/);
    assert.match(find('database').detail, /SQLite answers; (\d+) of \1 migrations.*sealed by 2026a/);
    await server.stop();
  });
});

describe('a doctor who finds something wrong', () => {
  it('tells each mistake in the configuration', async () => {
    const { code, checks } = await examine(['--head-timeout', '0'], { ASTRONOVA_THREADS: 'x' });
    assert.equal(code, 1);
    const mistakes = checks.filter(({ name }) => name === 'configuration');
    assert.deepEqual(
      mistakes.map(({ state, detail }) => [state, detail.split(':')[0]]),
      [
        ['fail', 'variable ASTRONOVA_THREADS'],
        ['fail', 'flag --head-timeout'],
      ],
    );
    const warned = await examine([], { ASTRONOVA_THREDS: '1' });
    assert.equal(warned.code, 0);
    assert.equal(warned.find('configuration').state, 'warn');
  });

  it('tells a data folder that cannot be one', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')])
      await expect('data folder', 'fail', /cannot be|is not there/, ['--data-dir', path]);
  });

  it('tells an ephemeris that is not there', async () => {
    const args = ['--ephemeris-path', '/nonexistent'];
    assert.equal((await examine(args)).find('configuration').state, 'fail');
    await expect('ephemeris', 'fail', /Looked in: \/nonexistent/, args);
  });

  it('tells a damaged table', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data.path, 'ephemeris.table'), randomBytes(5000));
    const args = ['--data-dir', data.path, '--ephemeris', 'table'];
    await expect('table ephemeris', 'warn', /ephemeris\.table/, args);
    await expect('table ephemeris', 'off', /swiss/, ['--ephemeris', 'swiss']);
    data.remove();
  });

  it('tells secrets that are missing, easy to guess, or open to all', async () => {
    const none = { JWT_SECRET_KEY: '', ASTRONOVA_DATA_KEYS: '' };
    await expect('secrets', 'warn', /JWT_SECRET_KEY is not set.*stored in clear/, [], none);
    await expect('secrets', 'warn', /SECRET_KEY is easy to guess/, [], { SECRET_KEY: 'abc'.repeat(20) });
    const file = join(folder.path, 'secret');
    writeFileSync(file, randomBytes(32).toString('hex'));
    chmodSync(file, 0o644);
    await expect('secrets', 'warn', /can be read by all/, [], { SECRET_KEY_FILE: file });
    chmodSync(file, 0o600);
    await expect('secrets', 'ok', /hard to guess/, [], { SECRET_KEY_FILE: file });
  });

  it('tells a port that another program has, and an address that is none', async () => {
    const other = http.createServer((request, response) => response.end('hello'));
    const port = await listen(other);
    await expect('port', 'fail', /in use by another program/, ['--port', String(port)]);
    other.close();
    await expect('port', 'fail', /no address/, ['--host', '192.0.2.1']);
  });

  it('tells authorities that are about to run out', async () => {
    const certificate = (days) => {
      const file = join(folder.path, `${days}.pem`);
      const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
      execFileSync(
        'openssl',
        [...args, '-subj', '/CN=test', '-days', String(days), '-keyout', '/dev/null', '-out', file],
        { stdio: 'pipe' },
      );
      return file;
    };
    const good = ['--outbound-ca-file', certificate(100)];
    await expect('authorities', 'ok', /valid for (99|100) days/, good);
    const late = ['--outbound-ca-file', certificate(5)];
    await expect('authorities', 'warn', /valid for [45] days/, late);
    const file = join(folder.path, 'none.pem');
    writeFileSync(file, 'none');
    await expect('authorities', 'fail', /holds no certificate/, ['--outbound-ca-file', file]);
  });

  it('does not wait for what hangs', async () => {
    const silent = net.createServer(() => {});
    const port = await listen(silent);
    const env = { DATABASE_URL: `postgresql://anna:geheim@127.0.0.1:${port}/none` };
    const found = await expect('database', 'fail', /no answer within 1 s/, ['--within', '1'], env);
    assert.ok(!JSON.stringify(found).includes('geheim'));
    silent.close();
  });
});

describe('a doctor who asks other servers', () => {
  it('tells a PostgreSQL that does not answer, never its password', async () => {
    const env = { DATABASE_URL: 'postgresql://anna:geheim@127.0.0.1:1/none' };
    const { code, checks, find } = await examine([], env);
    assert.equal(code, 1);
    assert.equal(find('database').state, 'fail');
    assert.match(find('database').detail, /PostgreSQL: the database server does not answer/);
    assert.ok(!JSON.stringify(checks).includes('geheim'));
  });

  it('tells how far the schema of a PostgreSQL is, and leaves it there', async () => {
    const postgres = await PrivatePostgres.start();
    const env = { DATABASE_URL: postgres.createDatabase() };
    for (let i = 0; i < 2; ++i)
      await expect('database', 'warn', /0 of \d+ migrations applied; .*sealed by 2026a/, [], env);
    assert.equal((await run(['migrate'], { env })).code, 0);
    await expect('database', 'ok', /PostgreSQL answers; (\d+) of \1 migrations/, [], env);
    await postgres.remove();
  });

  describe('at Redis', () => {
    let redis;
    let right;
    before(async () => {
      redis = await PrivateRedis.start('geheim');
      right = { REDIS_URL: `redis://:geheim@127.0.0.1:${redis.port}/0` };
    });
    after(() => redis.stop());

    it('tells how it is, and what it does when it is full', async () => {
      const about = /answers in \d+\.\d ms; version \d+\.\d+\.\d+; maxmemory-policy noeviction/;
      await expect('redis', 'ok', about, [], right);
      redis.configure('maxmemory', '10mb');
      await expect('redis', 'warn', /refuses what is written when it is full/, [], right);
      redis.configure('maxmemory-policy', 'volatile-ttl');
      await expect('redis', 'ok', /maxmemory-policy volatile-ttl/, [], right);
    });

    it('tells that it refuses us or does not answer, never the password', async () => {
      const wrong = { REDIS_URL: right.REDIS_URL.replace('geheim', 'falsch') };
      const refused = await expect('redis', 'fail', /refuses the user or the password/, [], wrong);
      assert.ok(!JSON.stringify(refused).includes('falsch'));
      const nobody = { REDIS_URL: 'redis://:geheim@127.0.0.1:1' };
      const gone = await expect('redis', 'fail', /cannot be reached/, [], nobody);
      assert.ok(!JSON.stringify(gone).includes('geheim'));
    });
  });

  it('tells whether Claude takes the key', async () => {
    const claude = await startStandIn('claude_server.mjs', 'the key');
    const address = { ANTHROPIC_BASE_URL: `http://127.0.0.1:${Number(claude.line)}` };
    await expect('anthropic', 'ok', /accepts the key/, [], { ...address, ANTHROPIC_API_KEY: 'the key' });
    const refused = { ...address, ANTHROPIC_API_KEY: 'another key' };
    const found = await expect('anthropic', 'fail', /the key is refused/, [], refused);
    assert.ok(!JSON.stringify(found).includes('another key'));
    claude.stop();
  });

  it('tells a clock that differs from the one of a vendor', async () => {
    let shift = 0;
    const vendor = http.createServer((request, response) => {
      response.setHeader('Date', new Date(Date.now() + shift).toUTCString());
      response.end('{"data":[]}');
    });
    const address = `http://127.0.0.1:${await listen(vendor)}`;
    const env = { ANTHROPIC_BASE_URL: address, ANTHROPIC_API_KEY: 'key' };
    assert.notEqual((await examine([], env)).find('clock').state, 'fail');
    shift = 3_600_000;
    await expect('clock', 'fail', /is 3(599|600|601|602) s off|36\d\d s off/, [], env);
    vendor.close();
  });

  describe('at Apple', () => {
    let env;
    before(() => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
      const file = join(folder.path, 'apple.p8');
      writeFileSync(file, key);
      env = {
        APPLE_CLIENT_IDS: 'org.example.astronova',
        APPLE_TEAM_ID: 'TEAM',
        APPLE_KEY_ID: 'KEY',
        APPLE_PRIVATE_KEY_FILE: file,
        CLOUDKIT_CONTAINER: 'iCloud.org.example',
        CLOUDKIT_KEY_ID: 'KEY',
        CLOUDKIT_PRIVATE_KEY_FILE: file,
      };
    });

    it('tells servers that cannot be reached', async () => {
      const nowhere = 'http://127.0.0.1:1';
      const all = { ...env, APPLE_ADDRESS: nowhere, CLOUDKIT_ADDRESS: nowhere };
      const { find } = await examine([], all);
      assert.equal(find('apple').state, 'fail');
      assert.equal(find('cloudkit').state, 'fail');
    });

    it('fetches the keys, and tries ours', async () => {
      const apple = await startStandIn('apple_server.mjs');
      const cloudkit = await startStandIn('cloudkit_server.mjs');
      const address = `http://127.0.0.1:${Number(cloudkit.line)}`;
      const { container, keyId, privateKey } = await (
        await fetch(`${address}/control/credentials`)
      ).json();
      const file = join(folder.path, 'cloudkit.pem');
      writeFileSync(file, privateKey);
      const there = {
        ...env,
        APPLE_ADDRESS: `http://127.0.0.1:${Number(apple.line)}`,
        CLOUDKIT_ADDRESS: address,
        CLOUDKIT_CONTAINER: container,
        CLOUDKIT_KEY_ID: keyId,
      };
      const well = await examine([], { ...there, CLOUDKIT_PRIVATE_KEY_FILE: file });
      assert.equal(well.find('apple').state, 'ok', JSON.stringify(well.find('apple')));
      assert.equal(well.find('cloudkit').state, 'ok', JSON.stringify(well.find('cloudkit')));
      await expect('cloudkit', 'fail', /./, [], there);
      apple.stop();
      cloudkit.stop();
    });
  });
});
