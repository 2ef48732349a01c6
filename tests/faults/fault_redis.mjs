// Redis goes away, is slow, full, or holds what is not ours. Requests do not fail for it.
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { binary, startServer } from '../blackbox/support/program.mjs';
import { Random } from '../blackbox/support/random.mjs';
import { observe } from './support/load.mjs';
import { PrivateRedis, SlowProxy } from './support/private_redis.mjs';
import { computing, reading, tables, writing } from './support/workloads.mjs';

const lasts = 5000;

const unless = () =>
  execFileSync(binary, ['serve', '--help'], { encoding: 'utf8' }).includes('REDIS_URL')
    ? undefined
    : 'this program does not know Redis';

// Tables of many spans, so that most have to be looked for in Redis; and from many clients, so that
// limits are counted for each and none is reached.
const manyTables = Array.from({ length: 200 }, (_, i) => {
  const year = 1900 + i;
  const body = { ...tables[0].body, from: `${year}-01-01T00:00:00Z`, to: `${year}-01-10T00:00:00Z` };
  return { ...tables[0], name: `table of ${year}`, body };
});
const fromAnywhere = (kinds) =>
  kinds.map((kind, i) =>
    kind.ask ? kind : { ...kind, headers: { ...kind.headers, 'x-forwarded-for': `198.18.${i >> 8}.${i & 255}` } },
  );

async function withRedis(strike, { settings } = {}) {
  const redis = await PrivateRedis.start(settings);
  const proxy = await SlowProxy.start(redis.port);
  const server = await startServer(['--ephemeris', 'swiss'], {
    env: { REDIS_URL: proxy.url, ASTRONOVA_TRUSTED_PROXIES: '127.0.0.1/32' },
  });
  try {
    const { kinds, check } = await writing(server, 1);
    const row = await observe({
      server,
      kinds: [...fromAnywhere([...computing, ...manyTables, ...(await reading(server))]), ...kinds],
      strike: () => strike({ redis, proxy }),
    });
    await check();
    await server.stop();
    const findings = row.refused > 0 ? [`${row.refused} requests were refused for it`] : [];
    return { ...row, findings: [...row.findings, ...findings] };
  } finally {
    server.leave();
    await proxy.stop();
    await redis.remove();
  }
}

const keys = (redis) => redis.run('--scan').trim().split('\n').filter(Boolean);

// Everything that is there becomes a value of another type.
function spoil(redis) {
  for (const key of keys(redis)) {
    redis.run('DEL', key);
    redis.run('LPUSH', key, 'spoilt');
  }
}

const all = [
  {
    name: 'redis-stopped',
    what: 'Redis ended for 5 s, and started empty',
    run: () =>
      withRedis(async ({ redis }) => {
        await redis.stop();
        await pause(lasts);
        await redis.start();
      }),
  },
  {
    name: 'redis-paused',
    what: 'Redis stopped by SIGSTOP for 5 s',
    run: () =>
      withRedis(async ({ redis }) => {
        redis.signal('SIGSTOP');
        await pause(lasts);
        redis.signal('SIGCONT');
      }),
  },
  {
    name: 'redis-restarted',
    what: 'Redis killed and started at once, three times',
    run: () =>
      withRedis(async ({ redis }) => {
        for (let i = 0; i < 3; ++i) {
          await redis.stop('SIGKILL');
          await redis.start();
          await pause(1000);
        }
      }),
  },
  {
    name: 'redis-full',
    what: 'Redis with maxmemory that is used up, and noeviction, for 5 s',
    run: () =>
      withRedis(async ({ redis }) => {
        redis.run('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
        redis.run('CONFIG', 'SET', 'maxmemory', '1');
        await pause(lasts);
        redis.run('CONFIG', 'SET', 'maxmemory', '0');
      }),
  },
  {
    name: 'redis-slow',
    what: 'Redis 50 to 500 ms away for 10 s',
    run: () =>
      withRedis(async ({ proxy }) => {
        const random = new Random(1);
        proxy.delay = () => 50 + random.below(450);
        await pause(2 * lasts);
        proxy.delay = () => 0;
      }),
  },
  {
    name: 'redis-wrong-types',
    what: 'every key of Redis made a list, again and again for 5 s',
    run: () =>
      withRedis(async ({ redis }) => {
        for (const until = performance.now() + lasts; performance.now() < until; await pause(500)) spoil(redis);
      }),
  },
];

export const faults = all.map((fault) => ({ unless, ...fault }));
