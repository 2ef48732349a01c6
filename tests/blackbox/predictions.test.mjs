// The techniques of time: transits, returns, progressions, directions, and the lords of time.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { insideThePolarCircle, newYork, timeUnknown } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

describe('of techniques of time', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const ask = async (name, body = {}) => {
    const response = await client.post(`/api/v1/chart/${name}`, { birthData: newYork, ...body });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };
  const refused = async (name, body) => {
    const response = await client.post(`/api/v1/chart/${name}`, { birthData: newYork, ...body });
    assert.equal(response.status, 422, response.text);
    return response.json.errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  };
  const minute = (instant) => instant && instant.slice(0, 16);
  const at = '2026-11-23T00:00:00Z';
  const codes = ({ warnings }) => warnings.map(({ code }) => code);

  it('transits: of a range are those of the worked example', async () => {
    const answer = await ask('transit', {
      from: '2019-01-01T00:00:00Z',
      to: '2021-01-01T00:00:00Z',
      transiting: ['saturn'],
      options: { aspects: ['conjunction'] },
    });
    const saturn = answer.transits.filter(({ natal }) => natal === 'saturn');
    assert.deepEqual(
      saturn.map(({ enter, exact, leave }) => [enter, ...exact, leave].map(minute)),
      [
        ['2020-01-25T03:52', '2020-02-02T18:35', '2020-02-11T15:31'],
        ['2020-08-26T03:32', '2020-11-01T13:33'],
      ],
    );
    assert.ok(answer.stations.some(({ contacts }) => contacts.length > 0));
  });

  it('transits: of an instant carry the stay within orb around it', async () => {
    const then = '2020-02-01T00:00:00Z';
    const { aspects, positions } = await ask('transit', {
      at: then,
      transiting: ['saturn', 'moon'],
    });
    assert.deepEqual(Object.keys(positions), ['moon', 'saturn']);
    const found = aspects.find(
      (one) => one.transiting === 'saturn' && one.natal === 'saturn' && one.angle === 0,
    );
    assert.equal(found.applying, true);
    assert.equal(minute(found.exactAt[0]), '2020-02-02T18:35');
    for (const { enter, leave } of aspects) assert.ok(enter <= then && then < leave);
  });

  it('transits: go without angles, houses and the Moon when the time is not known', async () => {
    const answer = await ask('transit', {
      birthData: timeUnknown,
      from: '2020-01-01T00:00:00Z',
      to: '2020-03-01T00:00:00Z',
    });
    const natal = new Set(answer.transits.map((one) => one.natal));
    for (const left of ['moon', 'ascendant', 'midheaven']) assert.ok(!natal.has(left), left);
    assert.ok(natal.has('sun'));
    assert.deepEqual(answer.ingresses, []);
    assert.deepEqual(codes(answer), ['time.unknown']);
  });

  it('transits: over more than 30 years are refused, with the limit named', async () => {
    const errors = await refused('transit', {
      from: '1990-01-01T00:00:00Z',
      to: '2020-01-03T00:00:00Z',
    });
    assert.match(errors.join(), /^\/to: .*30 years/);
    await ask('transit', {
      from: '1990-01-01T00:00:00Z',
      to: '2020-01-01T00:00:00Z',
      transiting: ['jupiter'],
    });
  });

  it('transits: tell every wrong field at once', async () => {
    assert.deepEqual(
      (
        await refused('transit', {
          at: 'now',
          from: '2020-01-01T00:00:00Z',
          transiting: [],
          options: { center: 'topocentric', orbs: { trine: 16 } },
        })
      ).map((line) => line.split(':')[0]),
      ['/options/orbs/trine', '/options/center', '/transiting', '/at', '/at'],
    );
    assert.match(
      (await refused('transit', { from: '2020-01-01T00:00:00Z' })).join(),
      /^\/to: is required/,
    );
    assert.match(
      (
        await refused('transit', { from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' })
      ).join(),
      /^\/to: must be later/,
    );
    assert.match((await refused('transit', { birthData: null })).join(), /^\/birthData: is/);
    assert.match(
      (await refused('transit', { at: '+012000-01-01T00:00:00Z' })).join(),
      /^\/at: .*cover/,
    );
  });

  it('returns: bring the body back to a millionth of a degree', async () => {
    for (const body of ['sun', 'moon', 'mars']) {
      const answer = await ask('return', { body, after: '2026-01-01T00:00:00Z' });
      const { longitude } = answer.chart.positions[body];
      assert.ok(Math.abs(longitude - answer.longitude) < 1e-6, `${body} ${longitude}`);
      assert.equal(answer.passes[0].at, answer.at);
    }
  });

  it('returns: can be relocated, which changes houses and nothing else', async () => {
    const after = '2026-01-01T00:00:00Z';
    const here = await ask('return', { after });
    const there = await ask('return', { after, latitude: 51.5072, longitude: -0.1276 });
    assert.equal(here.at, there.at);
    assert.notEqual(here.chart.houses.ascendant, there.chart.houses.ascendant);
    assert.deepEqual(here.returnPlace, { latitude: 40.7128, longitude: -74.006 });
    assert.match((await refused('return', { latitude: 5 })).join(), /^\/longitude: is required/);
  });

  it('returns: corrected for precession come later', async () => {
    const after = '2026-01-01T00:00:00Z';
    const plain = await ask('return', { after });
    const corrected = await ask('return', { after, precession: true });
    const hours = (Date.parse(corrected.at) - Date.parse(plain.at)) / 3.6e6;
    assert.ok(hours > 12 && hours < 13, `${hours}`);
  });

  it('returns: of an unknown time have no houses', async () => {
    const answer = await ask('return', {
      birthData: timeUnknown,
      after: '2026-01-01T00:00:00Z',
    });
    assert.equal(answer.chart.houses, undefined);
    assert.deepEqual(codes(answer), ['time.unknown']);
  });

  it('returns: can be drawn', async () => {
    const answer = await ask('return', {
      after: '2026-01-01T00:00:00Z',
      options: { svg: true, theme: 'dark' },
    });
    assert.match(answer.chart.svg, /^<svg/);
  });

  it('progressions: of the worked example', async () => {
    const answer = await ask('progression', { at });
    assert.equal(answer.symbolicAt.slice(0, 19), '1990-06-21T03:05:42');
    assert.equal(answer.positions.sun.formatted, '29°30\'16" Gemini');
    assert.equal(answer.angles, 'solarArcLongitude');
    assert.ok(answer.aspectsToNatal.every(({ orb }) => orb <= 1));
  });

  it('progressions: by solar arc move every point alike', async () => {
    const answer = await ask('progression', { at, method: 'solarArc' });
    assert.ok(Math.abs(answer.arc - 35.0081) < 1e-4);
    assert.equal(answer.positions.sun.formatted, '29°30\'16" Gemini');
    assert.match((await refused('progression', { at, rate: 'naibod' })).join(), /^\/rate: /);
    assert.match(
      (await refused('progression', { at, method: 'solarArc', angles: 'quotidian' })).join(),
      /^\/angles: /,
    );
  });

  it('progressions: are of a life', async () => {
    for (const wrong of ['1989-01-01T00:00:00Z', '2200-01-01T00:00:00Z']) {
      const errors = await refused('progression', { at: wrong });
      assert.match(errors.join(), /^\/at: .*150 years/);
    }
  });

  it('progressions: of an unknown time have no houses', async () => {
    const answer = await ask('progression', { at, birthData: timeUnknown });
    assert.equal(answer.houses, undefined);
    assert.equal(answer.angles, undefined);
    assert.deepEqual(codes(answer), ['time.unknown']);
  });

  it('primary directions: of the worked example', async () => {
    const { directions } = await ask('directions');
    const sun = directions.find(
      (one) =>
        one.promissor === 'sun' && one.significator === 'midheaven' && one.side === null,
    );
    assert.ok(Math.abs(sun.arc - 35.5798) < 1e-4);
    assert.ok(Math.abs(sun.years - 36.1) < 0.01);
  });

  it('primary directions: need the time of birth', async () => {
    const errors = await refused('directions', { birthData: timeUnknown });
    assert.match(errors.join(), /^\/birthData\/time: is required/);
    assert.match(
      (await refused('directions', { yearsFrom: 50, yearsTo: 40 })).join(),
      /^\/yearsTo: /,
    );
  });

  it('primary directions: can be had within the polar circle', async () => {
    const { directions } = await ask('directions', { birthData: insideThePolarCircle });
    assert.ok(directions.length > 0);
  });

  it('lords of time: by profection', async () => {
    const answer = await ask('profection', { at });
    assert.equal(answer.age, 36);
    assert.equal(answer.year.sign, 'Leo');
    assert.equal(answer.year.ruler, 'sun');
    assert.equal(answer.year.begin.slice(0, 19), '2026-05-15T07:34:15');
    assert.equal(answer.month, 7);
    assert.equal(answer.months[6].sign, 'Aquarius');
    assert.match(
      (await refused('profection', { at, birthData: timeUnknown })).join(),
      /^\/from: ascendant needs the time of birth/,
    );
    const known = await ask('profection', { at, birthData: timeUnknown, from: 'sun' });
    assert.equal(known.year.sign, 'Taurus');
    assert.deepEqual(codes(known), ['time.unknown']);
  });

  it('lords of time: by firdaria', async () => {
    const answer = await ask('firdaria', { at });
    assert.equal(answer.sect, 'day');
    assert.deepEqual(answer.current, { lord: 'moon', part: 'sun' });
    assert.equal(answer.periods.length, 9);
    assert.match(
      (await refused('firdaria', { birthData: timeUnknown })).join(),
      /^\/sect: must be day or night/,
    );
    const night = await ask('firdaria', {
      birthData: timeUnknown,
      sect: 'night',
      nodes: 'afterMars',
    });
    assert.equal(night.periods[4].lord, 'northNode');
    assert.equal(night.current, undefined);
    const old = await ask('firdaria', { at: '2070-01-01T00:00:00Z' });
    assert.equal(old.periods.length, 18);
  });

  it('lords of time: from the sign after Fortune where Spirit is in its sign', async () => {
    // Sun and Moon together, on 12 August 2026, so that both lots are on the ascendant.
    const birthData = { ...newYork, date: '2026-08-12', time: '13:37' };
    const to = '2050-01-01T00:00:00Z';
    const same = await ask('releasing', { birthData, to });
    assert.ok(Math.abs(same.lotLongitude - same.fortuneLongitude) < 0.2);
    const next = await ask('releasing', { birthData, to, whenTogether: 'nextSign' });
    assert.notEqual(same.from, next.from);
    assert.equal(same.periods[0].fromFortune, 1);
    assert.equal(next.periods[0].fromFortune, 2);
  });

  it('lords of time: by zodiacal releasing', async () => {
    const answer = await ask('releasing', { to: at, levels: 1 });
    assert.equal(answer.lot, 'spirit');
    assert.equal(answer.periods[0].sign, answer.from);
    assert.equal(answer.periods[0].begin, '1990-05-15T14:30:00Z');
    const deep = await ask('releasing', {
      lot: 'fortune',
      from: '2026-11-01T00:00:00Z',
      to: at,
      levels: 4,
    });
    assert.deepEqual(
      [...new Set(deep.periods.map(({ level }) => level))],
      [1, 2, 3, 4],
    );
    assert.match(
      (await refused('releasing', { birthData: timeUnknown })).join(),
      /^\/birthData\/time: is required/,
    );
    assert.match(
      (await refused('releasing', { to: '2120-01-01T00:00:00Z' })).join(),
      /^\/to: must be within 120 years/,
    );
    assert.match((await refused('releasing', { lot: 'fortun' })).join(), /^\/lot: .*fortune/);
  });
});
