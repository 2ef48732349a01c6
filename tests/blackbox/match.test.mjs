// POST /api/v1/match/compatibility, /match/search and /chart/composite, and their commands.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { People, testedDatabase } from './support/people.mjs';
import { run } from './support/program.mjs';

const compatibility = '/api/v1/match/compatibility';
const scores = ['overallScore', 'emotionalScore', 'mentalScore', 'physicalScore', 'spiritualScore'];
const other = { ...newYork, date: '1987-11-02', time: '21:14' };
const flags = (birth, prefix = '') =>
  Object.entries({
    date: birth.date,
    time: birth.time,
    timezone: birth.timezone,
    lat: birth.latitude,
    lon: birth.longitude,
  }).flatMap(([name, value]) => [`--${prefix}${name}`, String(value)]);

describe(`matches, on ${testedDatabase}`, () => {
  let people;
  let client;
  before(async () => {
    people = await People.start();
    client = people.client;
  });
  after(() => people.stop());

  const matched = async (user, partner, options) => {
    const response = await client.post(compatibility, { user, partner, options });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };

  it('have scores that their aspects add up to', async () => {
    const match = await matched(newYork, { ...other, name: 'Sam' });
    const { base, aspects } = match.western;
    for (const part of ['emotional', 'mental', 'physical', 'spiritual']) {
      const sum = aspects.reduce((total, one) => total + one.contributions[part], base[part]);
      assert.ok(Math.abs(sum - match[`${part}Score`]) < 1e-9, part);
    }
    assert.ok(match.strengths.every(({ text }) => text.includes("Sam's")));
    assert.equal(match.warnings.length, 0);
  });

  it('are the same whoever asks, and bytes are the same each time', async () => {
    const [one, again] = await Promise.all(
      [0, 1].map(() => client.post(compatibility, { user: newYork, partner: other })),
    );
    assert.equal(one.text, again.text);
    const swapped = await matched(other, newYork);
    for (const score of scores) assert.equal(swapped[score], one.json[score], score);
    assert.notEqual(swapped.matchId, one.json.matchId);
  });

  it('are kept for whoever is known, once', async () => {
    const person = await people.guest();
    const partner = { ...other, name: 'Sam' };
    for (let i = 0; i < 2; i += 1) {
      const response = await person.post(compatibility, { user: newYork, partner });
      assert.equal(response.status, 200, response.text);
    }
    const { items } = (await person.get('/api/v1/users/me/matches')).json;
    assert.equal(items.length, 1);
    const answer = await matched(newYork, partner);
    assert.equal(items[0].id, answer.matchId);
    assert.deepEqual(items[0].partner, partner);
    for (const score of scores) assert.equal(items[0][score], answer[score], score);
  });

  it('are a history, by pages, the latest first', async () => {
    const person = await people.guest();
    for (const [hour, name] of ['One', 'Another', 'Sam'].entries()) {
      const partner = { ...other, time: `0${hour}:00`, name };
      const response = await person.post(compatibility, { user: newYork, partner });
      assert.equal(response.status, 200, response.text);
    }
    const history = async (query) =>
      (await person.get(`/api/v1/match/history?${new URLSearchParams(query)}`)).json;
    const first = await history({ limit: 2 });
    const second = await history({ limit: 2, cursor: first.nextCursor });
    assert.equal(second.nextCursor, null);
    const { items } = (await person.get('/api/v1/users/me/matches')).json;
    assert.deepEqual([...first.items, ...second.items], items);
    assert.deepEqual(
      items.map(({ partner }) => partner.name),
      ['Sam', 'Another', 'One'],
    );
    assert.equal((await client.get('/api/v1/match/history')).status, 401);
  });

  it('say that a token is bad before they are computed', async () => {
    const response = await client.send('POST', compatibility, {
      body: { user: newYork, partner: other },
      headers: { authorization: 'Bearer nothing' },
    });
    assert.equal(response.status, 401);
  });

  it('are printed by the command as the route answers them', async () => {
    const { code, stdout, stderr } = await run([
      'chart',
      'match',
      ...flags(newYork),
      ...flags(other, 'partner-'),
      '--partner-name',
      'Sam',
      '--house-system',
      'koch',
    ]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      JSON.parse(stdout),
      await matched(newYork, { ...other, name: 'Sam' }, { houseSystem: 'koch' }),
    );
  });

  it('are ranked by the search, at most a hundred of ten thousand', async () => {
    const candidates = Array.from({ length: 10_000 }, (_, i) => ({
      id: `${i}`,
      date: `${1950 + (i % 50)}-${String(1 + (i % 12)).padStart(2, '0')}-${10 + (i % 19)}`,
      utcOffset: 'Z',
      latitude: 50,
      longitude: 10,
    }));
    const response = await client.post('/api/v1/match/search', {
      user: newYork,
      candidates,
      limit: 100,
    });
    assert.equal(response.status, 200, response.text.slice(0, 500));
    const { scored, matches } = response.json;
    assert.equal(scored, 10_000);
    assert.equal(matches.length, 100);
    for (let i = 1; i < matches.length; i += 1) {
      assert.ok(matches[i - 1].overallScore >= matches[i].overallScore);
    }
    const [best] = matches;
    const { id, ...birth } = candidates[best.index];
    assert.equal(id, best.id);
    const single = await matched(newYork, birth);
    for (const score of scores) assert.equal(best[score], single[score], score);
    const tooMany = await client.post('/api/v1/match/search', {
      user: newYork,
      candidates: Array.from({ length: 10_001 }, () => ({})),
    });
    assert.equal(tooMany.status, 422);
    assert.match(tooMany.json.errors[0].detail, /1 to 10000/);
  });

  it('are scored by bulk match as by the route', async () => {
    const { code, stdout, stderr } = await run(['bulk', 'match', ...flags(newYork), '-'], {
      input: `${JSON.stringify({ id: 'sam', ...other })}\n`,
    });
    assert.equal(code, 0, stderr);
    const line = JSON.parse(stdout);
    const match = await matched(newYork, other);
    assert.equal(line.id, 'sam');
    for (const score of scores) assert.equal(line[score], match[score], score);
  });

  it('are refused with every wrong field by its flag', async () => {
    const { code, stderr } = await run([
      'chart',
      'match',
      ...flags(newYork),
      ...flags({ ...other, date: '1987-13-02' }, 'partner-'),
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /--partner-date/);
  });
});

describe('composite charts', () => {
  let people;
  before(async () => {
    people = await People.start();
  });
  after(() => people.stop());

  it('are answered by each method, and printed as they are answered', async () => {
    for (const method of ['midpoint', 'reference', 'davison']) {
      const place = method === 'reference' ? { place: 'London' } : {};
      const body = { first: newYork, second: other, method, ...place };
      const response = await people.client.post('/api/v1/chart/composite', body);
      assert.equal(response.status, 200, response.text);
      const { code, stdout, stderr } = await run([
        'chart',
        'composite',
        ...flags(newYork, 'first-'),
        ...flags(other, 'second-'),
        '--method',
        method,
        ...(method === 'reference' ? ['--reference-place', 'London'] : []),
      ]);
      assert.equal(code, 0, stderr);
      assert.deepEqual(JSON.parse(stdout), response.json);
    }
  });

  it('name what is missing', async () => {
    const response = await people.client.post('/api/v1/chart/composite', {
      first: newYork,
      method: 'reference',
    });
    assert.equal(response.status, 422);
    assert.deepEqual(response.json.errors.map(({ pointer }) => pointer).sort(), [
      '/place',
      '/second',
    ]);
  });
});
