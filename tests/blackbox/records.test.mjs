// What people keep, and the accounts that keep it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { People } from './support/people.mjs';
import { documentOf, recordKind, recordKinds } from './support/records.mjs';

const horoscopes = recordKind('horoscope');
const charts = recordKind('chart');

let people;
before(async () => {
  people = await People.start();
});
after(() => people.stop());

const pointersOf = (response) => {
  assert.equal(response.status, 422, response.text);
  return response.json.errors.map(({ pointer }) => pointer).sort();
};

async function idsOf(person, path) {
  const page = await person.get(path);
  assert.equal(page.status, 200, page.text);
  return page.json.items.map(({ id }) => id);
}

for (const kind of recordKinds) {
  const at = (id) => `${kind.path}/${id}`;

  describe(`a ${kind.kind}`, () => {
    let person;
    before(async () => {
      person = await people.guest();
    });

    it('is answered as it was kept', async () => {
      const made = await person.post(kind.path, kind.sample(1));
      assert.equal(made.status, 201);
      assert.equal(made.headers.location, at(made.json.id));
      assert.deepEqual(documentOf(made.json), kind.sample(1));
      const got = await person.get(made.headers.location);
      assert.deepEqual(got.json, made.json);
      assert.equal(got.headers.etag, made.headers.etag);
      assert.deepEqual((await person.get(kind.path)).json.items, [made.json]);
    });

    it('may have an id of its own, once', async () => {
      const id = randomUUID();
      const made = await person.post(kind.path, { id, ...kind.sample(2) });
      assert.equal(made.json.id, id);
      assert.equal((await person.post(kind.path, { id, ...kind.sample(2) })).status, 409);
    });

    it('can be sent back as it was answered', async () => {
      const record = await person.keep(kind, kind.sample(3));
      const kept = await person.put(at(record.id), record);
      assert.equal(kept.status, 200, kept.text);
      assert.deepEqual(documentOf(kept.json), documentOf(record));
      assert.equal(kept.json.createdAt, record.createdAt);
      assert.ok(kept.json.updatedAt >= record.updatedAt);
    });

    it('is replaced where it is what was read, and not where it has changed since', async () => {
      const made = await person.post(kind.path, kind.sample(4));
      const ifMatch = { 'if-match': made.headers.etag };
      const path = at(made.json.id);
      const first = await person.put(path, kind.sample(5), ifMatch);
      assert.equal(first.status, 200, first.text);
      assert.notEqual(first.headers.etag, made.headers.etag);
      assert.equal((await person.put(path, kind.sample(6), ifMatch)).status, 412);
      assert.deepEqual((await person.get(path)).json, first.json);
      assert.equal((await person.put(path, kind.sample(6))).status, 200, 'without a condition');
      assert.equal((await person.put(path, kind.sample(7), { 'if-match': 'W/x' })).status, 400);
    });

    it('is made by a PUT where there is none', async () => {
      const id = randomUUID();
      const made = await person.put(at(id), kind.sample(8));
      assert.equal(made.status, 200);
      assert.equal(made.json.id, id);
      const other = { id: randomUUID(), ...kind.sample(8) };
      assert.deepEqual(pointersOf(await person.put(at(id), other)), ['/id']);
      assert.deepEqual(pointersOf(await person.put(at('NoUuid'), kind.sample(8))), ['/id']);
    });

    it('is gone when it was deleted, and can be made again', async () => {
      const { id } = await person.keep(kind, kind.sample(9));
      assert.equal((await person.delete(at(id))).status, 204);
      assert.equal((await person.get(at(id))).status, 404);
      assert.equal((await person.delete(at(id))).status, 404);
      assert.ok(!(await idsOf(person, kind.path)).includes(id));
      assert.equal((await person.post(kind.path, { id, ...kind.sample(10) })).status, 201);
      assert.deepEqual(documentOf((await person.get(at(id))).json), kind.sample(10));
    });

    it('is listed by what it may be filtered by', async () => {
      const one = await people.guest();
      const records = [];
      for (let n = 0; n < 6; ++n) records.push(await one.keep(kind, kind.sample(n)));
      for (const filter of kind.filters) {
        const value = records[1][filter];
        const wanted = records.filter((record) => record[filter] === value).map(({ id }) => id);
        assert.ok(wanted.length < records.length, `${filter} tells them apart`);
        const path = `${kind.path}?${filter}=${encodeURIComponent(value)}`;
        assert.deepEqual(await idsOf(one, path), wanted.reverse(), filter);
      }
      const [from, to] = [records[2].createdAt, records[4].createdAt].map(encodeURIComponent);
      const between = await idsOf(one, `${kind.path}?createdFrom=${from}&createdTo=${to}`);
      assert.deepEqual(between, [records[3].id, records[2].id]);
    });

    it('is not what lists have a filter for that is unknown', async () => {
      const queries = ['limit=0', 'limit=101', 'limit=many', 'cursor=x', 'createdFrom=today', 'no=1'];
      for (const query of queries) {
        const response = await person.get(`${kind.path}?${query}`);
        assert.deepEqual(pointersOf(response), [`/${query.split('=')[0]}`], query);
      }
    });

    it('keeps to pages while others are added', async () => {
      const one = await people.guest();
      const ids = [];
      for (let n = 0; n < 12; ++n) ids.unshift((await one.keep(kind, kind.sample(n))).id);
      const paged = [];
      let cursor = '';
      for (let pages = 0; cursor !== null; ++pages) {
        assert.ok(pages < 4);
        const query = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const { json } = await one.get(`${kind.path}?limit=5${query}`);
        paged.push(...json.items.map(({ id }) => id));
        cursor = json.nextCursor;
        await one.keep(kind, kind.sample(99));
      }
      assert.deepEqual(paged, ids);
    });

    it('is made once for an idempotency key, however often it is sent', async () => {
      const one = await people.guest();
      const key = { 'idempotency-key': randomUUID() };
      const send = (n) => one.post(kind.path, kind.sample(n), key);
      const all = await Promise.all(Array.from({ length: 6 }, () => send(1)));
      assert.deepEqual(new Set(all.map(({ status }) => status)), new Set([201]));
      assert.equal(new Set(all.map(({ text }) => text)).size, 1);
      const replayed = all.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
      assert.equal(replayed.length, all.length - 1);
      assert.equal((await send(2)).status, 409);
      assert.deepEqual(await idsOf(one, kind.path), [all[0].json.id]);
    });
  });
}

describe('an idempotency key', () => {
  it('makes nothing anew of what was deleted since', async () => {
    const person = await people.guest();
    const key = { 'idempotency-key': 'the same' };
    const { json } = await person.post(horoscopes.path, horoscopes.sample(), key);
    await person.delete(`${horoscopes.path}/${json.id}`);
    assert.equal((await person.post(horoscopes.path, horoscopes.sample(), key)).status, 409);
    assert.deepEqual(await idsOf(person, horoscopes.path), []);
  });

  it('is its owner\'s alone', async () => {
    const key = { 'idempotency-key': 'the same' };
    for (const person of [await people.guest(), await people.guest()]) {
      assert.equal((await person.post(horoscopes.path, horoscopes.sample(1), key)).status, 201);
    }
  });

  it('has 1 to 255 characters', async () => {
    const person = await people.guest();
    for (const [length, status] of [
      [255, 201],
      [256, 400],
    ]) {
      const key = { 'idempotency-key': 'k'.repeat(length) };
      assert.equal((await person.post(horoscopes.path, horoscopes.sample(), key)).status, status);
    }
  });
});

describe('what cannot be kept', () => {
  let person;
  before(async () => {
    person = await people.guest();
  });
  const refused = async (document, kind = horoscopes) =>
    pointersOf(await person.post(kind.path, document));

  it('is told by every field that is missing', async () => {
    assert.deepEqual(await refused({}), ['/content', '/date', '/sign', '/type']);
    assert.deepEqual(await refused([]), ['']);
  });

  it('is told by every field that is wrong', async () => {
    const wrong = {
      id: 'no UUID',
      sign: 'ariez',
      date: '2026-02-30',
      type: 'hourly',
      content: 'x'.repeat(65_537),
      statements: Array(201).fill({}),
      areas: [],
      luckyElements: 'seven',
      source: 'nobody',
      language: 'x'.repeat(36),
      timezone: 'a\u0000b',
      contents: 'unknown',
    };
    const pointers = Object.keys(wrong).map((name) => `/${name}`);
    assert.deepEqual(await refused(wrong), pointers.sort());
  });

  it('is a list of what the document says are objects', async () => {
    for (const kind of recordKinds.filter(({ sample }) => 'statements' in sample())) {
      assert.deepEqual(await refused({ ...kind.sample(), statements: ['text'] }, kind), ['/statements']);
    }
  });

  it('is told where in a person it is wrong', async () => {
    const partner = { ...newYork, latitude: 91, name: 5 };
    const pointers = await refused({ partner }, recordKind('match'));
    assert.deepEqual(pointers, ['/partner/latitude', '/partner/name']);
  });

  it('is more than fits', async () => {
    const long = (bytes) => ({ text: 'x'.repeat(bytes) });
    const many = { areas: long(131_000), luckyElements: long(131_000), content: 'x'.repeat(60_000) };
    assert.deepEqual(await refused({ ...horoscopes.sample(), ...many }), ['']);
    const one = { ...horoscopes.sample(), areas: long(131_072) };
    assert.deepEqual(await refused(one), ['/areas']);
    const most = { ...horoscopes.sample(), content: 'é'.repeat(32_768) };
    assert.equal((await person.post(horoscopes.path, most)).status, 201);
  });
});

describe('a chart that is cast with a token', () => {
  const request = { birthData: newYork, systems: ['western', 'vedic'], options: { bodies: ['sun'] } };
  const generate = (person, body = request) => person.post('/api/v1/chart/generate', body);

  it('is in its owner\'s history once, and answered again as it was', async () => {
    const person = await people.guest();
    const cast = await generate(person);
    assert.equal(cast.status, 200, cast.text);
    assert.equal((await generate(person)).text, cast.text);
    const { chartId } = cast.json;
    assert.equal((await person.get(`/api/v1/chart/${chartId}`)).text, cast.text);
    const { items } = (await person.get(charts.path)).json;
    assert.equal(items.length, 1);
    assert.equal(items[0].id, chartId);
    assert.deepEqual(documentOf(items[0]), request);
  });

  it('has a wheel', async () => {
    const person = await people.guest();
    const { chartId } = (await generate(person)).json;
    const wheel = await person.get(`/api/v1/chart/${chartId}.svg`);
    assert.equal(wheel.status, 200);
    const drawn = await generate(person, { ...request, options: { bodies: ['sun'], wheel: 'light' } });
    assert.match(wheel.text, /^<svg /);
    if (drawn.status === 200) assert.equal(wheel.text, drawn.json.charts.western.svg);
  });

  it('keeps what its owner wrote to it when it is cast again', async () => {
    const person = await people.guest();
    const cast = await generate(person);
    const path = `${charts.path}/${cast.json.chartId}`;
    const labelled = { ...request, label: 'Mine', notes: 'Ask my mother.' };
    assert.equal((await person.put(path, labelled)).status, 200);
    await generate(person);
    assert.deepEqual(documentOf((await person.get(path)).json), labelled);
    assert.equal((await person.get(`/api/v1/chart/${cast.json.chartId}`)).text, cast.text);
  });

  it('is gone when it is deleted from the history', async () => {
    const person = await people.guest();
    const { chartId } = (await generate(person)).json;
    await person.delete(`${charts.path}/${chartId}`);
    assert.equal((await person.get(`/api/v1/chart/${chartId}`)).status, 404);
    assert.equal((await person.get(`/api/v1/chart/${chartId}.svg`)).status, 404);
  });

  it('is nobody\'s without one', async () => {
    const person = await people.guest();
    const cast = await people.client.post('/api/v1/chart/generate', request);
    assert.equal((await person.get(`/api/v1/chart/${cast.json.chartId}`)).status, 404);
  });
});

describe('an account', () => {
  const me = '/api/v1/users/me';

  it('has a profile that is replaced whole', async () => {
    const person = await people.guest();
    const fresh = (await person.get(me)).json;
    assert.equal(fresh.profile, null);
    assert.equal(fresh.deleteAfterDays, null);
    const profile = { name: 'Zoë', birthData: newYork, preferences: { theme: 'dark' } };
    const put = await person.put(me, { profile, deleteAfterDays: 30 });
    assert.deepEqual(put.json, { ...fresh, profile, deleteAfterDays: 30 });
    const got = await person.get(me);
    assert.deepEqual(got.json, put.json);
    assert.equal(got.headers.etag, put.headers.etag);
    await person.put(me, { profile: { name: 'Zoe' } });
    const after = (await person.get(me)).json;
    assert.deepEqual(after.profile, { name: 'Zoe' });
    assert.equal(after.deleteAfterDays, null);
  });

  it('says what is wrong with a profile', async () => {
    const person = await people.guest();
    const profile = { name: 'x'.repeat(201), birthData: { ...newYork, latitude: 91 }, age: 7 };
    const pointers = pointersOf(await person.put(me, { profile, deleteAfterDays: 0 }));
    const below = ['/age', '/birthData/latitude', '/name'].map((field) => `/profile${field}`);
    assert.deepEqual(pointers, ['/deleteAfterDays', ...below]);
    assert.equal((await person.get(me)).json.profile, null);
  });

  it('has devices, whose push tokens nobody is shown', async () => {
    const person = await people.guest();
    const deviceId = randomUUID();
    const device = { deviceId, platform: 'ios', pushToken: 'a secret', locale: 'de-CH' };
    const put = await person.post('/api/v1/devices', device);
    assert.equal(put.status, 200);
    assert.doesNotMatch(put.text, /secret/);
    await person.post('/api/v1/devices', { ...device, platform: 'web', timezone: 'Europe/Zurich' });
    const { items } = (await person.get('/api/v1/devices')).json;
    assert.equal(items.length, 1);
    const { updatedAt: _, ...shown } = items[0];
    const expected = { deviceId, platform: 'web', locale: 'de-CH', timezone: 'Europe/Zurich' };
    assert.deepEqual(shown, expected);
    assert.equal((await person.delete(`/api/v1/devices/${deviceId}`)).status, 204);
    assert.equal((await person.delete(`/api/v1/devices/${deviceId}`)).status, 404);
    const wrong = { deviceId: 'x', platform: 'android', locale: 'x'.repeat(36) };
    const pointers = pointersOf(await person.post('/api/v1/devices', wrong));
    assert.deepEqual(pointers, ['/deviceId', '/locale', '/platform', '/pushToken']);
  });

  it('gives a device that changed hands to whoever has it now', async () => {
    const [before, now] = [await people.guest(), await people.guest()];
    const device = { deviceId: randomUUID(), platform: 'ios', pushToken: `token ${randomUUID()}` };
    await before.post('/api/v1/devices', device);
    await now.post('/api/v1/devices', device);
    assert.deepEqual((await before.get('/api/v1/devices')).json.items, []);
    assert.equal((await now.get('/api/v1/devices')).json.items.length, 1);
  });
});

describe('a session', () => {
  const refresh = (refreshToken) => people.client.post('/api/v1/auth/refresh', { refreshToken });
  const validate = async (person) => (await person.get('/api/v1/auth/validate')).status;

  async function refused(refreshToken) {
    const response = await refresh(refreshToken);
    assert.equal(response.status, 401, response.text);
    assert.equal(response.json.message, 'Invalid token');
  }

  it('is listed with what its device calls itself', async () => {
    const person = await people.guest('Zoë’s telephone');
    const { items } = (await person.get('/api/v1/auth/sessions')).json;
    assert.equal(items.length, 1);
    assert.equal(items[0].id, person.sessionId);
    assert.equal(items[0].deviceName, 'Zoë’s telephone');
    assert.equal(items[0].current, true);
  });

  it('ends with a logout, for both of its tokens', async () => {
    for (const how of [undefined, { allDevices: true }]) {
      const person = await people.guest();
      assert.equal((await person.post('/api/v1/auth/logout', how)).status, 204);
      assert.equal(await validate(person), 401);
      await refused(person.refreshToken);
    }
  });

  it('ends where it is revoked, and no other does', async () => {
    const [person, other] = [await people.guest(), await people.guest()];
    const path = `/api/v1/auth/sessions/${person.sessionId}`;
    assert.equal((await other.delete(path)).status, 404);
    assert.equal(await validate(person), 200);
    assert.equal((await person.delete(path)).status, 204);
    assert.equal(await validate(person), 401);
    assert.equal(await validate(other), 200);
  });

  it('goes on by its refresh token, which is good once', async () => {
    const person = await people.guest();
    const next = await refresh(person.refreshToken);
    assert.equal(next.status, 200, next.text);
    assert.equal(next.headers['cache-control'], 'no-store');
    assert.equal(next.json.user.id, person.id);
    assert.equal(next.json.sessionId, person.sessionId);
    assert.notEqual(next.json.refreshToken, person.refreshToken);
    const spent = person.refreshToken;
    person.take(next.json);
    assert.equal(await validate(person), 200);
    await refused(spent);
    // Either of the two who had it may be the thief.
    assert.equal(await validate(person), 401);
    await refused(person.refreshToken);
  });

  it('goes on for one of two who refresh it at once, at most', async () => {
    const person = await people.guest();
    const both = await Promise.all([refresh(person.refreshToken), refresh(person.refreshToken)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401]);
  });

  it('is not opened by what was never a refresh token', async () => {
    await refused('nothing of ours');
    await refused((await people.guest()).accessToken);
    const missing = await people.client.post('/api/v1/auth/refresh', {});
    assert.deepEqual(pointersOf(missing), ['/refreshToken']);
  });
});

describe('an administrator', () => {
  it('reads what somebody keeps, and it is written down', async () => {
    const [admin, person] = [await people.withRole('admin'), await people.guest()];
    const account = `/api/v1/admin/accounts/${person.id}`;
    for (const kind of recordKinds) {
      const record = await person.keep(kind, kind.sample());
      const seen = await admin.get(`${account}/records?kind=${kind.kind}`);
      assert.deepEqual(seen.json.items, [record]);
    }
    assert.equal((await admin.get(account)).json.account.id, person.id);
    const missing = await admin.get(`/api/v1/admin/accounts/${randomUUID()}`);
    assert.equal(missing.status, 404);
    assert.deepEqual(pointersOf(await admin.get(`${account}/records?kind=x`)), ['/kind']);
    const log = (await admin.get('/api/v1/admin/audit?limit=50')).json.items;
    const about = log.filter(({ subject }) => subject === person.id);
    assert.equal(about.length, recordKinds.length + 1);
    assert.ok(about.every(({ actor }) => actor === admin.id));
  });

  it('reads the audit log in pages', async () => {
    const admin = await people.withRole('admin');
    for (let n = 0; n < 5; ++n) await admin.get(`/api/v1/admin/accounts/${admin.id}`);
    const numbers = [];
    let cursor = null;
    for (let pages = 0; pages < 3; ++pages) {
      const query = cursor ? `&cursor=${cursor}` : '';
      const { json } = await admin.get(`/api/v1/admin/audit?limit=2${query}`);
      numbers.push(...json.items.map(({ number }) => number));
      cursor = json.nextCursor;
    }
    assert.deepEqual(numbers, [...new Set(numbers)].sort((one, other) => other - one));
    assert.equal(numbers.length, 6);
  });
});
