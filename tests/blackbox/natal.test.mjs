// The techniques of the natal chart, at their routes and at a shell.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { insideThePolarCircle, newYork, timeUnknown } from './support/births.mjs';
import { checkedClient } from './support/contract.mjs';
import { run, startServer } from './support/program.mjs';

const birth = [
  '--date',
  '1990-05-15',
  '--time',
  '10:30',
  '--timezone',
  'America/New_York',
  '--lat',
  '40.7128',
  '--lon',
  '-74.006',
];

// Route, what it is asked with beside the birth, and the same at a shell.
const techniques = [
  ['dignities', { terms: 'lilly' }, 'dignities', ['--terms', 'lilly']],
  ['lots', { lots: ['fortune', 'eros'] }, 'lots', ['--lots', 'fortune,eros']],
  ['declinations', { parallelOrb: 0.5 }, 'declinations', ['--parallel-orb', '0.5']],
  ['midpoints', { dial: 90, orb: 1 }, 'midpoints', ['--dial', '90', '--orb', '1']],
  ['harmonic', { number: 7 }, 'harmonic', ['--number', '7']],
  ['patterns', { stelliumPlanets: 4 }, 'patterns', ['--stellium-planets', '4']],
  ['mansions', {}, 'mansions', []],
  ['stars', { stars: ['Algol', 'SgrA*'] }, 'stars', ['--stars', 'Algol,SgrA*']],
  ['orbits', { asteroids: [1, 5145] }, 'orbits', ['--asteroids', '1,5145']],
  [
    'relocation',
    { latitude: -33.87, longitude: 151.21 },
    'relocation',
    ['--to-lat=-33.87', '--to-lon', '151.21'],
  ],
  ['astrocartography', { stepDegrees: 5 }, 'astrocartography', ['--step', '5']],
  ['localSpace', {}, 'local-space', []],
];

describe('the techniques of the natal chart', () => {
  let server;
  let client;
  before(async () => {
    server = await startServer();
    client = await checkedClient(server);
  });
  after(() => server.stop());

  // The client holds every answer against the contract.
  const ask = async (technique, birthData, members) => {
    const response = await client.post(`/api/v1/chart/${technique}`, { birthData, ...members });
    assert.equal(response.status, 200, response.text);
    return response.json;
  };

  it('answer by the contract, whether or not the time is known and wherever the place is', async () => {
    for (const [technique, members] of techniques) {
      for (const person of [newYork, timeUnknown, insideThePolarCircle]) {
        const answer = await ask(technique, person, members);
        const codes = answer.warnings.map(({ code }) => code);
        assert.equal(codes.includes('time.unknown'), person === timeUnknown, technique);
      }
    }
  });

  it('print at a shell what their routes answer', async () => {
    for (const [technique, members, verb, flags] of techniques) {
      const { code, stdout, stderr } = await run(['chart', verb, ...birth, ...flags]);
      assert.equal(code, 0, stderr);
      const answer = await ask(technique, newYork, members);
      assert.deepEqual(JSON.parse(stdout), answer, technique);
    }
  });

  it('name every wrong member, and say how to mend it', async () => {
    const response = await client.post('/api/v1/chart/stars', {
      birthData: newYork,
      stars: ['Algoll'],
    });
    assert.equal(response.status, 422);
    assert.match(response.json.errors[0].detail, /Algol/);
    const { code, stderr } = await run(['chart', 'orbits', ...birth, '--asteroids', '433']);
    assert.ok(code > 0);
    assert.match(stderr, /se00433s\.se1/);
  });
});
