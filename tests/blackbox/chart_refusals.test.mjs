// What POST /api/v1/chart/generate refuses, and how.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const path = '/api/v1/chart/generate';

describe('a request for a chart', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const cast = async (birthData, options, systems) => {
    const response = await client.post(path, { birthData, systems, options });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };
  const refused = async (body) => {
    const response = await client.post(path, body);
    assert.equal(response.status, 422, response.text);
    return response.json;
  };
  const fieldsOf = (problem) => problem.errors.map((error) => error.pointer).sort();

  it('refuses an unknown field and names the nearest known one', async () => {
    const cases = [
      [{ birthData: { ...newYork, lattitude: 1 } }, '/birthData/lattitude', 'latitude'],
      [{ birthdata: newYork, birthData: newYork }, '/birthdata', 'birthData'],
      [
        { birthData: newYork, options: { housesystem: 'koch' } },
        '/options/housesystem',
        'houseSystem',
      ],
      [
        { birthData: newYork, options: { houseSystem: 'placidius' } },
        '/options/houseSystem',
        'placidus',
      ],
      [{ birthData: newYork, options: { bodies: ['sun', 'plto'] } }, '/options/bodies/1', 'pluto'],
      [{ birthData: newYork, options: { aspects: ['trin'] } }, '/options/aspects/0', 'trine'],
      [
        { birthData: { ...newYork, timezone: 'America/New_Yrok' } },
        '/birthData/timezone',
        'America/New_York',
      ],
    ];
    for (const [body, pointer, nearest] of cases) {
      const problem = await refused(body);
      assert.deepEqual(fieldsOf(problem), [pointer]);
      assert.ok(problem.errors[0].detail.includes(nearest), problem.errors[0].detail);
    }
  });

  it('reports all wrong fields at once', async () => {
    const problem = await refused({
      birthData: {
        date: '1990-13-45',
        time: '25:00',
        timezone: 'Mars/Olympus',
        latitude: 91,
        longitude: 'east',
      },
      chartType: 'draconic',
      systems: ['western', 'chinese'],
      options: {
        houseSystem: 'none',
        orbs: { trine: 16, quintile: 1 },
        bodies: [],
        svg: 'yes',
        theme: 'blue',
        colour: 1,
      },
    });
    assert.deepEqual(
      fieldsOf(problem),
      [
        '/birthData/date',
        '/birthData/latitude',
        '/birthData/longitude',
        '/birthData/time',
        '/birthData/timezone',
        '/chartType',
        '/options/bodies',
        '/options/colour',
        '/options/houseSystem',
        '/options/orbs/quintile',
        '/options/orbs/trine',
        '/options/svg',
        '/options/theme',
        '/systems',
      ].sort(),
    );
  });

  it('names every field that is missing', async () => {
    assert.deepEqual(fieldsOf(await refused({})), ['/birthData']);
    assert.deepEqual(fieldsOf(await refused({ birthData: {} })), [
      '/birthData/date',
      '/birthData/latitude',
      '/birthData/longitude',
    ]);
    const { latitude, ...noLatitude } = newYork;
    assert.deepEqual(fieldsOf(await refused({ birthData: noLatitude })), ['/birthData/latitude']);
    assert.deepEqual(fieldsOf(await refused({ birthData: { ...newYork, longitude: null } })), [
      '/birthData/longitude',
    ]);
  });

  it('refuses values of the wrong type', async () => {
    for (const value of [[], 'text', 1, true])
      assert.deepEqual(fieldsOf(await refused({ birthData: value })), ['/birthData']);
    for (const body of [[], 'text', 1, true, null]) {
      const response = await client.post(path, JSON.stringify(body));
      assert.equal(response.status, 422);
    }
    assert.deepEqual(fieldsOf(await refused({ birthData: { ...newYork, date: 19900515 } })), [
      '/birthData/date',
    ]);
    assert.deepEqual(fieldsOf(await refused({ birthData: { ...newYork, latitude: '40' } })), [
      '/birthData/latitude',
    ]);
    assert.deepEqual(fieldsOf(await refused({ birthData: { ...newYork, fold: 0.5 } })), [
      '/birthData/fold',
    ]);
  });

  it('refuses the Chinese system until there is one', async () => {
    const problem = await refused({ birthData: newYork, systems: ['chinese'] });
    assert.deepEqual(fieldsOf(problem), ['/systems']);
    assert.match(problem.errors[0].detail, /not available/);
  });

  it('refuses a time that the clocks skipped, with both readings', async () => {
    const problem = await refused({ birthData: { ...newYork, date: '1990-04-01', time: '02:30' } });
    const [{ pointer, candidates }] = problem.errors;
    assert.equal(pointer, '/birthData/time');
    assert.deepEqual(candidates.map(({ utc }) => utc).sort(), [
      '1990-04-01T06:30:00Z',
      '1990-04-01T07:30:00Z',
    ]);
  });

  it('refuses a time that the clocks showed twice until it is told which', async () => {
    const birth = { ...newYork, date: '1990-10-28', time: '01:30' };
    const problem = await refused({ birthData: birth });
    const [{ pointer, candidates }] = problem.errors;
    assert.equal(pointer, '/birthData/time');
    assert.deepEqual(candidates, [
      { utc: '1990-10-28T05:30:00Z', utcOffset: '-04:00', abbreviation: 'EDT', fold: 0 },
      { utc: '1990-10-28T06:30:00Z', utcOffset: '-05:00', abbreviation: 'EST', fold: 1 },
    ]);
    for (const { fold, utc, abbreviation } of candidates) {
      const { moment } = await cast({ ...birth, fold });
      assert.equal(moment.utc, utc);
      assert.equal(moment.abbreviation, abbreviation);
    }
  });

  it('refuses dates that no calendar has', async () => {
    for (const date of [
      '1990-02-30',
      '1900-02-29',
      '1990-00-10',
      '1582-10-10',
      '90-05-15',
      '1990/05/15',
      '',
    ]) {
      const problem = await refused({ birthData: { ...newYork, date } });
      assert.deepEqual(fieldsOf(problem), ['/birthData/date'], date);
    }
    assert.equal(
      (await cast({ ...newYork, date: '1900-02-29', calendar: 'julian' })).moment.utc.slice(0, 10),
      '1900-03-13',
    );
  });

  it('refuses a date that the ephemeris does not cover, and names what it covers', async () => {
    for (const date of ['9000-01-01', '-9000-01-01']) {
      const problem = await refused({
        birthData: { ...newYork, date },
        options: { bodies: ['sun'] },
      });
      assert.match(problem.detail, /-?\d{4,6}-\d\d-\d\d.*[+-]?\d{4,6}-\d\d-\d\d/, problem.detail);
    }
  });

  it('refuses what is no JSON with 400', async () => {
    for (const body of [
      '',
      '{',
      'nonsense',
      '{"birthData":}',
      '[1,]',
      '{"a":NaN}',
      '{"a":1}x',
      "{'a':1}",
      '\u{feff}{}',
    ]) {
      const response = await client.post(path, body);
      assert.equal(response.status, 400, body);
    }
  });
});
