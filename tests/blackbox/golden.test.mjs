// Charts against Debian's swetest, which is another program on the same ephemeris.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered } from './support/answers.mjs';
import { goldenBirths } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer, testedEphemeris } from './support/program.mjs';
import { bodiesAt, housesAt } from './support/swetest.mjs';

const tolerance = {
  longitude: 1e-6,
  latitude: 1e-6,
  // The table's are those of its polynomials, not of Swiss Ephemeris's differences.
  speed: testedEphemeris === 'table' ? 1e-4 : 1e-6,
  rightAscension: 1e-6,
  declination: 1e-6,
  distance: 1e-8,
};
const bodies = [
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
  'ceres',
  'pallas',
  'juno',
  'vesta',
  'meanNode',
  'trueNode',
  'meanLilith',
  'trueLilith',
];
const grahas = ['sun', 'moon', 'mars', 'mercury', 'jupiter', 'venus', 'saturn'];

function assertNear(actual, expected, degrees, what) {
  const apart = Math.abs(((actual - expected + 540) % 360) - 180);
  assert.ok(apart <= degrees, `${what}: ${actual} is ${apart} from ${expected}`);
}

describe('twenty births over three centuries', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const cast = async (birthData, options, systems) =>
    answered(await client.post('/api/v1/chart/generate', { birthData, options, systems }));

  it('are spread over 1800 to 2100 and both hemispheres', () => {
    assert.equal(goldenBirths.length, 20);
    assert.ok(goldenBirths.filter(({ birthData }) => birthData.latitude < 0).length >= 5);
    assert.equal(goldenBirths[0].birthData.date.slice(0, 4), '1800');
    assert.equal(goldenBirths.at(-1).birthData.date.slice(0, 4), '2100');
  });

  for (const { birthData, utc, houseSystem } of goldenBirths) {
    const name = `${birthData.date} ${birthData.timezone}`;

    it(`have the instant that the zone's record says: ${name}`, async () => {
      assert.equal((await cast(birthData)).moment.utc, utc);
    });

    it(`have every body where swetest has it: ${name}`, async () => {
      const { positions } = (await cast(birthData, { bodies })).charts.western;
      for (const [body, expected] of Object.entries(bodiesAt(utc, bodies))) {
        for (const [quantity, degrees] of Object.entries(tolerance)) {
          assertNear(positions[body][quantity], expected[quantity], degrees, `${body} ${quantity}`);
        }
        assert.equal(positions[body].retrograde, expected.speed < 0, body);
      }
    });

    for (const system of ['placidus', houseSystem]) {
      it(`have every cusp and angle of ${system} where swetest has it: ${name}`, async () => {
        const { houses } = (await cast(birthData, { houseSystem: system })).charts.western;
        const expected = housesAt(utc, birthData, system);
        assert.equal(houses.system, system);
        assert.equal(houses.cusps.length, expected.cusps.length);
        expected.cusps.forEach((cusp, i) =>
          assertNear(houses.cusps[i], cusp, 1e-6, `cusp ${i + 1}`),
        );
        for (const angle of ['ascendant', 'midheaven', 'vertex', 'eastPoint']) {
          assertNear(houses[angle], expected[angle], 1e-6, angle);
        }
        assertNear(houses.descendant, expected.ascendant + 180, 1e-6, 'descendant');
        assertNear(houses.imumCoeli, expected.midheaven + 180, 1e-6, 'imum coeli');
      });
    }

    it(`have every graha and the lagna where swetest has them by Lahiri: ${name}`, async () => {
      const { vedic } = (await cast(birthData, { ayanamsa: 'lahiri' }, ['vedic'])).charts;
      for (const [body, { longitude }] of Object.entries(bodiesAt(utc, grahas, ['-sid1']))) {
        assertNear(vedic.positions[body].longitude, longitude, 1e-6, body);
      }
      const node = bodiesAt(utc, ['trueNode'], ['-sid1']).trueNode.longitude;
      assertNear(vedic.positions.rahu.longitude, node, 1e-6, 'rahu');
      assertNear(
        vedic.lagna.longitude,
        housesAt(utc, birthData, 'placidus', ['-sid1']).ascendant,
        1e-6,
        'lagna',
      );
    });
  }
});
