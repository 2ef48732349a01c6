// Births without a time of day, by every route: docs/astrology/unknown-time.md.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork, timeUnknown } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const birthData = timeUnknown;
const at = '2020-06-01T00:00:00Z';
const bodies = ['sun', 'moon', 'venus', 'trueLilith'];
const other = { ...newYork, date: '1985-03-02', time: '04:20' };

const pairsOf = (aspects) => aspects.flatMap(({ body1, body2 }) => [body1, body2]);
const placed = ({ positions }) => Object.keys(positions);

// What each route is asked, which things it names as left out, and the points that it tells of the
// chart without a time; `houses` where the answer would have them.
const answered = {
  'chart/aspects': {
    body: { first: { birthData }, second: { birthData: other }, options: { bodies } },
    names: ['the ascendant', 'the midheaven', 'the Moon', 'trueLilith'],
    points: ({ aspects }) => aspects.map(({ body1 }) => body1),
  },
  'chart/dignities': {
    names: ['sect', 'triplicities', 'peregrination', 'the almuten', 'the Moon'],
    points: ({ planets }) => planets.map(({ body }) => body),
    absent: ['sect', 'almuten', 'fortune', 'cusps'],
  },
  'chart/lots': { names: ['the lots'], points: ({ lots }) => lots.map(({ name }) => name) },
  'chart/declinations': {
    body: { birthData, options: { bodies } },
    names: ['the ascendant', 'the midheaven', 'the Moon', 'trueLilith'],
    points: ({ points }) => points.map(({ point }) => point),
  },
  'chart/midpoints': {
    body: { birthData, options: { bodies } },
    names: ['the ascendant', 'the midheaven', 'the Moon', 'trueLilith'],
    points: ({ midpoints }) => pairsOf(midpoints),
  },
  'chart/harmonic': {
    body: { birthData, number: 2, options: { bodies } },
    names: ['the ascendant', 'the midheaven', 'the Moon', 'trueLilith'],
    points: ({ points, aspects }) => [...points.map(({ point }) => point), ...pairsOf(aspects)],
  },
  'chart/patterns': {
    names: ['the ascendant', 'the midheaven', 'the Moon'],
    points: ({ patterns }) => patterns.flatMap((one) => one.points),
  },
  'chart/mansions': {
    body: { birthData, options: { bodies } },
    names: ['the Moon', 'trueLilith'],
    points: ({ mansions }) => mansions.map(({ body }) => body),
  },
  'chart/stars': {
    body: { birthData, magnitude: 4, orb: 5, options: { bodies: ['sun', 'moon'] } },
    names: ['the ascendant', 'the midheaven', 'the Moon'],
    points: ({ conjunctions }) => conjunctions.map(({ point }) => point),
  },
  'chart/orbits': {
    names: ['the houses', 'the Moon'],
    points: ({ orbits }) => orbits.map(({ body }) => body),
  },
  'chart/relocation': {
    body: { birthData, latitude: 51.5, longitude: 0 },
    names: ['the angles', 'the houses', 'the Moon'],
    points: ({ chart }) => [...placed(chart), ...pairsOf(chart.aspects)],
    houses: ({ chart }) => chart.houses,
  },
  'chart/astrocartography': { names: ['the lines'], points: () => [] },
  'chart/localSpace': { names: ['the directions'], points: ({ directions }) => directions },
  'chart/composite': {
    body: { first: birthData, second: other },
    names: ['the angles', 'the houses', 'the Moon'],
    points: (answer) => [...placed(answer), ...pairsOf(answer.aspects)],
    houses: ({ houses }) => houses,
  },
  'match/compatibility': {
    body: { user: other, partner: birthData },
    names: ['the ascendant', 'the midheaven', 'the houses', 'the Moon'],
    points: ({ western }) => [
      ...western.aspects.map(({ body2 }) => body2),
      ...western.houseOverlays.partnerInUser.map(({ body }) => body),
    ],
    houses: ({ western }) => western.houseOverlays.userInPartner[0],
  },
  'match/search': {
    body: { user: birthData, candidates: [other] },
    names: ['the ascendant', 'the midheaven', 'the Moon'],
    points: () => [],
  },
  'chart/transit': {
    body: { birthData, from: at, to: '2020-09-01T00:00:00Z' },
    names: ['the ascendant', 'the midheaven', 'the houses', 'the Moon'],
    points: ({ transits }) => transits.map(({ natal }) => natal),
    houses: ({ ingresses }) => ingresses[0],
  },
  'chart/return': {
    body: { birthData, after: at },
    names: ['the angles', 'the houses', 'the Moon'],
    points: ({ chart }) => [...placed(chart), ...pairsOf(chart.aspects)],
    houses: ({ chart }) => chart.houses,
  },
  'chart/progression': {
    body: { birthData, at },
    names: ['the angles', 'the houses', 'the Moon'],
    points: (answer) => [...placed(answer), ...pairsOf(answer.aspectsToNatal)],
    houses: ({ houses }) => houses,
  },
  'chart/profection': {
    body: { birthData, at, from: 'sun' },
    names: ['the Moon', 'half a day earlier or later'],
    points: ({ months }) => months.flatMap(({ natalBodies }) => natalBodies),
  },
  'chart/firdaria': {
    body: { birthData, sect: 'day' },
    names: ['half a day earlier or later'],
    points: () => [],
  },
};

const refused = {
  'chart/directions': [{ birthData }, '/birthData/time'],
  'chart/releasing': [{ birthData }, '/birthData/time'],
  'chart/return': [{ birthData, body: 'moon' }, '/body'],
  'chart/firdaria': [{ birthData }, '/sect'],
  'chart/profection': [{ birthData, at }, '/from'],
};

const unknownPoints = ['moon', 'trueLilith', 'ascendant', 'midheaven'];

describe('births without a time of day', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const ask = async (route, body) => {
    const response = await client.post(`/api/v1/${route}`, body);
    assert.equal(response.status, 200, response.text);
    return response.json;
  };
  const unknownIn = ({ warnings }) => warnings.filter(({ code }) => code === 'time.unknown');

  for (const [route, { body = { birthData }, names, points, houses, absent }] of Object.entries(
    answered,
  )) {
    it(`leave out of ${route} what is not known, and name it`, async () => {
      const answer = await ask(route, body);
      const [{ detail }, ...more] = unknownIn(answer);
      assert.deepEqual(more, []);
      for (const name of names) assert.ok(detail.includes(name), `${name}: ${detail}`);
      for (const point of points(answer)) assert.ok(!unknownPoints.includes(point), point);
      if (houses) assert.equal(houses(answer), undefined);
      for (const member of absent ?? []) assert.ok(!(member in answer), member);
    });
  }

  for (const [route, [body, pointer]] of Object.entries(refused)) {
    it(`are refused by ${route} where it needs the time`, async () => {
      const response = await client.post(`/api/v1/${route}`, body);
      assert.equal(response.status, 422);
      assert.deepEqual(
        response.json.errors.map((error) => error.pointer),
        [pointer],
      );
    });
  }

  it('are shown by chart/generate with the range of the Moon', async () => {
    const { western } = (await ask('chart/generate', { birthData })).charts;
    assert.ok(western.moonRange);
    assert.equal(western.houses, undefined);
  });

  it('have the transits of the Moon and her parans, which need no time of birth', async () => {
    const { aspects } = await ask('chart/transit', { birthData, at: '2020-06-01T12:00:00Z' });
    assert.ok(aspects.every(({ natal }) => natal !== 'moon'));
    const { transits } = await ask('chart/transit', answered['chart/transit'].body);
    assert.ok(transits.some(({ transiting }) => transiting === 'moon'));
    const { parans } = await ask('chart/stars', answered['chart/stars'].body);
    assert.ok(parans.some(({ body }) => body === 'moon'));
  });

  it('match the same whoever is the first', async () => {
    const [one, two] = await Promise.all([
      ask('match/compatibility', { user: birthData, partner: other }),
      ask('match/compatibility', { user: other, partner: birthData }),
    ]);
    for (const score of ['overallScore', 'emotionalScore', 'mentalScore', 'physicalScore'])
      assert.equal(one[score], two[score], score);
    const { matches } = await ask('match/search', { user: birthData, candidates: [other] });
    assert.equal(matches[0].overallScore, one.overallScore);
  });

  it('are told of for every route that takes a birth', () => {
    const routes = client.contract
      .operations()
      .filter(({ method, path }) => method === 'post' && /^\/api\/v1\/(chart|match)\//.test(path))
      .map(({ path }) => path.slice('/api/v1/'.length));
    const told = new Set([...Object.keys(answered), ...Object.keys(refused), 'chart/generate']);
    assert.deepEqual([...told].sort(), routes.sort());
  });
});
