// How many requests a client may send to one server, and what it is told.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { Caller, statusesOf } from './support/callers.mjs';
import { send } from './support/client.mjs';
import { checkedClient } from './support/contract.mjs';
import { People } from './support/people.mjs';
import { run, startServer } from './support/program.mjs';

const signs = '/api/v1/misc/zodiac-signs';
const limited = (limits, more = {}) => ({ env: { ASTRONOVA_LIMITS: limits, ...more } });

describe('a server with the limits that it has when nobody says otherwise', () => {
  let server;
  const caller = new Caller('127.0.0.2');
  before(async () => (server = await startServer([], limited('on'))));
  after(async () => {
    caller.close();
    await server.stop();
  });

  it('tells a client what is left', async () => {
    const client = await checkedClient(server);
    const { status, headers } = await client.get(signs);
    assert.equal(status, 200);
    assert.equal(headers['ratelimit-limit'], '100');
    assert.equal(headers['ratelimit-remaining'], '99');
    assert.match(headers['ratelimit-reset'], /^6[0-2]$/);
    for (const name of ['limit', 'remaining', 'reset'])
      assert.equal(headers[`x-ratelimit-${name}`], headers[`ratelimit-${name}`]);
    const posted = await client.post('/api/v1/chart/generate', { birthData: newYork });
    assert.equal(posted.headers['ratelimit-remaining'], '98');
    const wrong = await client.post('/api/v1/chart/generate', {});
    assert.equal(wrong.status, 422);
    assert.equal(wrong.headers['ratelimit-remaining'], '97', 'what is refused for itself counts');
  });

  it('lets a client in a hundred times in a minute, and then bans it for ten', async () => {
    const answers = await caller.many(160, () => caller.get(server, signs));
    assert.deepEqual(statusesOf(answers), { 200: 100, 429: 60 });
    const refused = await caller.get(server, signs);
    assert.equal(refused.status, 429);
    const seconds = Number(refused.headers['retry-after']);
    assert.ok(seconds > 300 && seconds <= 600, refused.headers['retry-after']);
    assert.equal(refused.headers['ratelimit-limit'], '100');
    assert.equal(refused.headers['ratelimit-remaining'], '0');
    assert.equal(refused.headers['ratelimit-reset'], refused.headers['retry-after']);
    assert.equal(
      refused.json.detail,
      'More than 100 requests in 1 minute from this address, from which nothing is taken for ' +
        `10 minutes. Try again in ${seconds} seconds.`,
    );
  });

  it('says what the contract says of it', async () => {
    const client = await checkedClient(server);
    client.contract.assertAsDocumented('GET', signs, await caller.get(server, signs));
  });

  it('refuses the banned everything but what is not limited', async () => {
    for (const path of ['/api/v1/locations/search?q=Rome', '/api/v1/auth/validate', '/api/v1/users/me'])
      assert.equal((await caller.get(server, path)).status, 429, path);
    for (const path of ['/livez', '/readyz', '/docs', '/api/v1/openapi.json', '/api/v1/misc/health']) {
      const answer = await caller.get(server, path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers['ratelimit-limit'], undefined, path);
    }
    assert.equal((await caller.get(server, '/nowhere')).status, 404);
  });

  it('takes no header from outside for who a client is', async () => {
    for (const header of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'Via'])
      for (const value of ['198.51.100.1', 'for=198.51.100.1', '127.0.0.1'])
        assert.equal((await caller.get(server, signs, { [header]: value })).status, 429, header);
  });

  it('lets other clients in as before', async () => {
    const other = new Caller('127.0.0.3');
    assert.equal((await other.get(server, signs)).headers['ratelimit-remaining'], '99');
    other.close();
  });

  it('answers unlimited routes as often as they are asked', async () => {
    const answers = await caller.many(300, () => caller.get(server, '/livez'));
    assert.deepEqual(statusesOf(answers), { 200: 300 });
  });
});

describe('a server behind a proxy that it trusts', () => {
  it('counts whom the proxy was asked by, whatever is claimed before', async () => {
    const server = await startServer(
      ['--trusted-proxies', '127.0.0.9,10.0.0.0/8'],
      limited('default=5/60s'),
    );
    const proxy = new Caller('127.0.0.9');
    const asked = (by) => proxy.get(server, signs, { 'X-Forwarded-For': by });
    const answers = await proxy.many(20, (n) => asked(`198.51.100.${n}, 203.0.113.1, 10.0.0.${n}`));
    assert.deepEqual(statusesOf(answers), { 200: 5, 429: 15 });
    assert.equal((await asked('203.0.113.2')).status, 200);
    assert.equal((await asked('203.0.113.1')).status, 429);
    const stranger = new Caller('127.0.0.8');
    const forged = await stranger.many(20, (n) =>
      stranger.get(server, signs, { 'X-Forwarded-For': `192.0.2.${n}` }),
    );
    assert.deepEqual(statusesOf(forged), { 200: 5, 429: 15 });
    proxy.close();
    stranger.close();
    await server.stop();
  });
});

describe('accounts', () => {
  let people;
  before(async () => {
    const rules = 'default=30/1h;auth=3/1h;costly=4/1h;shared=1000/1h';
    people = await People.start({ env: { ASTRONOVA_LIMITS: rules } });
  });
  after(() => people.stop());

  const exported = async (person) => (await person.get('/api/v1/users/me/export')).status;

  it('of guests are counted by themselves and with their address', async () => {
    const one = await people.guest();
    for (let i = 0; i < 4; ++i) assert.equal(await exported(one), 200);
    assert.equal(await exported(one), 429);
    const answer = await one.get('/api/v1/users/me/export');
    assert.match(answer.json.detail, /^More than 4 requests of the costly kind in 1 hour from this address/);
    assert.equal(answer.headers['ratelimit-limit'], '4');
    const another = await people.guest();
    assert.equal(await exported(another), 429, 'from the same address');
  });

  it('of people who have signed in are counted by themselves', async () => {
    const person = await people.withRole('user');
    // The token of a guest: the server learns what the account is when it is used.
    await person.get('/api/v1/users/me');
    for (let i = 0; i < 4; ++i) assert.equal(await exported(person), 200);
    const answer = await person.get('/api/v1/users/me/export');
    assert.equal(answer.status, 429);
    assert.match(answer.json.detail, /^More than 4 requests of the costly kind in 1 hour by this account/);
  });

  it('are made as often as the rules for that say', async () => {
    const answer = await people.client.post('/api/v1/auth/guest');
    assert.equal(answer.status, 429, answer.text);
    assert.match(answer.json.detail, /^More than 3 requests to sign in in 1 hour from this address/);
  });
});

describe('a server whose limits are off', () => {
  it('counts nothing', async () => {
    const server = await startServer(['--limits', 'off']);
    const caller = new Caller('127.0.0.2');
    const answers = await caller.many(300, () => caller.get(server, signs));
    assert.deepEqual(statusesOf(answers), { 200: 300 });
    assert.equal(answers[0].headers['ratelimit-limit'], undefined);
    caller.close();
    await server.stop();
  });
});

describe('pages of other origins', () => {
  it('may read the headers of the limits', async () => {
    const server = await startServer(['--cors-origins', 'https://app.example'], limited('on'));
    const answer = await send(server, 'GET', signs, { headers: { origin: 'https://app.example' } });
    const exposed = answer.headers['access-control-expose-headers'].toLowerCase().split(/, */);
    for (const name of ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'])
      assert.ok(exposed.includes(name), name);
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
    for (let i = 0; i < 150; ++i) {
      const { status } = await send(server, 'OPTIONS', signs, { headers: preflight });
      assert.equal(status, 204, 'what browsers ask by themselves is not counted');
    }
    await server.stop();
  });
});

describe('limits that are none', () => {
  it('are refused at the start, with what is wrong', async () => {
    const cases = [
      [['--limits', 'default=100/60'], /'100\/60' is no rule: write COUNT\/TIME such as 100\/60s/],
      [['--limits', 'costley=1/1s'], /Did you mean 'costly'\?/],
      [['--trusted-proxies', '10.0.0.1/8'], /has bits beyond its first 8/],
      [['--trusted-proxies', '0.0.0.0/0'], /is everybody/],
      [['--limits-without-redis', 'maybe'], /local.*open.*closed/],
    ];
    for (const [args, expected] of cases) {
      const { code, stderr } = await run(['serve', '--port', '0', ...args]);
      assert.ok(code > 0, args.join(' '));
      assert.match(stderr, expected);
    }
  });
});
