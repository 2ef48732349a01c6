// The OpenAPI document and the server say the same.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { exampleQuery } from './support/contract.mjs';
import { compareWithExample } from './support/examples.mjs';
import { People } from './support/people.mjs';
import { repository } from './support/program.mjs';
import { recordKind, recordKinds } from './support/records.mjs';

describe('the contract', () => {
  let people;
  let client;
  let schemas;
  before(async () => {
    people = await People.start();
    client = people.client;
    schemas = client.contract.document.components.schemas;
  });
  after(() => people.stop());

  const operations = () => client.contract.operations();

  it('is served as it is written in the repository', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'contract-'));
    try {
      const { version } = client.contract.document.info;
      execFileSync(process.execPath, [join(repository, 'api/build.mjs'), version, directory]);
      const written = readFileSync(join(directory, 'openapi.json'), 'utf8');
      const served = await client.get('/api/v1/openapi.json');
      assert.equal(served.text, written);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('has an answer of the server for every GET route', async () => {
    const administrator = await people.withRole('admin');
    const ids = await idsOf(administrator);
    for (const { path, method, operation } of operations()) {
      if (method !== 'get') continue;
      const { headers } = operation.security ? administrator : {};
      const parameters = (operation.parameters ?? []).map((one) => client.contract.resolve(one));
      const files = parameters.find(({ name }) => name === 'file')?.schema.enum ?? [''];
      for (const file of files) {
        const known = { ...ids, file, id: ids[path.split('/').at(-2)] };
        const bare = path.replace(/\{([^}]*)\}/g, (_, name) => known[name]);
        const response = await client.get(bare + exampleQuery(parameters), headers);
        assert.equal(response.status, 200, `${path}: ${response.text}`);
      }
    }
  });

  it('has, for each example of a request, the answer that the server gives to it', async () => {
    let compared = 0;
    for (const { path, method, operation } of operations()) {
      const examples = operation.requestBody?.content['application/json'].examples ?? {};
      for (const [name, { summary, value }] of Object.entries(examples)) {
        assert.ok(client.contract.allowsBody(path, value), `${path}: ${JSON.stringify(value)}`);
        const response = await client.send(method.toUpperCase(), path, { body: value });
        assert.equal(response.status, 200, response.text);
        compareWithExample(operation, name, response.json, summary);
        compared += 1;
      }
    }
    assert.ok(compared >= 36, `only ${compared} examples`);
  });

  it('has, for the examples of parameters, the answers that the server gives to them', async () => {
    let compared = 0;
    for (const { path, method, operation } of operations()) {
      if (method !== 'get') continue;
      const examples = operation.responses['200']?.content?.['application/json']?.examples ?? {};
      for (const name of Object.keys(examples)) {
        const response = await client.get(path + exampleQuery(operation.parameters ?? []));
        assert.equal(response.status, 200, response.text);
        compareWithExample(operation, name, response.json);
        compared += 1;
      }
    }
    assert.ok(compared >= 5, `only ${compared} examples`);
  });

  it('has an example for every route that casts or compares charts', () => {
    for (const { path, method, operation } of operations()) {
      if (method !== 'post' || !/^\/api\/v1\/(chart|match)\//.test(path)) continue;
      assert.ok(operation.requestBody.content['application/json'].examples, path);
    }
  });

  it('names every house system that the server has', async () => {
    for (const houseSystem of schemas.HouseSystemName.enum) {
      const response = await client.post('/api/v1/chart/generate', {
        birthData: newYork,
        options: { houseSystem, bodies: ['sun'] },
      });
      assert.equal(response.json.charts.western.houses.system, houseSystem);
    }
  });

  it('names every ayanamsa that the server has', async () => {
    const values = new Set();
    for (const ayanamsa of schemas.AyanamsaName.enum) {
      const query = `date=2000-01-01&bodies=sun&zodiac=sidereal&ayanamsa=${ayanamsa}`;
      const response = await client.get(`/api/v1/ephemeris/positions?${query}`);
      assert.equal(response.json.ayanamsa.name, ayanamsa);
      values.add(response.json.ayanamsa.value);
    }
    assert.ok(values.size > 40, 'ayanamsas differ');
  });

  it('names every body that the server has, in its order', async () => {
    const names = schemas.ChartBodyName.enum;
    const response = await client.get(
      `/api/v1/ephemeris/positions?date=2000-01-01&bodies=${[...names].reverse().join(',')}`,
    );
    assert.deepEqual(Object.keys(response.json.positions), names);
    const earth = await client.get(
      '/api/v1/ephemeris/positions?date=2000-01-01&bodies=earth&center=heliocentric',
    );
    assert.equal(earth.status, 200);
  });

  it('is what the server says of names that it does not know', async () => {
    const cases = [
      ['houseSystem', schemas.HouseSystemName.enum],
      ['ayanamsa', schemas.AyanamsaName.enum],
      ['zodiac', schemas.ZodiacName.enum],
    ];
    for (const [option, names] of cases) {
      const response = await client.post('/api/v1/chart/generate', {
        birthData: newYork,
        options: { [option]: 'qqqqqqqqqqqq' },
      });
      assert.equal(response.status, 422);
      const [{ pointer, detail }] = response.json.errors;
      assert.equal(pointer, `/options/${option}`);
      // The server lists what it knows; nothing of it may be missing in the document.
      const listed = /Known are (.*)$/.exec(detail)?.[1].split(', ') ?? [];
      assert.deepEqual([...listed].sort(), [...names].sort());
    }
  });
});

// What can be asked for by id: the account, its records by the last part of their path, a chart.
async function idsOf(person) {
  const ids = { accountId: person.id };
  for (const kind of recordKinds) {
    ids[kind.path.split('/').at(-1)] = (await person.keep(kind, kind.sample())).id;
  }
  return { ...ids, chartId: (await person.keep(recordKind('chart'), { birthData: newYork })).id };
}
