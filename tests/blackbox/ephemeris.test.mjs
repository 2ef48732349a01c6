// GET /api/v1/ephemeris/positions, POST /api/v1/ephemeris/calculate, and the constants.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answered, wrongPointers } from './support/answers.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer, within } from './support/program.mjs';
import { ephemerisPath } from './support/swetest.mjs';

const positions = '/api/v1/ephemeris/positions';
const calculate = '/api/v1/ephemeris/calculate';
const day = {
  from: '2026-11-23T00:00:00Z',
  to: '2026-11-24T00:00:00Z',
  stepMinutes: 360,
  bodies: ['sun', 'moon'],
};
const heliocentric = [
  'mercury',
  'venus',
  'mars',
  'jupiter',
  'saturn',
  'uranus',
  'neptune',
  'pluto',
  'chiron',
  'earth',
];

describe('the ephemeris', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const get = async (query) => answered(await client.get(`${positions}?${query}`));
  const wrongParameters = async (query) => wrongPointers(await client.get(`${positions}?${query}`));
  const wrongFields = async (body) => wrongPointers(await client.post(calculate, body));

  it('gives the sky of an instant', async () => {
    const sky = await get('at=2026-11-23T00:00:00Z');
    assert.equal(sky.at, '2026-11-23T00:00:00Z');
    assert.equal(sky.julianDayUt, 2461367.5);
    assert.equal(sky.zodiac, 'tropical');
    assert.equal(Object.keys(sky.positions).length, 12);
    assert.equal(sky.ascendant, undefined);
    assert.ok(sky.moonPhase);
    assert.ok(Object.values(sky.positions).every(({ house }) => house === undefined));
  });

  it('means 00:00 UTC by a date, and reads offsets', async () => {
    const sky = await get('date=2026-11-23');
    assert.deepEqual(await get('at=2026-11-23T00:00:00Z'), sky);
    assert.deepEqual(await get('at=2026-11-22T19:00:00-05:00'), sky);
    assert.deepEqual(await get('at=2026-11-23T05%3A30%3A00%2B05%3A30'), sky);
  });

  it('means now when it is not told when', async () => {
    const before = Date.now();
    const sky = await get('bodies=sun');
    const at = Date.parse(sky.at);
    assert.ok(at >= before - 1000 && at <= Date.now() + 1000, sky.at);
  });

  it('gives the bodies that it is asked for, in the order of the contract', async () => {
    assert.deepEqual(Object.keys((await get('date=2026-11-23&bodies=vesta,moon,sun')).positions), [
      'sun',
      'moon',
      'vesta',
    ]);
    assert.ok('meanNode' in (await get('date=2026-11-23&node=mean')).positions);
    assert.deepEqual(
      Object.keys((await get('date=2026-11-23&center=heliocentric')).positions),
      heliocentric,
    );
  });

  it('gives the ascendant of a place', async () => {
    const sky = await get('at=1990-05-15T14:30:00Z&bodies=sun&latitude=40.7128&longitude=-74.006');
    assert.ok(Math.abs(sky.ascendant.longitude - 122.2036646) < 1e-6);
    assert.equal(sky.ascendant.sign, 'Leo');
  });

  it('sees the Moon from a place on the ground', async () => {
    const from = async (more) =>
      (await get(`at=1990-05-15T14:30:00Z&bodies=moon&latitude=40.7128&longitude=-74.006${more}`))
        .positions.moon;
    const [ground, centre] = [await from('&center=topocentric'), await from('')];
    const shift = Math.abs(ground.longitude - centre.longitude);
    assert.ok(shift > 0.01 && shift < 1.1);
  });

  it('names each wrong parameter', async () => {
    assert.deepEqual(await wrongParameters('at=yesterday'), ['/at']);
    assert.deepEqual(await wrongParameters('date=2026-02-30'), ['/date']);
    assert.equal((await wrongParameters('at=2026-11-23T00:00:00Z&date=2026-11-23')).length, 1);
    assert.deepEqual(await wrongParameters('bodys=sun'), ['/bodys']);
    assert.deepEqual(await wrongParameters('bodies=sun,vulcan'), ['/bodies/1']);
    assert.deepEqual(await wrongParameters('latitude=40'), ['/longitude']);
    assert.deepEqual(await wrongParameters('latitude=91&longitude=-181'), [
      '/latitude',
      '/longitude',
    ]);
    assert.deepEqual(await wrongParameters('latitude=NaN&longitude=1e999'), [
      '/latitude',
      '/longitude',
    ]);
    assert.deepEqual(await wrongParameters('zodiac=lunar&ayanamsa=none&node=north&center=mars'), [
      '/ayanamsa',
      '/center',
      '/node',
      '/zodiac',
    ]);
    assert.deepEqual(await wrongParameters('at=2026-11-23T00:00:00Z&at=2026-11-24T00:00:00Z'), [
      '/at',
    ]);
    assert.deepEqual(await wrongParameters('center=topocentric'), ['/center']);
    assert.deepEqual(await wrongParameters('date=2026-11-23&center=heliocentric&bodies=sun'), [
      '/bodies',
    ]);
    assert.deepEqual(await wrongParameters('date=2026-11-23&bodies=earth'), ['/bodies']);
  });

  it('suggests the parameter that was meant', async () => {
    const response = await client.get(`${positions}?bodys=sun`);
    assert.match(response.json.errors[0].detail, /bodies/);
  });

  it('refuses a query that cannot be read with 400', async () => {
    for (const query of ['at=%zz', 'at=%ff%fe', 'bodies=%c0%af']) {
      assert.equal((await client.get(`${positions}?${query}`)).status, 400, query);
    }
  });

  it('refuses an instant that the data do not cover, and names what they cover', async () => {
    for (const date of ['9000-01-01', '-009000-01-01']) {
      const response = await client.get(`${positions}?at=${date}T00:00:00Z&bodies=sun`);
      assert.equal(response.status, 422);
      assert.match(response.json.detail, /-?\d{4,6}-\d\d-\d\d.*[+-]?\d{4,6}-\d\d-\d\d/);
    }
  });

  it('makes a table from the first instant to the last', async () => {
    const response = await client.post(calculate, day);
    assert.equal(response.status, 200, response.text);
    const table = response.json;
    assert.deepEqual(
      table.rows.map(({ at }) => at),
      [
        '2026-11-23T00:00:00Z',
        '2026-11-23T06:00:00Z',
        '2026-11-23T12:00:00Z',
        '2026-11-23T18:00:00Z',
        '2026-11-24T00:00:00Z',
      ],
    );
    assert.deepEqual(table.bodies, ['sun', 'moon']);
    assert.equal(table.stepMinutes, 360);
    for (const { at, positions: row } of table.rows) {
      const sky = await get(`at=${at}&bodies=sun,moon`);
      for (const [body, position] of Object.entries(row)) {
        for (const [name, value] of Object.entries(position))
          assert.ok(Math.abs(value - sky.positions[body][name]) < 2e-7, `${at} ${body} ${name}`);
      }
    }
  });

  it('has one row when the last instant is the first, and never goes beyond', async () => {
    assert.equal((await client.post(calculate, { ...day, to: day.from })).json.rows.length, 1);
    assert.equal(
      (await client.post(calculate, { ...day, to: '2026-11-23T11:59:59Z' })).json.rows.length,
      2,
    );
  });

  it('makes the same table as text/csv', async () => {
    const table = (await client.post(calculate, day)).json;
    for (const accept of ['text/csv', 'text/csv, application/json;q=0.5', 'text/*']) {
      const csv = await client.post(calculate, day, { accept });
      assert.equal(csv.contentType, 'text/csv', accept);
      const lines = csv.text.split('\r\n');
      assert.equal(lines.pop(), '');
      const columns = [
        'longitude',
        'latitude',
        'distance',
        'speed',
        'rightAscension',
        'declination',
      ];
      assert.equal(
        lines[0],
        [
          'at',
          'julianDayUt',
          ...['sun', 'moon'].flatMap((body) => columns.map((name) => `${body}.${name}`)),
        ].join(','),
      );
      const rows = lines.slice(1).map((line) => line.split(','));
      assert.deepEqual(
        rows.map(([at, ...numbers]) => [at, ...numbers.map(Number)]),
        table.rows.map((row) => [
          row.at,
          row.julianDayUt,
          ...['sun', 'moon'].flatMap((body) => columns.map((name) => row.positions[body][name])),
        ]),
      );
    }
  });

  it('makes JSON where any type will do', async () => {
    for (const accept of [
      '*/*',
      'application/json',
      'application/*',
      'application/json, text/csv;q=0.9',
      'text/html, */*;q=0.1',
    ]) {
      assert.equal(
        (await client.post(calculate, day, { accept })).contentType,
        'application/json',
        accept,
      );
    }
  });

  it('refuses to answer with a type that it does not have', async () => {
    for (const accept of ['text/html', 'application/xml', 'application/json;q=0, text/csv;q=0']) {
      assert.equal((await client.post(calculate, day, { accept })).status, 406, accept);
    }
  });

  it('makes at most 10,000 rows', async () => {
    const step = { ...day, stepMinutes: 1, bodies: ['sun'] };
    const last = (minutes) => new Date(Date.parse(day.from) + minutes * 60_000).toISOString();
    const longest = await client.post(calculate, { ...step, to: last(9_999) });
    assert.equal(longest.json.rows.length, 10_000);
    const response = await client.post(calculate, { ...step, to: last(10_000) });
    assert.equal(response.status, 422);
    assert.match(response.text, /10,?000/);
  });

  it('names each wrong field', async () => {
    assert.deepEqual(await wrongFields({}), ['/from', '/stepMinutes', '/to']);
    assert.deepEqual(await wrongFields({ ...day, from: 'now', to: 5 }), ['/from', '/to']);
    assert.deepEqual(await wrongFields({ ...day, to: '2026-11-22T00:00:00Z' }), ['/to']);
    for (const stepMinutes of [0, -1, 0.5, '60', 1e300])
      assert.deepEqual(await wrongFields({ ...day, stepMinutes }), ['/stepMinutes']);
    assert.deepEqual(await wrongFields({ ...day, step: 60 }), ['/step']);
    assert.deepEqual(await wrongFields({ ...day, latitude: 1 }), ['/longitude']);
    assert.deepEqual(await wrongFields({ ...day, center: 'topocentric' }), ['/center']);
    assert.deepEqual(await wrongFields({ ...day, center: 'heliocentric' }), ['/bodies']);
  });

  it('tells the twelve signs', async () => {
    const { items } = (await client.get('/api/v1/misc/zodiac-signs')).json;
    assert.deepEqual(
      items.map(({ startLongitude }) => startLongitude),
      Array.from({ length: 12 }, (_, i) => 30 * i),
    );
    assert.deepEqual(items[7], {
      name: 'Scorpio',
      sanskritName: 'Vrishchika',
      startLongitude: 210,
      element: 'water',
      modality: 'fixed',
      traditionalRuler: 'mars',
      modernRuler: 'pluto',
    });
  });

  it('says that it is well', async () => {
    const health = (await client.get('/api/v1/misc/health')).json;
    assert.equal(health.status, 'healthy');
    assert.deepEqual(health.checks, {
      redis: 'disabled',
      anthropic: 'disabled',
      database: 'healthy',
      swisseph: 'healthy',
    });
    assert.equal(health.version, client.contract.document.info.version);
    assert.ok(Math.abs(Date.parse(health.timestamp) - Date.now()) < 60_000);
    for (const path of ['/livez', '/readyz'])
      assert.deepEqual((await client.get(path)).json, { status: 'ok' });
  });
});

describe('a server on Swiss Ephemeris whose files are gone', () => {
  let directory;
  let server;
  let client;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'ephemeris-'));
    for (const file of ['sepl_18.se1', 'semo_18.se1', 'seas_18.se1']) {
      copyFileSync(join(ephemerisPath, file), join(directory, file));
    }
    server = await startServer(['--ephemeris', 'swiss', '--ephemeris-path', directory]);
    client = await checkedClient(server);
    rmSync(directory, { recursive: true });
  });
  after(() => server.stop());

  it('lives, but is neither ready nor healthy', async () => {
    assert.equal((await client.get('/livez')).status, 200);
    // It looks every second.
    await within(
      (async () => {
        while ((await client.get('/readyz')).status !== 503);
      })(),
      'the loss of readiness',
      10_000,
    );
    const health = await client.get('/api/v1/misc/health');
    assert.equal(health.status, 503);
    assert.equal(health.json.checks.swisseph, 'unhealthy');
  });

  it('answers 503 where it would need them, and does not tell its paths', async () => {
    const response = await client.get(`${positions}?date=2000-01-01`);
    assert.equal(response.status, 503);
    assert.ok(!response.text.includes(directory));
  });
});
