// POST /api/v1/chart/aspects.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

describe('the aspects between two charts', () => {
  const aspects = '/api/v1/chart/aspects';
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const between = async (first, second, options) => {
    const response = await client.post(aspects, { first, second, options });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };

  it('are found among given positions', async () => {
    const answer = await between(
      { positions: { sun: { longitude: 10, speed: 1 }, venus: { longitude: 191 } } },
      {
        positions: { mars: { longitude: 100.5, speed: 0.5 }, moon: { longitude: 131, speed: 13 } },
      },
      { aspects: ['trine', 'square'], orbs: { trine: 5, square: 2 } },
    );
    assert.deepEqual(answer.aspects, [
      { body1: 'sun', body2: 'moon', aspect: 'trine', angle: 120, orb: 1, applying: false },
      { body1: 'sun', body2: 'mars', aspect: 'square', angle: 90, orb: 0.5, applying: true },
      { body1: 'venus', body2: 'mars', aspect: 'square', angle: 90, orb: 0.5, applying: null },
    ]);
    assert.deepEqual(Object.keys(answer.provenance), ['engine']);
  });

  it('are the same from birth data as from the positions that the charts have', async () => {
    const other = { ...newYork, date: '1987-11-02', time: '21:14' };
    const options = { bodies: ['sun', 'venus', 'mars'] };
    const fromBirths = await between(
      { birthData: { ...newYork, time: null } },
      { birthData: { ...other, time: null } },
      options,
    );
    const positions = async (birthData) => {
      const chart = (
        await client.post('/api/v1/chart/generate', {
          birthData: { ...birthData, time: null },
          options,
        })
      ).json.charts.western;
      return Object.fromEntries(
        Object.entries(chart.positions).map(([name, { longitude, speed }]) => [
          name,
          { longitude, speed },
        ]),
      );
    };
    const fromPositions = await between(
      { positions: await positions(newYork) },
      { positions: await positions(other) },
    );
    assert.equal(fromBirths.aspects.length, fromPositions.aspects.length);
    fromBirths.aspects.forEach((aspect, i) => {
      const { orb, ...rest } = fromPositions.aspects[i];
      assert.ok(Math.abs(aspect.orb - orb) < 1e-6);
      assert.deepEqual({ ...rest, orb: aspect.orb }, aspect);
    });
    assert.deepEqual(Object.keys(fromBirths.provenance), ['ephemeris', 'tzdata', 'engine']);
  });

  it('take in the angles of a birth whose time is known', async () => {
    const { aspects: found } = await between(
      { birthData: newYork },
      { positions: { sun: { longitude: 122.2 } } },
    );
    assert.ok(
      found.some(
        ({ body1, body2, aspect }) =>
          body1 === 'ascendant' && body2 === 'sun' && aspect === 'conjunction',
      ),
    );
  });

  it('are refused for sides that are none', async () => {
    const cases = [
      [{}, ['/first', '/second']],
      [{ first: { birthData: newYork } }, ['/second']],
      [{ first: {}, second: { positions: { sun: { longitude: 1 } } } }, ['/first']],
      [
        {
          first: { positions: { sun: { longitude: 360 } } },
          second: { positions: { son: { longitude: 1 } } },
        },
        ['/first/positions/sun/longitude', '/second/positions/son'],
      ],
      [
        { first: { positions: { sun: {} } }, second: { birthData: { ...newYork, latitude: -91 } } },
        ['/first/positions/sun/longitude', '/second/birthData/latitude'],
      ],
      [
        {
          first: { positions: { sun: { longitude: 1 } }, birthData: newYork },
          second: { positions: {} },
        },
        ['/first', '/second/positions'],
      ],
    ];
    for (const [body, pointers] of cases) {
      const response = await client.post(aspects, body);
      assert.equal(response.status, 422, response.text);
      assert.deepEqual(response.json.errors.map((error) => error.pointer).sort(), pointers);
    }
  });
});
