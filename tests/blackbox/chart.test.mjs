// What POST /api/v1/chart/generate answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered } from './support/answers.mjs';
import { insideThePolarCircle, newYork, timeUnknown } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const path = '/api/v1/chart/generate';
const majors = ['conjunction', 'opposition', 'trine', 'square', 'sextile'];
const defaultBodies = [
  'sun',
  'moon',
  'mercury',
  'venus',
  'mars',
  'jupiter',
  'saturn',
  'uranus',
  'neptune',
  'pluto',
  'chiron',
  'trueNode',
];

describe('a natal chart', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const cast = async (birthData, options, systems) =>
    answered(await client.post(path, { birthData, systems, options }));

  it('has the bodies, houses and aspects that nobody had to ask for', async () => {
    const chart = await cast(newYork);
    const { western, vedic } = chart.charts;
    assert.equal(vedic, undefined);
    assert.deepEqual(Object.keys(western.positions), defaultBodies);
    assert.equal(western.zodiac, 'tropical');
    assert.equal(western.houses.system, 'placidus');
    assert.equal(western.houses.requested, undefined);
    assert.equal(western.houses.cusps.length, 12);
    assert.ok(western.aspects.length > 5);
    assert.ok(western.aspects.every(({ aspect }) => majors.includes(aspect)));
    assert.equal(western.svg, undefined);
    assert.deepEqual(chart.warnings, []);
  });

  it('says how the clock was read', async () => {
    const { moment, place } = await cast(newYork);
    assert.equal(moment.utc, '1990-05-15T14:30:00Z');
    assert.ok(Math.abs(moment.julianDayUt - 2448027.1041667) < 1e-6);
    assert.ok(Math.abs(moment.deltaT - 57.1058) < 0.006);
    const { utc, julianDayUt, deltaT, ...rest } = moment;
    assert.deepEqual(rest, {
      local: '1990-05-15T10:30:00',
      timezone: 'America/New_York',
      utcOffset: '-04:00',
      abbreviation: 'EDT',
      dst: true,
      rule: 'tzdb',
      calendar: 'gregorian',
      timeKnown: true,
    });
    assert.deepEqual(place, {
      latitude: 40.7128,
      longitude: -74.006,
      timezone: 'America/New_York',
    });
  });

  it('reads an explicit offset in the place of a zone', async () => {
    const { timezone, ...birth } = newYork;
    const { moment, place } = await cast({ ...birth, utcOffset: '-05:00' });
    assert.equal(moment.utc, '1990-05-15T15:30:00Z');
    assert.equal(moment.rule, 'explicit');
    assert.equal(moment.timezone, null);
    assert.equal(place.timezone, null);
    const both = await cast({ ...newYork, utcOffset: '-05:00' });
    assert.equal(both.moment.utc, '1990-05-15T15:30:00Z');
    assert.equal(both.moment.rule, 'explicit');
  });

  it('reads dates of both calendars', async () => {
    const battle = {
      date: '1066-10-14',
      time: '09:00',
      timezone: 'Europe/London',
      latitude: 50.91,
      longitude: 0.4875,
    };
    const { moment } = await cast(battle);
    assert.equal(moment.calendar, 'julian');
    assert.equal(moment.rule, 'lmt');
    assert.equal(moment.utc, '1066-10-20T08:58:03Z');
    const again = await cast({ ...battle, date: '1066-10-20', calendar: 'gregorian' });
    assert.equal(again.moment.utc, moment.utc);
    const caesar = await cast(
      { ...battle, date: '-0043-03-15', timezone: 'Europe/Rome', latitude: 41.9, longitude: 12.5 },
      { bodies: ['sun'] },
    );
    assert.match(caesar.moment.utc, /^-000043-03-13T/);
  });

  it('gives all angles with the decimals of the contract', async () => {
    const response = await client.post(path, { birthData: newYork, systems: ['western', 'vedic'] });
    for (const [name, decimals] of [
      ['longitude', 7],
      ['latitude', 7],
      ['speed', 7],
      ['rightAscension', 7],
      ['declination', 7],
      ['degree', 7],
      ['orb', 7],
      ['ascendant', 7],
      ['distance', 10],
    ]) {
      const printed = [...response.text.matchAll(new RegExp(`"${name}":(-?[0-9.eE+-]+)`, 'g'))];
      assert.ok(printed.length > 0, name);
      for (const [, number] of printed)
        assert.match(number, new RegExp(`^-?\\d+\\.\\d{${decimals}}$`), name);
    }
  });

  it('prints degrees within the sign as the longitude has them', async () => {
    const { positions } = (await cast(newYork)).charts.western;
    const names = client.contract.document.components.schemas.SignName.enum;
    for (const { longitude, sign, degree, formatted } of Object.values(positions)) {
      assert.equal(sign, names[Math.floor(longitude / 30)]);
      assert.ok(Math.abs(degree - (longitude % 30)) < 1e-6);
      const [, d, m, s, name] = /^(\d+)°(\d+)'(\d+)" (\w+)$/.exec(formatted);
      assert.equal(name, sign);
      const shown = Number(d) + Number(m) / 60 + Number(s) / 3600;
      assert.ok(
        degree - shown > -1e-6 && degree - shown < 1 / 3600 + 1e-6,
        `${formatted} for ${degree}`,
      );
    }
  });

  it('puts each body into the house whose cusps surround it', async () => {
    for (const houseSystem of ['placidus', 'wholeSign', 'equal', 'meridian']) {
      const { positions, houses } = (await cast(newYork, { houseSystem })).charts.western;
      for (const [name, { longitude, house }] of Object.entries(positions)) {
        const from = houses.cusps[house - 1];
        const to = houses.cusps[house % 12];
        const arc = (a, b) => (((b - a) % 360) + 360) % 360;
        assert.ok(
          arc(from, longitude) < arc(from, to),
          `${name} in house ${house} of ${houseSystem}`,
        );
      }
    }
  });

  it('has each pair of points in at most one aspect, within its orb', async () => {
    const { aspects, positions, houses } = (
      await cast(newYork, {
        aspects: ['conjunction', 'trine', 'quintile'],
        orbs: { trine: 3, quintile: 2, conjunction: 6 },
      })
    ).charts.western;
    const longitude = (point) => positions[point]?.longitude ?? houses[point];
    const orbs = { trine: 3, quintile: 2, conjunction: 6 };
    const pairs = new Set();
    for (const { body1, body2, aspect, angle, orb } of aspects) {
      const apart = Math.abs(((longitude(body2) - longitude(body1) + 540) % 360) - 180);
      assert.ok(Math.abs(Math.abs(apart - angle) - orb) < 1e-6, `${body1} ${aspect} ${body2}`);
      assert.ok(orb <= orbs[aspect]);
      pairs.add([body1, body2].sort().join());
    }
    assert.equal(pairs.size, aspects.length);
    assert.ok(aspects.length > 0);
  });

  it('tells applying from separating by where the bodies are a little later', async () => {
    const at = (time) =>
      cast(
        { ...newYork, time },
        {
          bodies: ['sun', 'moon', 'mercury', 'venus', 'mars'],
          orbs: { trine: 10, square: 10, sextile: 10, opposition: 10, conjunction: 10 },
        },
      );
    const [now, later] = [(await at('10:30')).charts.western, (await at('10:31')).charts.western];
    const planets = now.aspects.filter(
      ({ body1, body2 }) => now.positions[body1] && now.positions[body2],
    );
    assert.ok(planets.length > 0);
    for (const { body1, body2, orb, applying } of planets) {
      const same = later.aspects.find((other) => other.body1 === body1 && other.body2 === body2);
      assert.equal(applying, same.orb < orb, `${body1} ${body2}`);
    }
  });

  it('counts every planet once in elements, modalities and each pair of hemispheres', async () => {
    const { balance } = (await cast(newYork)).charts.western;
    const planets = defaultBodies.slice(0, 10).sort();
    for (const parts of [balance.elements, balance.modalities]) {
      assert.deepEqual(Object.values(parts).flat().sort(), planets);
    }
    const { above, below, east, west } = balance.hemispheres;
    assert.deepEqual([...above, ...below].sort(), planets);
    assert.deepEqual([...east, ...west].sort(), planets);
  });

  it('knows its ruler and the phase of the Moon', async () => {
    const { chartRuler, moonPhase, positions } = (await cast(newYork)).charts.western;
    assert.deepEqual(chartRuler, { sign: 'Leo', traditional: 'sun', modern: 'sun' });
    assert.ok(
      Math.abs(moonPhase.angle - (positions.moon.longitude - positions.sun.longitude)) < 1e-6,
    );
    assert.equal(moonPhase.name, 'waningGibbous');
  });

  it('moves by the ayanamsa in the sidereal zodiac', async () => {
    const tropical = (await cast(newYork)).charts.western;
    const sidereal = (await cast(newYork, { zodiac: 'sidereal', ayanamsa: 'faganBradley' })).charts
      .western;
    assert.equal(sidereal.ayanamsa.name, 'faganBradley');
    for (const name of defaultBodies) {
      const moved =
        (tropical.positions[name].longitude - sidereal.positions[name].longitude + 360) % 360;
      assert.ok(Math.abs(moved - sidereal.ayanamsa.value) < 1e-5, name);
      assert.equal(
        sidereal.positions[name].rightAscension,
        tropical.positions[name].rightAscension,
      );
    }
    assert.ok(
      Math.abs(
        ((tropical.houses.ascendant - sidereal.houses.ascendant + 360) % 360) -
          sidereal.ayanamsa.value,
      ) < 1e-5,
    );
  });

  it('takes the node that it is asked to', async () => {
    const { western, vedic } = (await cast(newYork, { node: 'mean' }, ['western', 'vedic'])).charts;
    assert.ok(western.positions.meanNode && !western.positions.trueNode);
    const apart =
      (western.positions.meanNode.longitude - vedic.positions.rahu.longitude + 360) % 360;
    assert.ok(Math.abs(apart - vedic.ayanamsa.value) < 1e-5);
    const opposite = (vedic.positions.ketu.longitude - vedic.positions.rahu.longitude + 360) % 360;
    assert.ok(Math.abs(opposite - 180) < 1e-6);
  });

  it('has nakshatra, pada and whole-sign houses in the Vedic system', async () => {
    const { vedic, western } = (await cast(newYork, {}, ['vedic'])).charts;
    assert.equal(western, undefined);
    const { NakshatraName, SignName, SanskritSignName } =
      client.contract.document.components.schemas;
    for (const point of [vedic.lagna, ...Object.values(vedic.positions)]) {
      const mansion = point.longitude / (360 / 27);
      assert.equal(point.nakshatra, NakshatraName.enum[Math.floor(mansion)]);
      assert.equal(point.pada, Math.floor((mansion % 1) * 4) + 1);
      assert.equal(point.sanskritSign, SanskritSignName.enum[SignName.enum.indexOf(point.sign)]);
    }
    const first = SignName.enum.indexOf(vedic.lagna.sign);
    for (const { sign, house } of Object.values(vedic.positions)) {
      assert.equal(house, ((SignName.enum.indexOf(sign) - first + 12) % 12) + 1);
    }
  });

  it('has no houses when the time is unknown, but the range of the Moon', async () => {
    const { moment, charts } = await cast(timeUnknown, {}, ['western', 'vedic']);
    assert.equal(moment.timeKnown, false);
    assert.equal(moment.utc, '1990-05-15T16:00:00Z');
    const { western, vedic } = charts;
    assert.ok(Object.values(western.positions).every((position) => position.house === undefined));
    assert.equal(western.balance.hemispheres, undefined);
    assert.ok(
      western.aspects.every(
        ({ body1, body2 }) =>
          ![body1, body2].some((point) => ['ascendant', 'midheaven'].includes(point)),
      ),
    );
    const arc = (a, b) => (b - a + 360) % 360;
    const { from, to } = western.moonRange;
    assert.ok(arc(from, to) > 11 && arc(from, to) < 16);
    assert.ok(arc(from, western.positions.moon.longitude) < arc(from, to));
    assert.ok(
      arc(vedic.moonRange.from, vedic.positions.moon.longitude) <
        arc(vedic.moonRange.from, vedic.moonRange.to),
    );
    const { time, ...leftOut } = timeUnknown;
    assert.deepEqual((await cast(leftOut, {}, ['western', 'vedic'])).charts, charts);
  });

  it('falls back to Porphyry inside the polar circles, and says so', async () => {
    for (const houseSystem of ['placidus', 'koch', 'gauquelin']) {
      const { charts, warnings } = await cast(insideThePolarCircle, { houseSystem });
      assert.equal(charts.western.houses.system, 'porphyry');
      assert.equal(charts.western.houses.requested, houseSystem);
      assert.deepEqual(
        warnings.map(({ code }) => code),
        ['houses.fallback'],
      );
      assert.match(warnings[0].detail, new RegExp(houseSystem, 'i'));
    }
    const { charts, warnings } = await cast(insideThePolarCircle, { houseSystem: 'campanus' });
    assert.equal(charts.western.houses.system, 'campanus');
    assert.deepEqual(warnings, []);
  });

  it('has 36 sectors in the system of Gauquelin', async () => {
    const { houses } = (await cast(newYork, { houseSystem: 'gauquelin' })).charts.western;
    assert.equal(houses.cusps.length, 36);
  });

  it('draws its wheel, light or dark', async () => {
    const light = (await cast(newYork, { svg: true })).charts.western.svg;
    const dark = (await cast(newYork, { svg: true, theme: 'dark' })).charts.western.svg;
    assert.ok(Buffer.byteLength(light) < 60 * 1024);
    assert.notEqual(light, dark);
    assert.doesNotMatch(light, /<script|https?:\/\/(?!www\.w3\.org\/)/);
  });

  it('sees parallax from a place on the ground', async () => {
    const geocentric = (await cast(newYork)).charts.western.positions.moon.longitude;
    const topocentric = (await cast(newYork, { center: 'topocentric' })).charts.western.positions
      .moon.longitude;
    const shift = Math.abs(geocentric - topocentric);
    assert.ok(shift > 0.01 && shift < 1.1, `${shift} degrees`);
  });

  it('is the same, byte for byte, when it is asked for again', async () => {
    const body = { birthData: newYork, systems: ['western', 'vedic'], options: { svg: true } };
    const [first, ...others] = await Promise.all(
      Array.from({ length: 20 }, () => client.post(path, body)),
    );
    for (const other of others) assert.ok(first.body.equals(other.body));
    const reordered = await client.post(path, {
      options: { svg: true },
      systems: ['vedic', 'western'],
      birthData: Object.fromEntries(Object.entries(newYork).reverse()),
    });
    assert.ok(first.body.equals(reordered.body), 'the order of the members does not matter');
  });

  it('has an id that tells inputs apart', async () => {
    const ids = await Promise.all(
      [
        cast(newYork),
        cast({ ...newYork, time: '10:31' }),
        cast({ ...newYork, latitude: 40.7129 }),
        cast(newYork, { houseSystem: 'koch' }),
        cast(newYork, {}, ['vedic']),
        cast(timeUnknown),
      ].map(async (chart) => (await chart).chartId),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});
