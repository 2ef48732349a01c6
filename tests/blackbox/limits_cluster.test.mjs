// Two servers behind nginx count with one Redis as if they were one.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Caller, statusesOf } from './support/callers.mjs';
import { send } from './support/client.mjs';
import { PrivateNginx } from './support/nginx.mjs';
import { bearer, signingKey } from './support/people.mjs';
import { PrivatePostgres } from './support/postgres.mjs';
import { startServer, within } from './support/program.mjs';
import { PrivateRedis } from './support/redis.mjs';

const signs = '/api/v1/misc/zodiac-signs';
const exported = '/api/v1/users/me/export';

// What servers that belong together have in common.
const inCommon = (redis, limits) => ({
  REDIS_URL: redis.url,
  SECRET_KEY: 'the secret that all of these servers have in common',
  JWT_SECRET_KEY: `${signingKey.kid}:${signingKey.secret}`,
  ASTRONOVA_TRUSTED_PROXIES: '127.0.0.1',
  ASTRONOVA_LIMITS: limits,
  ASTRONOVA_LIMITS_WITHOUT_REDIS: 'closed',
});

// Redis has 50 ms for an answer, and may need longer where the machine does other things. Servers say
// so, and what they could not count proves nothing: it is tried again, with another client.
async function counted(attempt) {
  const isUncounted = ({ status, headers }) =>
    status === 503 || (status === 200 && !headers['ratelimit-limit']);
  const attempts = async () => {
    for (;;) {
      const answers = await attempt();
      if (!answers.some(isUncounted)) return answers;
    }
  };
  return within(attempts(), 'answers that Redis was in time for');
}

let clients = 1;
const nextAddress = () => `127.0.1.${++clients}`;

// Two servers with nginx before them, which connects to them from 127.0.0.1.
async function startCluster(env) {
  const servers = [await startServer([], { env }), await startServer([], { env })];
  const nginx = await PrivateNginx.start(servers);
  return {
    servers,
    nginx,
    async stop() {
      await nginx.remove();
      for (const server of servers) await server.stop();
    },
  };
}

describe('two servers behind nginx with one Redis', () => {
  let redis;
  let cluster;
  let caller;
  before(async () => {
    redis = await PrivateRedis.start();
    cluster = await startCluster(inCommon(redis, 'on'));
  });
  after(async () => {
    caller?.close();
    await cluster.stop();
    await redis.remove();
  });

  const asNewClient = (count, headers = () => ({})) =>
    counted(() => {
      caller?.close();
      caller = new Caller(nextAddress(), { proxy: cluster.nginx.port });
      return caller.many(count, (n) => caller.get(undefined, signs, headers(n)));
    });

  it('let a client in exactly a hundred times, and tell it each time what is left', async () => {
    const answers = await asNewClient(100);
    assert.deepEqual(statusesOf(answers), { 200: 100 });
    const remaining = answers.map(({ headers }) => Number(headers['ratelimit-remaining']));
    const each = Array.from({ length: 100 }, (_, n) => n);
    assert.deepEqual(remaining.sort((a, b) => a - b), each, 'each was counted once');
  });

  it('ban who does not stop, whatever it claims to be', async () => {
    const forged = (n) => ({ 'X-Forwarded-For': `198.51.100.${n % 250}, 192.0.2.1` });
    const answers = await asNewClient(400, forged);
    assert.deepEqual(statusesOf(answers), { 200: 100, 429: 300 });
  });

  it('take nothing from it while it is banned, on either', async () => {
    const banned = caller;
    const answers = await counted(() => banned.many(100, () => banned.get(undefined, signs)));
    assert.deepEqual(statusesOf(answers), { 429: 100 });
    for (const { headers } of answers) {
      assert.ok(Number(headers['retry-after']) > 300 && Number(headers['retry-after']) <= 600);
      assert.equal(headers['ratelimit-remaining'], '0');
    }
    // Past nginx, by its own address, which neither of them takes for a proxy's.
    const direct = new Caller(banned.address);
    for (const server of cluster.servers) {
      const [answer] = await counted(async () => [await direct.get(server, signs)]);
      assert.equal(answer.status, 429);
      assert.match(answer.json.detail, /from which nothing is taken for 10 minutes/);
    }
    direct.close();
  });

  it('let others in', async () => {
    assert.deepEqual(statusesOf(await asNewClient(50)), { 200: 50 });
  });

  it('keep nothing in Redis that tells who their clients are', () => {
    const keys = redis.run('KEYS', '*').trim().split('\n');
    assert.ok(keys.length >= 3);
    for (const key of keys) {
      assert.match(key, /^astronova:\{limits\}:default:[0-9a-f]{8}:[0-9a-f]{32}$/);
      assert.ok(Number(redis.run('PTTL', key)) > 0);
    }
  });
});

describe('the limits of a day on two servers behind nginx', () => {
  let redis;
  let postgres;
  let cluster;
  before(async () => {
    redis = await PrivateRedis.start();
    postgres = await PrivatePostgres.start({ fsync: 'off' });
    cluster = await startCluster({
      ...inCommon(redis, 'default=off;auth=off;shared=off;costly=200/1d'),
      DATABASE_URL: postgres.createDatabase(),
    });
  });
  after(async () => {
    await cluster.stop();
    await postgres.remove();
    await redis.remove();
  });

  it('let an account in exactly two hundred times, from wherever it comes', async () => {
    const callers = [nextAddress(), nextAddress()].map(
      (address) => new Caller(address, { proxy: cluster.nginx.port }),
    );
    let ask;
    const answers = await counted(async () => {
      const { json } = await send(cluster.servers[0], 'POST', '/api/v1/auth/guest');
      // A guest's address is counted too, and nobody shall come near its limit.
      redis.run('FLUSHALL');
      ask = (one) => one.get(undefined, exported, bearer(json.accessToken));
      return callers[0].many(260, (n) => ask(callers[n % 2]));
    });
    assert.deepEqual(statusesOf(answers), { 200: 200, 429: 60 });
    const [refused] = await counted(async () => [await ask(callers[0])]);
    assert.match(refused.json.detail, /^More than 200 requests of the costly kind in 1 day by this account/);
    for (const one of callers) one.close();
  });
});

describe('servers whose Redis goes away', () => {
  let redis;
  const servers = {};
  before(async () => {
    redis = await PrivateRedis.start();
    for (const how of ['local', 'open', 'closed']) {
      const env = { ...inCommon(redis, 'default=5/1h'), ASTRONOVA_LIMITS_WITHOUT_REDIS: how };
      servers[how] = await startServer([], { env });
    }
  });
  after(async () => {
    for (const server of Object.values(servers)) await server.stop();
    await redis.remove();
  });

  // Each time another, so that nobody has been counted before.
  const ask = async (server, count) => {
    const caller = new Caller(nextAddress());
    const answers = await caller.many(count, () => caller.get(server, signs));
    caller.close();
    return answers;
  };
  const keysInRedis = () => Number(redis.run('DBSIZE'));
  // The one that counts by itself says the same when it does.
  const countInRedis = async (server) => {
    for (const before = keysInRedis(); keysInRedis() === before; ) await ask(server, 1);
  };

  it('count in it while it is there', async () => {
    for (const server of [servers.open, servers.closed])
      assert.deepEqual(statusesOf(await counted(() => ask(server, 9))), { 200: 5, 429: 4 });
    await countInRedis(servers.local);
  });

  it('count by themselves, let all in, or nobody, as they are told to', async () => {
    await redis.stop();
    assert.deepEqual(statusesOf(await ask(servers.local, 20)), { 200: 5, 429: 15 });
    const open = await ask(servers.open, 20);
    assert.deepEqual(statusesOf(open), { 200: 20 });
    assert.equal(open[0].headers['ratelimit-limit'], undefined);
    const closed = await ask(servers.closed, 20);
    assert.deepEqual(statusesOf(closed), { 503: 20 });
    assert.equal(closed[0].headers['retry-after'], '1');
    assert.match(closed[0].json.detail, /cannot be counted now/);
    assert.equal((await send(servers.closed, 'GET', '/livez')).status, 200);
  });

  it('count in it again when it is back', async () => {
    await redis.start();
    for (const server of Object.values(servers)) await countInRedis(server);
    const answers = await counted(async () => {
      const caller = new Caller(nextAddress());
      const each = [servers.open, servers.closed];
      const all = await caller.many(30, (n) => caller.get(each[n % 2], signs));
      caller.close();
      return all;
    });
    assert.deepEqual(statusesOf(answers), { 200: 5, 429: 25 });
  });
});
