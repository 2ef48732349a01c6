// Bad input to every route about charts and matches, and to events: what the document says of a
// request's members is tried on each, and each refusal names the member and how to mend it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { startServer } from './support/program.mjs';

const wrongValues = {
  object: 'text',
  array: 'text',
  string: 17,
  number: 'text',
  integer: 'text',
  boolean: 'text',
};

// A value that the schema of a member does not allow.
function wrongValue(schema) {
  if (schema.oneOf || schema.anyOf) return true;
  return wrongValues[[schema.type].flat()[0]] ?? 17;
}

// Every birth of a request, as the pointer to it.
function birthsOf(value, pointer = '') {
  if (value === null || typeof value !== 'object') return [];
  if (value.date && pointer) return [pointer];
  return Object.entries(value).flatMap(([key, member]) => birthsOf(member, `${pointer}/${key}`));
}

// A copy of a request with a member set, or taken out.
function changed(request, pointer, value) {
  const copy = structuredClone(request);
  const keys = pointer.split('/').slice(1);
  const last = keys.pop();
  const parent = keys.reduce((at, key) => at[key], copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

// Requests that are wrong by themselves, and the members at fault.
const ranges = [
  ['chart/transit', { from: '2020-01-01T00:00:00Z', to: '2050-01-03T00:00:00Z' }, '/to'],
  ['chart/transit', { from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' }, '/to'],
  ['chart/transit', { from: '2020-01-02T00:00:00Z' }, '/to'],
  ['chart/transit', { at: '2020-01-02T00:00:00Z', from: '2020-01-02T00:00:00Z' }, '/at'],
  ['chart/transit', { options: { orbs: { conjunction: 99 } } }, '/options/orbs/conjunction'],
  ['chart/progression', { at: '1980-01-01T00:00:00Z' }, '/at'],
  ['chart/progression', { at: '2190-01-01T00:00:00Z' }, '/at'],
  ['chart/profection', { at: '1980-01-01T00:00:00Z' }, '/at'],
  ['chart/firdaria', { at: '1980-01-01T00:00:00Z' }, '/at'],
  ['chart/directions', { yearsFrom: 40, yearsTo: 30 }, '/yearsTo'],
  ['chart/releasing', { from: '2000-01-01T00:00:00Z', to: '1999-01-01T00:00:00Z' }, '/to'],
  ['chart/releasing', { from: '1991-01-01T00:00:00Z', to: '2120-01-01T00:00:00Z' }, '/to'],
  ['chart/return', { after: '9000-01-01T00:00:00Z' }, '/after'],
  ['chart/return', { latitude: 51 }, '/longitude'],
  ['chart/lots', { options: { houseSystem: 'gauquelin' } }, '/options/houseSystem'],
  ['chart/midpoints', { dial: 91 }, '/dial'],
  ['chart/stars', { stars: ['Alderbaran'] }, '/stars/0'],
  ['chart/orbits', { asteroids: [0] }, '/asteroids/0'],
];

describe('bad input', () => {
  let server;
  let client;
  let routes;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
    const { contract } = client;
    routes = contract
      .operations()
      .filter(({ method, path }) => method === 'post' && /^\/api\/v1\/(chart|match)\//.test(path))
      .map(({ path, operation }) => {
        const { schema, examples } = operation.requestBody.content['application/json'];
        const [{ value }] = Object.values(examples);
        const { properties, required } = contract.resolve(schema);
        const members = Object.entries(properties).map(([name, member]) => [
          name,
          contract.resolve(member),
        ]);
        return { path, request: value, members, required };
      });
  });
  after(() => server.stop());

  // A problem with a sentence for the member at `pointer`.
  const assertRefused = async (path, body, pointer, status = 422) => {
    const response = await client.post(path, body);
    const what = `${path} ${pointer}: ${response.status} ${response.text.slice(0, 500)}`;
    assert.equal(response.status, status, what);
    assert.ok(
      response.json.errors.some((error) => error.pointer === pointer && error.detail.length > 10),
      what,
    );
  };

  it('that is no JSON, or no object, is refused by every route', async () => {
    assert.ok(routes.length >= 23);
    for (const { path } of routes) {
      for (const [body, headers, status] of [
        ['{"birthData":', {}, 400],
        ['', {}, 400],
        ['<birth/>', { 'content-type': 'text/xml' }, 415],
        ['[]', {}, 422],
      ]) {
        const response = await client.send('POST', path, {
          body,
          headers: { 'content-type': 'application/json', ...headers },
        });
        assert.equal(response.status, status, `${path} ${body}: ${response.text}`);
        assert.ok(response.json.detail.length > 10);
      }
    }
  });

  it('of another type is told by the name of the member', async () => {
    for (const { path, request, members } of routes) {
      for (const [name, schema] of members)
        await assertRefused(path, { ...request, [name]: wrongValue(schema) }, `/${name}`);
    }
  });

  it('that is out of its range is told by the name of the member', async () => {
    for (const { path, request, members } of routes) {
      for (const [name, { minimum, maximum }] of members) {
        if (minimum !== undefined)
          await assertRefused(path, { ...request, [name]: minimum - 1 }, `/${name}`);
        if (maximum !== undefined)
          await assertRefused(path, { ...request, [name]: maximum + 1 }, `/${name}`);
      }
    }
  });

  it('that lacks a member, or has one too many, is told so', async () => {
    for (const { path, request, members, required = [] } of routes) {
      for (const name of required) {
        await assertRefused(path, changed(request, `/${name}`, undefined), `/${name}`);
        await assertRefused(path, { ...request, [name]: null }, `/${name}`);
      }
      await assertRefused(path, { ...request, nonsense: 1 }, '/nonsense');
      if (members.some(([name]) => name === 'options')) {
        const options = { ...request.options, nonsense: 1 };
        await assertRefused(path, { ...request, options }, '/options/nonsense');
      }
    }
  });

  it('about a birth is told below that birth', async () => {
    for (const { path, request } of routes) {
      for (const birth of birthsOf(request).filter((one) => !one.startsWith('/candidates'))) {
        for (const [name, value] of [
          ['latitude', 91],
          ['longitude', -181],
          ['date', '1990-02-30'],
          ['date', '15.5.1990'],
          ['date', '-009000-01-01'],
          ['date', '9000-01-01'],
          ['timezone', 'Mars/Olympus'],
        ]) {
          const place = `${birth}/${name}`;
          await assertRefused(path, changed(request, place, value), place);
        }
      }
    }
  });

  for (const [route, members, pointer] of ranges) {
    it(`is refused by ${route}: ${JSON.stringify(members)}`, () => {
      const body = { birthData: newYork, ...members };
      return assertRefused(`/api/v1/${route}`, body, pointer);
    });
  }

  it('is more than 10,000 candidates, or a wrong one among them', async () => {
    const candidate = { date: '1980-01-01', latitude: 1, longitude: 2 };
    const path = '/api/v1/match/search';
    const search = (candidates) => ({ user: newYork, candidates });
    await assertRefused(path, search(Array(10_001).fill(candidate)), '/candidates');
    await assertRefused(path, search([]), '/candidates');
    const wrong = search([candidate, { ...candidate, latitude: 91 }]);
    await assertRefused(path, wrong, '/candidates/1/latitude');
  });

  it('is told by events, whose range is at most 120 years', async () => {
    for (const [query, pointer] of [
      ['from=2000-01-01&to=2120-01-03', '/to'],
      ['from=2000-01-02&to=2000-01-01', '/to'],
      ['from=2000-01-01', '/to'],
      ['from=yesterday&to=2000-01-01', '/from'],
      ['from=2000-01-01&to=2001-01-01&kinds=nonsense', '/kinds/0'],
      ['from=2000-01-01&to=2000-01-02&kinds=riseSet&latitude=91&longitude=0', '/latitude'],
      ['from=2000-01-01&to=2000-01-02&nonsense=1', '/nonsense'],
      ['from=9000-01-01&to=9000-01-02', '/from'],
    ]) {
      const response = await client.get(`/api/v1/events?${query}`);
      const what = `${query}: ${response.text.slice(0, 300)}`;
      assert.ok(response.status === 422 || response.status === 400, what);
      assert.ok(
        response.json.errors?.some((error) => error.pointer === pointer),
        what,
      );
    }
  });
});
