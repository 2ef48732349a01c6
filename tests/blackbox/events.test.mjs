// GET /api/v1/events and `astronova events`.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answered, fieldErrors } from './support/answers.mjs';
import { checkedClient } from './support/contract.mjs';
import { run, startServer } from './support/program.mjs';

const path = '/api/v1/events';
const oviedo = 'latitude=43.36&longitude=-5.85';

describe('the events of the sky', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const get = async (query) => answered(await client.get(`${path}?${query}`));
  const wrong = async (query) => fieldErrors(await client.get(`${path}?${query}`));

  it('are as documented, a year of every kind', async () => {
    const all = client.contract.document.components.schemas.SkyEventKind.enum;
    const { items, warnings } = await get(
      `from=2026-01-01&to=2027-01-01&kinds=${all.join(',')}&${oviedo}`,
    );
    assert.ok(items.length > 25_000, `${items.length} events`);
    assert.deepEqual(warnings, []);
    const instants = items.map(({ at }) => at);
    assert.deepEqual(instants, [...instants].sort());
    const kinds = new Set(items.map(({ kind }) => kind));
    assert.equal(kinds.size, all.length + 3, 'rise, set and the culminations are four');
  });

  it('say where the Sun neither rises nor sets', async () => {
    const { items, warnings } = await get(
      'from=2026-06-10&to=2026-06-20&kinds=riseSet,planetaryHours&bodies=sun&latitude=69.65&longitude=18.95',
    );
    assert.ok(items.every(({ kind }) => /ulmination/.test(kind)));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['horizon.circumpolar', 'hours.circumpolar'],
    );
  });

  it('are a calendar for those who accept one', async () => {
    const query = `from=2026-08-12&to=2026-08-13&kinds=solarEclipses&${oviedo}`;
    const response = await client.get(`${path}?${query}`, { Accept: 'text/calendar' });
    assert.equal(response.status, 200);
    assert.match(response.headers['content-type'], /^text\/calendar/);
    assert.match(response.text, /\r\nDTSTART:20260812T174559Z\r\n/);
    const refused = await client.get(`${path}?${query}`, { Accept: 'image/png' });
    assert.equal(refused.status, 406);
  });

  it('are refused beyond their limits, which are named', async () => {
    const cases = [
      ['from=1800-01-01&to=2000-01-01', /120 years/],
      ['from=1960-01-01&to=2000-01-01&kinds=aspects', /30 years/],
      [`from=2000-01-01&to=2010-01-01&kinds=twilights&${oviedo}`, /3 years/],
      [`from=2024-01-01&to=2027-01-01&kinds=riseSet,planetaryHours&${oviedo}`, /50000 events/],
    ];
    for (const [query, limit] of cases) {
      const [{ pointer, detail }] = await wrong(query);
      assert.equal(pointer, '/to');
      assert.match(detail, limit);
    }
  });

  it('name every wrong parameter', async () => {
    const errors = await wrong('from=x&kinds=y&bodies=z&latitude=100&unknown=1');
    assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), [
      '/bodies/0',
      '/from',
      '/kinds/0',
      '/latitude',
      '/longitude',
      '/to',
      '/unknown',
    ]);
  });
});

describe('the command for events', () => {
  const flags = ['events', '--from', '2026-08-12', '--to', '2026-08-13', '--kinds', 'solarEclipses'];

  it('prints what the route answers', async () => {
    const { code, stdout } = await run(flags);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).items[0].at, '2026-08-12T17:45:59Z');
  });

  it('finds the same over a long range with a table in memory as without', async () => {
    const longRange = ['events', '--from', '2020-01-01', '--to', '2021-01-01', '--kinds'];
    const found = async (ephemeris) => {
      const flagsOf = [...longRange, 'ingresses,voidOfCourse,outOfBounds', '--ephemeris', ephemeris];
      const { code, stdout, stderr } = await run(flagsOf);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    const fast = await found('auto');
    const slow = await found('swiss');
    assert.match(fast.provenance.ephemeris, /table/);
    assert.doesNotMatch(slow.provenance.ephemeris, /table/);
    const what = ({ items }) => items.map(({ at, until, ...rest }) => rest);
    assert.deepEqual(what(fast), what(slow));
    for (const [i, { at }] of fast.items.entries()) {
      const apart = Math.abs(Date.parse(at) - Date.parse(slow.items[i].at));
      assert.ok(apart <= 2000, `${at}: ${apart} ms`);
    }
  });

  it('prints a calendar on request', async () => {
    const { stdout } = await run([...flags, '--ics']);
    assert.match(stdout, /^BEGIN:VCALENDAR\r\n/);
  });

  it('names wrong flags', async () => {
    const { code, stderr } = await run([...flags, '--lat', '95']);
    assert.equal(code, 2);
    assert.match(stderr, /--lat/);
    assert.match(stderr, /--lon/);
  });
});
