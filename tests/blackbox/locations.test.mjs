// Places by name and by coordinates, and the clocks they kept.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const chart = '/api/v1/chart/generate';

describe('places', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  const found = async (q, rest = '') => {
    const response = await client.get(
      `/api/v1/locations/search?q=${encodeURIComponent(q)}${rest}`,
    );
    assert.equal(response.status, 200, response.text);
    return response.json.items;
  };
  const cast = async (birthData, status = 200) => {
    const response = await client.post(chart, { birthData, options: { bodies: ['sun'] } });
    assert.equal(response.status, status, response.text);
    return response.json;
  };

  it('are found by what people type', async () => {
    const cases = [
      ['zurich', 'Zürich', 'CH'],
      ['münchen', 'Munich', 'DE'],
      ['munich', 'Munich', 'DE'],
      ['bombay', 'Mumbai', 'IN'],
      ['paris', 'Paris', 'FR'],
      ['paris, texas', 'Paris', 'US'],
      ['springfield, illinois', 'Springfield', 'US'],
      ['amstredam', 'Amsterdam', 'NL'],
      ['san francsico', 'San Francisco', 'US'],
      ['москва', 'Moscow', 'RU'],
    ];
    for (const [typed, name, countryCode] of cases) {
      const [first] = await found(typed);
      assert.deepEqual([first.name, first.countryCode], [name, countryCode], typed);
    }
  });

  it('are found letter by letter', async () => {
    for (let length = 3; length <= 'reykjavik'.length; length += 1) {
      const names = (await found('reykjavik'.slice(0, length))).map(({ name }) => name);
      assert.ok(names.includes('Reykjavík'), `${length} letters: ${names}`);
    }
  });

  it('are as many as asked for', async () => {
    assert.equal((await found('san')).length, 10);
    assert.equal((await found('san', '&limit=50')).length, 50);
    assert.equal((await found('san', '&limit=1')).length, 1);
  });

  it('may be given by name instead of coordinates', async () => {
    const named = await cast({ date: '1990-05-15', time: '10:30', place: 'New York, NY' });
    assert.equal(named.place.name, 'New York City, New York, United States');
    assert.equal(named.place.timezone, 'America/New_York');
    assert.equal(named.moment.utc, '1990-05-15T14:30:00Z');
    assert.deepEqual(named.warnings, []);
    const { latitude, longitude, timezone } = named.place;
    const given = await cast({ date: '1990-05-15', time: '10:30', latitude, longitude, timezone });
    assert.deepEqual(given.charts, named.charts);
    assert.equal(given.chartId, named.chartId);
  });

  it('that share their name are taken by population, with a warning', async () => {
    const { place, warnings } = await cast({ date: '1990-05-15', place: 'Springfield' });
    assert.equal(place.name, 'Springfield, Missouri, United States');
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['place.ambiguous'],
    );
    assert.match(warnings[0].detail, /Springfield, Illinois, United States/);
  });

  it('are not guessed at', async () => {
    for (const place of ['Pariss', 'Paris, Txas', 'Paris, Tex']) {
      const problem = await cast({ date: '1990-05-15', place }, 422);
      assert.equal(problem.errors[0].pointer, '/birthData/place');
      assert.match(problem.errors[0].detail, /did you mean "Paris, /, place);
    }
    const problem = await cast({ date: '1990-05-15', place: 'Qqqqqqqqqqqq' }, 422);
    assert.match(problem.errors[0].detail, /give latitude and longitude/);
  });

  it('are given once', async () => {
    const twice = await cast({ ...newYork, place: 'New York City' }, 422);
    assert.deepEqual(twice.errors.map(({ pointer }) => pointer).sort(), [
      '/birthData/latitude',
      '/birthData/longitude',
    ]);
    const never = await cast({ date: '1990-05-15' }, 422);
    assert.match(never.errors[0].detail, /unless place is given/);
  });

  it('have the zone of their boundaries where none is given', async () => {
    const cases = [
      [40.7128, -74.006, 'America/New_York'],
      [38.6773, -87.5286, 'America/Indiana/Vincennes'],
      [47.6981, 8.6903, 'Europe/Busingen'],
      [0, -30, 'Etc/GMT+2'],
      [-90, 0, 'Antarctica/McMurdo'],
    ];
    for (const [latitude, longitude, timezone] of cases) {
      const { moment, place } = await cast({ date: '1990-05-15', latitude, longitude });
      assert.equal(moment.timezone, timezone);
      assert.equal(place.timezone, timezone);
    }
  });

  it('take part in comparisons', async () => {
    const response = await client.post('/api/v1/chart/aspects', {
      first: { birthData: { date: '1990-05-15', time: '10:30', place: 'Paris' } },
      second: { birthData: newYork },
    });
    assert.equal(response.status, 200, response.text);
    assert.equal(response.json.places.first.name, 'Paris, Île-de-France, France');
    assert.equal('name' in response.json.places.second, false);
    assert.equal(response.json.moments.first.utc, '1990-05-15T08:30:00Z');
    assert.deepEqual(
      response.json.warnings.map(({ code }) => code),
      ['place.ambiguous'],
    );
  });

  it('tell how a clock was read, hard cases too', async () => {
    const cases = [
      [{ place: 'Amsterdam, Netherlands', date: '1937-06-30', time: '12:00' }, '+01:19:32'],
      [{ place: 'Amsterdam, Netherlands', date: '1937-07-02', time: '12:00' }, '+01:20'],
      [{ place: 'Kathmandu', date: '1986-01-02', time: '12:00' }, '+05:45'],
      [{ place: 'Caracas', date: '2010-06-01', time: '12:00' }, '-04:30'],
      [{ place: 'Vincennes, Indiana', date: '2007-01-01', time: '12:00' }, '-06:00'],
      [{ place: 'London', date: '1941-07-01', time: '12:00' }, '+02:00'],
    ];
    for (const [body, offset] of cases) {
      const response = await client.post('/api/v1/locations/timezone', body);
      assert.equal(response.status, 200, response.text);
      assert.equal(response.json.moment.utcOffset, offset, body.place);
      assert.equal(response.json.timezone, response.json.moment.timezone);
    }
  });

  it('refuse what is no place, no point and no time', async () => {
    const long = 'a'.repeat(10_240);
    const queries = ['q=', 'q=%20', `q=${long}`, 'q=paris&limit=0', 'q=paris&lang=%20', 'x=1'];
    for (const query of queries) {
      const response = await client.get(`/api/v1/locations/search?${query}`);
      assert.equal(response.status, 422, query.slice(0, 30));
    }
    assert.equal((await client.get('/api/v1/locations/search?q=%ff%fe')).status, 400);
    for (const query of ['latitude=91&longitude=0', 'latitude=0', 'latitude=a&longitude=0', '']) {
      const response = await client.get(`/api/v1/locations/reverse?${query}`);
      assert.equal(response.status, 422, `${query}: ${response.text}`);
    }
    const paris = { place: 'Paris', date: '1990-05-15' };
    const bodies = [
      [{ ...paris, date: '1990-02-30' }, '/date', /February 1990 has 28 days/],
      [{ ...paris, time: '24:00' }, '/time', /00:00 of the next day/],
      [{ ...paris, timezone: 'Europe/Pariss' }, '/timezone', /Europe\/Paris/],
      [{ ...paris, place: long }, '/place', /at most 200 bytes/],
      [{ ...paris, place: '' }, '/place', /must name a place/],
      [{ date: '1712-02-30', place: 'Stockholm' }, '/date', /Sweden's own calendar/],
    ];
    for (const [body, pointer, detail] of bodies) {
      const response = await client.post('/api/v1/locations/timezone', body);
      assert.equal(response.status, 422, response.text);
      assert.equal(response.json.errors[0].pointer, pointer);
      assert.match(response.json.errors[0].detail, detail);
    }
  });
});
