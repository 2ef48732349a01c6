// What the server is told by flags, variables, files and secrets, and what it says when that is wrong.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { send } from './support/client.mjs';
import { repository, run, startServer, temporaryFolder } from './support/program.mjs';

const folder = temporaryFolder();
after(() => folder.remove());

let files = 0;
function write(text, name = `file-${++files}`) {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

const longSecret = () => randomBytes(32).toString('hex');

// The mistakes that a start ends with, [{ where, what, fix }].
async function mistakes(args, env = {}) {
  const { code, stdout, stderr } = await run(args, { env });
  assert.equal(code, 2, stderr);
  assert.equal(stdout, '');
  const found = [...stderr.matchAll(/^error: (.*?): (.*)\ntry: {3}(.*)\n/gm)].map(
    ([, where, what, fix]) => ({ where, what, fix }),
  );
  const count = found.length === 1 ? 'one mistake' : `${found.length} mistakes`;
  assert.ok(stderr.endsWith(`note:  ${count} in the configuration; nothing was started\n`), stderr);
  return found;
}

const expectMistakes = (found, expected) => {
  assert.deepEqual(
    found.map(({ where }) => where),
    expected.map(([where]) => where),
  );
  expected.forEach(([, what], index) => assert.match(found[index].what, what));
};

async function healthOf(server) {
  return (await send(server, 'GET', '/api/v1/misc/health')).json;
}

describe('a server that is told nonsense', () => {
  it('lists all mistakes at once, each with its place and how to mend it', async () => {
    const file = write('head_timeout = "soon"\nprot = 1\nrequired_services = ["redis", "mysql"]\n');
    const found = await mistakes(
      ['serve', '--config', file, '--port', '70000', '--treads', '3', '--table-from', '2300'],
      { ASTRONOVA_EPHEMERIS: 'moshier', ASTRONOVA_THREADS: '5000', JWT_SECRET_KEY: 'short' },
    );
    expectMistakes(found, [
      ['flag --port', /'70000' is not a whole number from 0 to 65535/],
      ['variable ASTRONOVA_THREADS', /'5000' is not/],
      [`${file}:1, head_timeout`, /'soon' is not a number from 0.1 to 300/],
      ['variable ASTRONOVA_EPHEMERIS', /'moshier' is not one of auto, swiss, table/],
      [`${file}:3, required_services`, /'mysql' is not one of redis, anthropic/],
      [`${file}:2`, /the key 'prot' is not known. Did you mean 'port'\?/],
      ['flag --treads', /not known. Did you mean '--threads'\?/],
      ['--table-to', /must be after/],
      ['variable JWT_SECRET_KEY', /5 bytes; it needs at least 32/],
    ]);
    assert.match(found[3].fix, /one of auto, swiss, table; the default is auto/);
  });

  it('starts nothing and makes nothing', async () => {
    const data = join(folder.path, 'never');
    await mistakes(['serve', '--data-dir', data], { ASTRONOVA_HEAD_TIMEOUT: '-1' });
    assert.ok(!existsSync(data));
  });

  it('sees values that another one wins over', async () => {
    const file = write('threads = "many"\n');
    const found = await mistakes(['serve', '--config', file, '--threads', '1', '--port', '0'], {
      PORT: 'http',
    });
    expectMistakes(found, [
      ['variable PORT', /'http' is not/],
      [`${file}:1, threads`, /'many' is not/],
    ]);
  });

  it('sees what does not go together', async () => {
    const found = await mistakes(['serve', '--cors-origins', 'https://example.org/'], {
      APPLE_CLIENT_IDS: 'org.example',
      APPLE_KEY_ID: 'KEY',
      APPLE_PRIVATE_KEY_FILE: write('no key'),
      APPLE_ADDRESS: 'appleid.apple.com',
      CLOUDKIT_CONTAINER: 'iCloud.org.example',
      CLOUDKIT_KEY_ID: 'KEY',
      CLOUDKIT_PRIVATE_KEY_FILE: join(folder.path, 'nothing'),
      ASTRONOVA_OUTBOUND_CA_FILE: join(folder.path, 'nothing'),
      DATABASE_URL: 'mysql://localhost',
      REDIS_URL: 'http://localhost',
      APP_VERSION: 'no version',
    });
    expectMistakes(found, [
      ['flag --cors-origins', /'https:\/\/example.org\/' is no origin/],
      ['variable APP_VERSION', /no name of a version/],
      ['variable REDIS_URL', /./],
      ['variable DATABASE_URL', /must begin with postgresql/],
      ['variable ASTRONOVA_OUTBOUND_CA_FILE', /nothing cannot be read: No such file/],
      ['variable APPLE_ADDRESS', /no address of a server/],
      ['--apple-team-id', /not set/],
      ['variable APPLE_PRIVATE_KEY_FILE', /no private key on the curve P-256/],
      ['ASTRONOVA_DATA_KEYS', /sealed copies alone/],
      ['variable CLOUDKIT_PRIVATE_KEY_FILE', /nothing cannot be read/],
    ]);
  });

  it('tells the line of what is not TOML, or cannot stand in the file', async () => {
    const broken = write('port = 8080\nhost = "127.0.0.1\n');
    expectMistakes(await mistakes(['serve', '--config', broken]), [[`${broken}:2`, /not TOML/]]);
    const odd = write('port = [1, 2]\nhost = 1979-05-27\n[limits]\nthreads = 1\n');
    expectMistakes(await mistakes(['serve', '--config', odd]), [
      [`${odd}:2`, /'host' cannot have such a value/],
      [`${odd}:3`, /no tables, so \[limits\]/],
      [`${odd}:1, port`, /a list, and one value is wanted/],
    ]);
    expectMistakes(await mistakes(['serve'], { ASTRONOVA_CONFIG: join(folder.path, 'no.toml') }), [
      ['variable ASTRONOVA_CONFIG', /no.toml cannot be read: No such file/],
    ]);
    expectMistakes(await mistakes(['serve', '--config', folder.path]), [
      ['flag --config', /cannot be read: Is a directory/],
    ]);
  });

  it('refuses in production what is only fit for trying out, all at once', async () => {
    const args = ['serve', '--production', '--anthropic-base-url', 'http://127.0.0.1:1'];
    expectMistakes(await mistakes(args), [
      ['SECRET_KEY', /not set/],
      ['JWT_SECRET_KEY', /not set/],
      ['ASTRONOVA_DATA_KEYS', /not set/],
      ['flag --anthropic-base-url', /in clear/],
    ]);
    expectMistakes(await mistakes(['serve', '--production', '--no-accounts']), [
      ['SECRET_KEY', /not set/],
    ]);
  });

  it('still prints its help, and lets other commands run', async () => {
    for (const args of [['serve', '--help'], ['doctor', '--help'], ['place', 'paris']]) {
      const { code, stderr } = await run(args, { env: { PORT: 'x', ASTRONOVA_CONFIG: '/none' } });
      assert.equal(code, 0, stderr);
    }
  });
});

describe('a file of settings', () => {
  it('wins over the default, a variable over it, and a flag over both', async () => {
    const config = write('app_version = "of-the-file"\nport = 0\nthreads = 1\n');
    const versionWith = async (args, env) => {
      const server = await startServer(['--config', config, ...args], { env });
      const { version } = await healthOf(server);
      await server.stop();
      return version;
    };
    assert.equal(await versionWith([], {}), 'of-the-file');
    const env = { APP_VERSION: 'of-the-variable' };
    assert.equal(await versionWith([], env), 'of-the-variable');
    assert.equal(await versionWith(['--app-version', 'of-the-flag'], env), 'of-the-flag');
    const empty = write('app_version = ""\nthreads = ""\n');
    const plain = await startServer(['--config', empty], { env: { APP_VERSION: '' } });
    const { stdout } = await run(['version']);
    assert.equal((await healthOf(plain)).version, /^astronova (\S+)/.exec(stdout)[1]);
    await plain.stop();
  });

  it('gives lists and booleans, and is found by its variable', async () => {
    const config = write(
      'cors_origins = ["https://a.example", "https://b.example"]\naccounts = false\n',
    );
    const server = await startServer([], { env: { ASTRONOVA_CONFIG: config } });
    for (const origin of ['https://a.example', 'https://b.example']) {
      const { headers } = await send(server, 'GET', '/livez', { headers: { origin } });
      assert.equal(headers['access-control-allow-origin'], origin);
    }
    assert.equal((await send(server, 'POST', '/api/v1/auth/guest')).status, 404);
    await server.stop();
  });

  it('serves the other commands too, which pass over what only the server knows', async () => {
    const data = join(folder.path, 'migrated');
    const config = write(`data_dir = ${JSON.stringify(data)}\nport = 1\nhead_timeout = 5\n`);
    const { code, stdout, stderr } = await run(['migrate', '--config', config], {
      env: { ASTRONOVA_DATA_DIR: '' },
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /applied/);
    assert.ok(existsSync(join(data, 'astronova.db')));
    const wrong = write('hed_timeout = 5\n');
    expectMistakes(await mistakes(['migrate', '--config', wrong]), [
      [`${wrong}:1`, /Did you mean 'head_timeout'/],
    ]);
    assert.equal((await run(['healthcheck', '--config', config])).code, 1);
  });

  it('has an example with every setting and its default', async () => {
    const example = join(repository, 'docs/astronova.example.toml');
    const keys = new Map(
      [...readFileSync(example, 'utf8').matchAll(/^(# )?([a-z_]+) = (.*)$/gm)].map(
        ([, comment, key, value]) => [key, comment ? undefined : value],
      ),
    );
    const { stdout } = await run(['serve', '--help']);
    const options = [...stdout.matchAll(/^ {2}--([a-z-]+)(.*?) \(Env:([A-Z_]+)\)$/gm)];
    assert.ok(options.length > 30);
    const secrets = ['DATABASE_URL', 'REDIS_URL', 'OTEL_EXPORTER_OTLP_HEADERS'];
    const expected = new Map();
    for (const [, flag, type, variable] of options) {
      const key = flag.replaceAll('-', '_');
      if (key === 'config' || secrets.includes(variable)) continue;
      assert.ok(keys.has(key), `${key} is not in the example`);
      expected.set(key, /=(.*?)( \.\.\.)?$/.exec(type)?.[1]);
    }
    const ofTheMachine = ['data_dir', 'app_version', 'trace_sample'];
    for (const [key, value] of keys) {
      if (key.endsWith('_file') && !expected.has(key)) continue;
      assert.ok(expected.has(key), `${key} is no setting`);
      if (ofTheMachine.includes(key)) continue;
      assert.notEqual(value, undefined, `${key} is a comment`);
      const plain = value.replace(/^"(.*)"$/, '$1').replace(/^\["(.*)"\]$/, (_, list) => list.replaceAll('", "', ','));
      const none = ['', '[]', 'true', 'false'].includes(plain);
      assert.equal(none ? undefined : plain, expected.get(key), key);
    }
    const server = await startServer(['--config', example]);
    await server.stop();
  });
});

describe('secrets', () => {
  it('come from files, without the end of the last line', async () => {
    const data = temporaryFolder();
    const secret = longSecret();
    const env = { ASTRONOVA_DATA_DIR: data.path };
    const first = await startServer([], {
      env: { ...env, JWT_SECRET_KEY_FILE: write(`${secret}\n`), ASTRONOVA_EPHEMERIS: 'swiss' },
    });
    const { json } = await send(first, 'POST', '/api/v1/auth/guest');
    await first.stop();
    const config = write(`jwt_secret_key_file = ${JSON.stringify(write(`${secret}\r\n`))}\n`);
    for (const how of [{ JWT_SECRET_KEY: secret }, { ASTRONOVA_CONFIG: config }]) {
      const server = await startServer([], { env: { ...env, ...how } });
      const headers = { authorization: `Bearer ${json.accessToken}` };
      const me = await send(server, 'GET', '/api/v1/users/me', { headers });
      assert.equal(me.status, 200, me.text);
      await server.stop();
    }
    data.remove();
  });

  it('of the database and its keys reach the commands of storage', async () => {
    const url = write('postgresql://anna:geheim@127.0.0.1:1/none\n');
    const config = write(`database_url_file = ${JSON.stringify(url)}\n`);
    for (const how of [{ DATABASE_URL_FILE: url }, { ASTRONOVA_CONFIG: config }]) {
      const { code, stderr } = await run(['migrate'], { env: how });
      assert.equal(code, 1);
      assert.match(stderr, /the database server does not answer/);
      assert.ok(!stderr.includes('geheim'));
    }
    const key = `2026a:${randomBytes(32).toString('base64')}`;
    const sealed = await run(['rotate-key'], { env: { ASTRONOVA_DATA_KEYS_FILE: write(key) } });
    assert.match(sealed.stdout, /sealed by 2026a/);
  });

  it('are refused where it is not clear which is meant, or the file is of no use', async () => {
    const nothing = join(folder.path, 'nothing');
    const config = write(`anthropic_api_key_file = ${JSON.stringify(write('\n'))}\n`);
    const found = await mistakes(['serve', '--config', config], {
      JWT_SECRET_KEY: longSecret(),
      JWT_SECRET_KEY_FILE: write(longSecret()),
      SECRET_KEY_FILE: nothing,
    });
    expectMistakes(found, [
      ['variables JWT_SECRET_KEY and JWT_SECRET_KEY_FILE', /both are set/],
      ['variable SECRET_KEY_FILE', /nothing cannot be read: No such file/],
      [`${config}:1, anthropic_api_key_file`, /is empty/],
    ]);
  });

  it('are never printed, wherever they were put and whatever is wrong with them', async () => {
    const planted = `planted-${randomBytes(8).toString('hex')}`;
    const config = write(
      `jwt_secret_key = "${planted}"\ndatabase_url = "postgresql://u:${planted}@h/n"\n` +
        `redis_url = ["${planted}"]\n`,
    );
    const said = [];
    const names = ['JWT_SECRET_KEY', 'SECRET_KEY', 'ASTRONOVA_DATA_KEYS', 'DATABASE_URL', 'REDIS_URL'];
    const env = Object.fromEntries(names.map((name) => [name, planted]));
    env.ANTHROPIC_API_KEY = `${planted}\n`;
    for (const args of [
      ['serve'],
      ['serve', '--config', config],
      ['serve', '--database-url', planted],
      ['serve', '--jwt-secret-key', planted],
      ['serve', `--jwt-secret-key=${planted}`],
      ['serve', planted],
      ['doctor', '--config', config],
      ['doctor', '--json'],
      ['doctor', '--secret-key', planted],
      ['migrate', '--config', config],
      ['rotate-key'],
    ]) {
      const { code, stdout, stderr } = await run(args, { env });
      assert.ok(code > 0, `${args} ended with ${code}`);
      assert.ok(!`${stdout}${stderr}`.includes(planted), `${args}:\n${stdout}${stderr}`);
      said.push(stderr);
    }
    assert.match(said[1], /'jwt_secret_key' is a secret, and a configuration file may hold none/);
    assert.match(said[1], /jwt_secret_key_file = "…", or set JWT_SECRET_KEY/);
    const toml = write(`port = 1\njwt_secret_key = ${planted}\n`);
    const { stderr } = await run(['serve', '--config', toml]);
    assert.ok(!stderr.includes(planted), stderr);
  });
});

describe('variables that are not ours', () => {
  const kubernetes = {
    ASTRONOVA_PORT: 'tcp://10.96.0.12:8080',
    ASTRONOVA_SERVICE_HOST: '10.96.0.12',
    ASTRONOVA_SERVICE_PORT: '8080',
    ASTRONOVA_SERVICE_PORT_HTTP: '8080',
    ASTRONOVA_PORT_8080_TCP: 'tcp://10.96.0.12:8080',
    ASTRONOVA_PORT_8080_TCP_PROTO: 'tcp',
    ASTRONOVA_PORT_8080_TCP_PORT: '8080',
    ASTRONOVA_PORT_8080_TCP_ADDR: '10.96.0.12',
    ASTRONOVA_REDIS_PORT: 'tcp://10.96.0.13:6379',
  };

  it('are left alone where Kubernetes sets them', async () => {
    const server = await startServer([], { env: kubernetes });
    assert.doesNotMatch(server.output, /environment variable/);
    await server.stop();
  });

  it('are told of with the name that was meant, and stand against nothing', async () => {
    const env = { ASTRONOVA_THREDS: '3', ASTRONOVA_DATABASE_URL: 'x', ASTRONOVA_PORT: '8081' };
    const server = await startServer([], { env });
    await server.stop();
    const told = (name, meant) =>
      assert.ok(
        server.output.includes(
          `environment variable ${name} is not known and does nothing. Did you mean '${meant}'?`,
        ),
        server.output,
      );
    told('ASTRONOVA_THREDS', 'ASTRONOVA_THREADS');
    told('ASTRONOVA_DATABASE_URL', 'DATABASE_URL');
    told('ASTRONOVA_PORT', 'PORT');
  });
});
