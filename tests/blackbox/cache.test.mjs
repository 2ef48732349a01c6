// What servers keep, in memory and in the Redis that they share, is never seen in their answers but
// for the time that these take; nor is Redis' trouble.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { send } from './support/client.mjs';
import { run, startServer } from './support/program.mjs';
import { PrivateRedis } from './support/redis.mjs';

const health = '/api/v1/misc/health';
const calculate = '/api/v1/ephemeris/calculate';

// A table of 97 rows, another for each number.
const table = (number) => ({
  from: `2024-${String(1 + (number % 12)).padStart(2, '0')}-01T00:00:00Z`,
  to: `2024-${String(1 + (number % 12)).padStart(2, '0')}-05T00:00:00Z`,
  stepMinutes: 60,
  bodies: ['sun', 'moon', number < 12 ? 'mars' : 'venus'],
});

const ask = (server, number, headers = { 'accept-encoding': 'gzip' }) =>
  send(server, 'POST', calculate, { body: table(number), headers });

async function until(condition, milliseconds = 60_000) {
  const start = performance.now();
  while (!(await condition())) {
    assert.ok(performance.now() - start < milliseconds, `not within ${milliseconds} ms: ${condition}`);
  }
}

const redisIs = async (server, state) =>
  (await send(server, 'GET', health)).json.checks.redis === state;

// What of an answer must be the same whoever gives it.
function essence({ status, headers, body }) {
  const { 'content-type': type, 'content-encoding': coding, 'content-length': length, vary } = headers;
  return { status, type, coding, length, vary, body: body.toString('base64') };
}

describe('two servers that share a Redis, one that has none, and one that keeps nothing', () => {
  let redis;
  let servers;
  before(async () => {
    redis = await PrivateRedis.start({ requirepass: 'open: sesame/Redis' });
    const env = { REDIS_URL: redis.url };
    servers = [
      await startServer([], { env }),
      await startServer([], { env }),
      await startServer(),
      await startServer(['--no-cache'], { env: { ...env, ASTRONOVA_CACHE: 'on' } }),
    ];
  });
  after(async () => {
    for (const server of servers) await server.stop();
    await redis.remove();
  });

  it('answer with the same bytes, cold, warm, and from what another has computed', async () => {
    const [first, second, alone, without] = servers;
    for (const headers of [
      { 'accept-encoding': 'gzip' },
      { 'accept-encoding': 'gzip', accept: 'text/csv' },
      {},
    ]) {
      const expected = essence(await ask(without, 1, headers));
      assert.equal(expected.status, 200);
      for (const server of [first, first, second, second, alone, alone])
        assert.deepEqual(essence(await ask(server, 1, headers)), expected);
    }
    const { headers, body } = await ask(first, 1);
    assert.equal(headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(body).toString(), (await ask(without, 1, {})).text);
  });

  it('find in Redis what another has kept there', async () => {
    const [first, second, , without] = servers;
    const hits = () => Number(/keyspace_hits:(\d+)/.exec(redis.run('INFO', 'stats'))[1]);
    // A Redis that is slow for once keeps and finds nothing: another table then.
    let number = 1;
    await until(async () => {
      await ask(first, ++number);
      const before = hits();
      const answer = await ask(second, number);
      assert.deepEqual(essence(answer), essence(await ask(without, number)));
      return hits() > before;
    });
    for (const key of redis.run('KEYS', '*').trim().split('\n'))
      assert.match(key, /^astronova:ephemeris_tables:1:[0-9a-f]{64}$/);
  });

  it('say that Redis is well, or that there is none', async () => {
    for (const server of [servers[0], servers[1], servers[3]])
      await until(() => redisIs(server, 'healthy'));
    assert.ok(await redisIs(servers[2], 'disabled'));
  });

  it('never say the password of Redis', async () => {
    for (const server of servers)
      assert.doesNotMatch(server.output, /sesame/);
  });
});

describe('a server whose Redis comes and goes', () => {
  let redis;
  let server;
  let expected;
  before(async () => {
    redis = await PrivateRedis.start();
    server = await startServer([], { env: { REDIS_URL: redis.url } });
    expected = [];
    const plain = await startServer(['--no-cache']);
    for (let number = 0; number < 24; ++number) expected.push(essence(await ask(plain, number)));
    await plain.stop();
  });
  after(async () => {
    await server.stop();
    await redis.remove();
  });

  // Answers whatever happens meanwhile, and returns how many.
  async function answersWhile(happens) {
    let isOver = false;
    let count = 0;
    const client = async (number) => {
      for (; !isOver; ++count, number = (number + 1) % 24)
        assert.deepEqual(essence(await ask(server, number)), expected[number]);
    };
    const clients = [0, 6, 12, 18].map(client);
    const end = happens().finally(() => (isOver = true));
    await Promise.all([...clients, end]);
    return count;
  }

  const isReady = async () => (await send(server, 'GET', '/readyz')).status === 200;

  for (const [trouble, begin, end] of [
    ['killed', () => redis.stop(), () => redis.start()],
    ['paused', () => redis.pause(), () => redis.resume()],
    [
      'full',
      () => redis.run('CONFIG', 'SET', 'maxmemory', '1', 'maxmemory-policy', 'noeviction'),
      () => redis.run('CONFIG', 'SET', 'maxmemory', '0'),
    ],
  ]) {
    it(`answers all the same when it is ${trouble}, and finds it again`, async () => {
      await until(() => redisIs(server, 'healthy'));
      const count = await answersWhile(async () => {
        await begin();
        if (trouble !== 'full') {
          await until(() => redisIs(server, 'unhealthy'));
          // Tables that are in no memory yet, and the same again.
          for (let day = 10; day < 28; ++day) {
            const body = { ...table(1), to: `2024-02-${day}T00:00:00Z` };
            assert.equal((await send(server, 'POST', calculate, { body })).status, 200);
          }
        }
        assert.ok(await isReady());
        await end();
        await until(() => redisIs(server, 'healthy'));
        assert.ok(await isReady());
      });
      assert.ok(count > 0);
    });
  }

  it('puts right what others have put at its keys', async () => {
    redis.run('FLUSHALL');
    const env = { REDIS_URL: redis.url };
    // Each server asks Redis only for what is not in its own memory.
    const fresh = async (number) => {
      const other = await startServer([], { env });
      assert.deepEqual(essence(await ask(other, number)), expected[number]);
      await other.stop();
    };
    let key;
    await until(async () => {
      await fresh(3);
      [key] = redis.run('KEYS', 'astronova:*').trim().split('\n');
      return key !== '';
    });
    redis.run('DEL', key);
    redis.run('LPUSH', key, 'a list');
    await until(async () => {
      await fresh(3);
      return redis.run('TYPE', key) === 'string\n';
    });
  });
});

describe('a server whose REDIS_URL is wrong', () => {
  for (const [url, says] of [
    ['localhost:6379', /REDIS_URL: .*redis:\/\//],
    ['redis://:pass/geheim@localhost', /REDIS_URL: .*%2F/],
    ['redis://:geheim@localhost:99999', /REDIS_URL: .*port/],
  ]) {
    it(`does not start, and says what is wrong with ${url.replace(/:[^:]*geheim/, '')}`, async () => {
      const { code, stdout, stderr } = await run(['serve', '--port', '0'], { env: { REDIS_URL: url } });
      assert.notEqual(code, 0);
      assert.match(stderr, says);
      assert.doesNotMatch(stdout + stderr, /geheim/);
    });
  }

  it('starts without a Redis that is not there', async () => {
    const server = await startServer([], { env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    assert.ok(await redisIs(server, 'unhealthy'));
    assert.equal((await send(server, 'GET', '/readyz')).status, 200);
    await server.said(/Redis cannot be reached/);
    await server.stop();
  });
});
