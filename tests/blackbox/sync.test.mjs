// Records on devices that are offline at times.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { send } from './support/client.mjs';
import { compareVersions, essence, keyOf, OfflineDevice } from './support/offline_device.mjs';
import { People } from './support/people.mjs';
import { Random } from './support/random.mjs';
import { documentOf, recordKind, recordKinds } from './support/records.mjs';

const path = '/api/v1/sync/changes';
const horoscopes = recordKind('horoscope');

let people;
before(async () => {
  people = await People.start();
});
after(() => people.stop());

const change = (document, updatedAt, { id = randomUUID(), kind = 'horoscope' } = {}) => ({
  kind,
  id,
  createdAt: updatedAt,
  updatedAt,
  deleted: document === null,
  document,
});

async function push(person, changes) {
  const answer = await person.post(path, { changes });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.results;
}

// All pages since a token, and the last token.
async function pullAll(person, since, limit = 100) {
  const changes = [];
  for (;;) {
    const query = since ? `&since=${encodeURIComponent(since)}` : '';
    const { status, json, text } = await person.get(`${path}?limit=${limit}${query}`);
    assert.equal(status, 200, text);
    assert.ok(json.changes.length <= limit);
    changes.push(...json.changes);
    since = json.nextToken;
    if (!json.more) return { changes, token: since };
  }
}

describe('pulling', () => {
  it('gives every record once, in pages, and later what changed since alone', async () => {
    const person = await people.guest();
    const kept = [];
    for (let n = 0; n < 2; ++n) {
      for (const kind of recordKinds) kept.push(await person.keep(kind, kind.sample(n)));
    }
    await person.put('/api/v1/users/me', { profile: { name: 'Zoë' } });
    const { changes, token } = await pullAll(person, undefined, 5);
    assert.deepEqual(
      changes.map(({ id }) => id),
      [...kept.map(({ id }) => id), person.id],
    );
    for (const [i, record] of kept.entries()) {
      assert.deepEqual(changes[i].document, documentOf(record));
      assert.equal(changes[i].kind, recordKinds[i % recordKinds.length].kind);
    }
    assert.deepEqual((await pullAll(person, token)).changes, []);
    await person.put(`${horoscopes.path}/${kept[0].id}`, horoscopes.sample(5));
    await person.delete(`${recordKinds[1].path}/${kept[1].id}`);
    const later = (await pullAll(person, token)).changes;
    assert.deepEqual(
      later.map(({ id, deleted }) => [id, deleted]),
      [
        [kept[0].id, false],
        [kept[1].id, true],
      ],
    );
    assert.equal(later[1].document, null);
    const all = (await pullAll(person)).changes;
    assert.equal(all.length, kept.length + 1);
    assert.deepEqual(all.slice(-2), later);
  });

  it('refuses what is no token, and pages of no size', async () => {
    const person = await people.guest();
    for (const query of ['since=x', 'since=c1.-1', 'limit=0', 'limit=501']) {
      const { status, json } = await person.get(`${path}?${query}`);
      assert.equal(status, 422, query);
      assert.deepEqual(json.errors.map(({ pointer }) => pointer), [`/${query.split('=')[0]}`]);
    }
  });
});

describe('pushing', () => {
  const [earlier, later, latest] = ['01', '02', '03'].map((day) => `2026-01-${day}T12:00:00Z`);

  it('applies a change, and the same once more does nothing', async () => {
    const person = await people.guest();
    const one = change(horoscopes.sample(1), earlier);
    const [applied] = await push(person, [one]);
    assert.equal(applied.outcome, 'applied');
    assert.equal(applied.loser, null);
    assert.deepEqual(essence(applied.current), essence(one));
    const { token } = await pullAll(person);
    const [replayed] = await push(person, [one]);
    assert.equal(replayed.outcome, 'replayed');
    assert.deepEqual(replayed.current, applied.current);
    assert.deepEqual((await pullAll(person, token)).changes, []);
    assert.deepEqual(
      documentOf((await person.get(`${horoscopes.path}/${one.id}`)).json),
      horoscopes.sample(1),
    );
  });

  it('lets the later version stay, and answers the one that gave way', async () => {
    const person = await people.guest();
    const id = randomUUID();
    const versions = [earlier, later, latest].map((at, n) => change(horoscopes.sample(n), at, { id }));
    await push(person, [versions[1]]);
    const [lost] = await push(person, [versions[0]]);
    assert.equal(lost.outcome, 'lost');
    assert.deepEqual(essence(lost.current), essence(versions[1]));
    assert.deepEqual(essence(lost.loser), essence(versions[0]));
    const [won] = await push(person, [versions[2]]);
    assert.equal(won.outcome, 'applied');
    assert.deepEqual(essence(won.loser), essence(versions[1]));
  });

  it('deletes and brings back, by time alone', async () => {
    const person = await people.guest();
    const id = randomUUID();
    const at = `${horoscopes.path}/${id}`;
    await push(person, [change(horoscopes.sample(), earlier, { id }), change(null, later, { id })]);
    assert.equal((await person.get(at)).status, 404);
    const [stays] = await push(person, [change(horoscopes.sample(1), earlier, { id })]);
    assert.equal(stays.current.deleted, true);
    const [back] = await push(person, [change(horoscopes.sample(2), latest, { id })]);
    assert.equal(back.outcome, 'applied');
    assert.equal((await person.get(at)).status, 200);
  });

  it('takes 500 changes at once, of all kinds and the profile, and no more', async () => {
    const person = await people.guest();
    const kinds = recordKinds.map((kind, n) => change(kind.sample(n), earlier, { kind: kind.kind }));
    const profile = { kind: 'profile', updatedAt: earlier, document: { name: 'Zoë' } };
    const rest = Array.from({ length: 493 }, (_, n) => change(horoscopes.sample(n), earlier));
    const results = await push(person, [...kinds, profile, ...rest]);
    assert.ok(results.every(({ outcome }) => outcome === 'applied'));
    assert.equal((await person.get('/api/v1/users/me')).json.profile.name, 'Zoë');
    const { changes } = await pullAll(person, undefined, 499);
    assert.equal(changes.length, 500);
    const many = Array.from({ length: 501 }, () => change(horoscopes.sample(), earlier));
    const refused = await person.post(path, { changes: many });
    assert.equal(refused.status, 422);
    assert.equal(refused.json.errors[0].pointer, '/changes');
  });

  it('does nothing of a batch in which one cannot be read, and says all that is wrong', async () => {
    const person = await people.guest();
    const ahead = new Date(Date.now() + 48 * 3600_000).toISOString();
    const changes = [
      change(horoscopes.sample(), earlier),
      { ...change(horoscopes.sample(), earlier), kind: 'poem' },
      change({ ...horoscopes.sample(), sign: 'ariez' }, ahead),
      { ...change(null, earlier), document: {} },
      { kind: 'profile', id: randomUUID(), updatedAt: earlier, document: {} },
    ];
    const refused = await person.post(path, { changes });
    assert.equal(refused.status, 422);
    assert.deepEqual(refused.json.errors.map(({ pointer }) => pointer).sort(), [
      '/changes/1/kind',
      '/changes/2/createdAt',
      '/changes/2/document/sign',
      '/changes/2/updatedAt',
      '/changes/3/document',
      '/changes/4/id',
    ]);
    assert.deepEqual((await pullAll(person)).changes, []);
  });
});

// One schedule: an account, three devices that edit, push and pull at random, and answers that get
// lost on their way. What the server said is kept apart from what came through.
class Schedule {
  constructor(seed, person) {
    this.random = new Random(seed);
    this.person = person;
    this.said = []; // [edits of a push, its results]
    const now = Date.now() - 3600_000;
    this.ids = Array.from({ length: 3 }, () => randomUUID());
    this.edits = [];
    this.steps = 0;
    this.devices = [0, 1, 2].map(() => {
      const skew = this.random.below(120) - 60; // seconds
      const coarse = this.random.pick([1, 20]); // of some, instants meet
      const clock = () => {
        const at = now + skew * 1000 + this.steps * 100;
        return new Date(Math.floor(at / (coarse * 100)) * coarse * 100).toISOString();
      };
      return new OfflineDevice(clock, (...request) => this.exchange(...request));
    });
  }

  async exchange(method, target, body) {
    const { server } = this.person.people;
    const lost = this.lossy ? this.random.below(6) : 6;
    if (lost === 0) return undefined; // the request
    const { headers } = this.person;
    const answer = await send(server, method, target, { headers, body });
    assert.equal(answer.status, 200, answer.text);
    if (body) this.said.push([body.changes, answer.json.results]);
    return lost === 1 ? undefined : answer.json; // the answer
  }

  edit(device) {
    const kind = this.random.pick(['bookmark', 'chatMessage']);
    const gone = this.random.below(5) === 0;
    const n = this.random.below(1000);
    const document = gone ? null : recordKind(kind).sample(n);
    this.edits.push(device.edit(kind, this.random.pick(this.ids), document));
  }

  async step() {
    this.steps += 1;
    const device = this.random.pick(this.devices);
    const what = this.random.below(10);
    if (what < 6) this.edit(device);
    else if (what < 8) await device.push(1 + this.random.below(4));
    else await device.pull(1 + this.random.below(3));
  }

  async run() {
    this.lossy = true;
    for (let steps = 16 + this.random.below(16); steps > 0; --steps) await this.step();
    this.lossy = false;
    for (const device of this.devices) while (device.unsent.length > 0) await device.push(500);
    for (const device of this.devices) while (await device.pull(500));
    await this.check();
  }

  async check() {
    const winners = new Map();
    for (const edit of this.edits) {
      const before = winners.get(keyOf(edit));
      if (!before || compareVersions(edit, before) > 0) winners.set(keyOf(edit), edit);
    }
    const sorted = (versions) =>
      [...versions].map(essence).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const expected = sorted(winners.values());
    const observer = new OfflineDevice(undefined, (...request) => this.exchange(...request));
    while (await observer.pull(500));
    assert.deepEqual(sorted(observer.records.values()), expected, 'what the server holds');
    for (const device of this.devices) {
      assert.deepEqual(sorted(device.records.values()), expected, 'what a device holds');
    }
    this.checkLosers(new Set(expected.map((version) => JSON.stringify(version))));
  }

  // An edit that the server acknowledged and that is not there any more was answered as a loser.
  checkLosers(held) {
    const text = (version) => JSON.stringify(essence(version));
    const losers = new Set();
    for (const [, results] of this.said) {
      for (const { loser } of results) if (loser) losers.add(text(loser));
    }
    for (const [edits, results] of this.said) {
      assert.equal(edits.length, results.length);
      for (const edit of edits.map(text)) {
        assert.ok(held.has(edit) || losers.has(edit), `lost unseen: ${edit}`);
      }
    }
  }
}

describe('three devices that are offline at times', () => {
  it('come to hold the same in 1,000 schedules, with nothing lost unseen', async () => {
    const first = process.env.SYNC_SEED ? Number(process.env.SYNC_SEED) : Date.now() % 2 ** 31;
    const count = Number(process.env.SYNC_SCHEDULES ?? 1000);
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const seed = first + next++;
        const schedule = new Schedule(seed, await people.guest());
        try {
          await schedule.run();
        } catch (error) {
          error.message = `SYNC_SEED=${seed} SYNC_SCHEDULES=1: ${error.message}`;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, lane));
    console.log(`# ${count} schedules from SYNC_SEED=${first}`);
  });
});
