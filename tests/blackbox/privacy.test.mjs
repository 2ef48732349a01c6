// What a person can take along, and what is left when they leave.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { People, testedDatabase } from './support/people.mjs';
import { temporaryFolder } from './support/program.mjs';
import { documentOf, recordKinds } from './support/records.mjs';

// In no other text of the program or its tests.
const traces = {
  name: 'Wilhelmina Quarkenbush',
  message: 'Will the zephyr of Xanthippe carry me?',
  place: 'Llanfairpwllgwyngyll',
};

async function fill(person) {
  const birthData = { ...newYork, place: undefined };
  await person.put('/api/v1/users/me', {
    profile: { name: traces.name, birthData, preferences: { home: traces.place } },
  });
  for (const kind of recordKinds) {
    for (let n = 0; n < 3; n += 1) await person.keep(kind, kind.sample(n));
  }
  const chat = recordKinds.find((one) => one.kind === 'chatMessage');
  const deleted = await person.keep(chat, { ...chat.sample(1), content: traces.message });
  await person.keep(chat, { ...chat.sample(2), content: traces.message });
  await person.delete(`${chat.path}/${deleted.id}`);
}

function unzip(bytes) {
  const folder = temporaryFolder();
  const archive = join(folder.path, 'export.zip');
  writeFileSync(archive, bytes);
  // unzip checks the archive's own sums.
  execFileSync('unzip', ['-q', archive, '-d', folder.path]);
  const files = Object.fromEntries(
    readdirSync(folder.path)
      .filter((name) => name !== 'export.zip')
      .map((name) => [name, readFileSync(join(folder.path, name), 'utf8')]),
  );
  folder.remove();
  return files;
}

// The names of the files below a folder in which a text is.
function filesWith(folder, text) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

describe('what is held about a person', () => {
  let people;
  before(async () => {
    people = await People.start();
  });
  after(() => people.stop());

  it('is exported as one archive with all of it', async () => {
    const person = await people.guest('A telephone');
    await fill(person);
    const answer = await person.get('/api/v1/users/me/export');
    assert.equal(answer.status, 200);
    assert.equal(answer.contentType, 'application/zip');
    const files = unzip(answer.body);
    assert.deepEqual(Object.keys(files).sort(), [
      'README.txt',
      'account.json',
      'audit.json',
      'bookmarks.json',
      'charts.csv',
      'charts.json',
      'devices.json',
      'horoscopes.json',
      'matches.json',
      'messages.json',
      'profile.json',
      'reports.json',
      'sessions.json',
    ]);
    for (const kind of recordKinds) {
      const exported = JSON.parse(files[`${kind.path.split('/').at(-1)}.json`]);
      const answered = (await person.get(`${kind.path}?limit=100`)).json.items;
      assert.deepEqual(exported, answered, kind.kind);
      assert.ok(exported.some((record) => record.id && Object.keys(documentOf(record)).length > 0));
    }
    assert.equal(JSON.parse(files['profile.json'])[0].name, traces.name);
    assert.equal(JSON.parse(files['account.json']).account.id, person.id);
    assert.equal(JSON.parse(files['sessions.json']).items[0].deviceName, 'A telephone');
    const rows = files['charts.csv'].trimEnd().split('\r\n');
    assert.equal(rows.length, 4);
    assert.match(rows[1], /New_York/);
  });

  it('is exported whole when there is much of it', async () => {
    const person = await people.guest();
    const chat = recordKinds.find((one) => one.kind === 'chatMessage');
    const changes = Array.from({ length: 450 }, (_, n) => ({
      kind: 'chatMessage',
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      updatedAt: '2026-01-01T00:00:00Z',
      document: { ...chat.sample(n), content: `${n} `.repeat(200) },
    }));
    const pushed = await person.post('/api/v1/sync/changes', { changes });
    assert.equal(pushed.status, 200, pushed.text.slice(0, 500));
    const files = unzip((await person.get('/api/v1/users/me/export')).body);
    const ids = JSON.parse(files['messages.json']).map((message) => message.id);
    assert.deepEqual(ids.sort(), changes.map((change) => change.id));
  });

  it('is of nobody else', async () => {
    const [one, other] = [await people.guest(), await people.guest()];
    await fill(one);
    const files = unzip((await other.get('/api/v1/users/me/export')).body);
    for (const [name, text] of Object.entries(files)) {
      if (name === 'README.txt') continue;
      assert.ok(!text.includes(one.id) && !text.includes(traces.name), name);
    }
  });

  it('is gone when the account is deleted, and its tokens open nothing', async () => {
    const person = await people.guest();
    await fill(person);
    const answer = await person.delete('/api/v1/users/me');
    assert.equal(answer.status, 204, answer.text);
    for (const path of ['/api/v1/users/me', '/api/v1/users/me/charts', '/api/v1/sync/changes']) {
      assert.equal((await person.get(path)).status, 401, path);
    }
    const refreshed = await people.client.post('/api/v1/auth/refresh', {
      refreshToken: person.refreshToken,
    });
    assert.equal(refreshed.status, 401);
    const admin = await people.withRole('admin');
    const audit = (await admin.get('/api/v1/admin/audit?limit=100')).json.items;
    assert.ok(audit.some((line) => line.action === 'account.deleted' && line.subject === person.id));
    for (const line of audit) {
      for (const trace of Object.values(traces)) assert.ok(!JSON.stringify(line).includes(trace));
    }
  });

  it(
    'leaves no byte in the files of the database',
    { skip: testedDatabase !== 'sqlite' },
    async () => {
      const own = await People.start({ env: { ASTRONOVA_DATA_KEYS: '' } });
      try {
        const person = await own.guest();
        await fill(person);
        for (const [what, trace] of Object.entries(traces)) {
          assert.notDeepEqual(filesWith(own.folder.path, trace), [], `${what} was never written`);
        }
        assert.equal((await person.delete('/api/v1/users/me')).status, 204);
        for (const [what, trace] of Object.entries(traces)) {
          assert.deepEqual(filesWith(own.folder.path, trace), [], what);
        }
      } finally {
        await own.stop();
      }
    },
  );

  it('is not readable in the files where a key is configured', { skip: testedDatabase !== 'sqlite' }, async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const own = await People.start({ env: { ASTRONOVA_DATA_KEYS: `test:${key}` } });
    try {
      const person = await own.guest();
      await fill(person);
      for (const trace of Object.values(traces)) assert.deepEqual(filesWith(own.folder.path, trace), []);
      assert.equal((await person.get('/api/v1/users/me')).json.profile.name, traces.name);
    } finally {
      await own.stop();
    }
  });
});
