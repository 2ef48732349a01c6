// Who may ask what: every operation of the document × every kind of caller.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { exampleQuery } from './support/contract.mjs';
import { bearer, People } from './support/people.mjs';
import { temporaryFolder } from './support/program.mjs';
import { recordKind, recordKinds } from './support/records.mjs';

// What an entry says:
//   who           'anyone', 'account' or 'admin'
//   readsTokens   of 'anyone': a token need not be there, but must be good
//   strangers     of what has an id in its path: 'are told 404', or 'make their own', since ids are
//                 the owner's alone
//   answer        what is answered to whoever may ask, since the request cannot be one that succeeds:
//                 only Apple and authenticators can make those
//   body          of the request, for the owner's things; left out, the document's example or none
const anyone = { who: 'anyone' };
const account = { who: 'account' };
const one = { who: 'account', strangers: 'are told 404' };
const administrator = { who: 'admin' };

const noCredential = () => ({ credential: {} });

const table = {
  generateChart: { ...anyone, readsTokens: true },
  findAspectsBetween: anyone,
  judgeDignities: anyone,
  placeLots: anyone,
  compareDeclinations: anyone,
  findMidpoints: anyone,
  castHarmonic: anyone,
  findPatterns: anyone,
  readMansions: anyone,
  findStars: anyone,
  readOrbits: anyone,
  relocateChart: anyone,
  drawLines: anyone,
  readLocalSpace: anyone,
  composeCharts: anyone,
  matchTwo: { ...anyone, readsTokens: true },
  searchMatches: anyone,
  listMatchHistory: account,
  findTransits: anyone,
  castReturn: anyone,
  progressChart: anyone,
  findPrimaryDirections: anyone,
  findProfection: anyone,
  findFirdaria: anyone,
  releaseLot: anyone,
  getEvents: anyone,
  getPositions: anyone,
  calculateEphemeris: anyone,
  searchLocations: anyone,
  findNearestLocations: anyone,
  readTheClock: anyone,
  listZodiacSigns: anyone,
  getHealth: anyone,
  getOpenApi: anyone,
  getDocs: anyone,
  getDocsFile: anyone,
  getLiveness: anyone,
  getReadiness: anyone,
  getMetrics: anyone,

  getChart: one,
  getChartWheel: one,

  signInAsGuest: { ...anyone, body: () => ({ deviceName: 'Telephone' }) },
  refreshTokens: {
    ...anyone,
    body: async ({ people }) => ({ refreshToken: (await people.guest()).refreshToken }),
  },
  newAppleNonce: anyone,
  signInWithApple: {
    ...anyone,
    readsTokens: true,
    answer: { status: 401, message: 'Invalid token' },
    body: () => ({ identityToken: 'none' }),
  },
  notifyFromApple: {
    ...anyone,
    answer: { status: 401, message: 'Invalid token' },
    body: () => ({ payload: 'none' }),
  },
  passkeySignInOptions: anyone,
  signInWithPasskey: { ...anyone, readsTokens: true, answer: { status: 422 }, body: noCredential },
  listPasskeys: account,
  passkeyOptions: { ...account, body: () => ({ userName: 'Somebody' }) },
  addPasskey: { ...account, answer: { status: 422 }, body: noCredential },
  deletePasskey: { ...one, answer: { status: 404 } },
  signOut: account,
  validateToken: account,
  listSessions: account,
  endSession: one,

  getMe: account,
  deleteMe: account,
  exportMe: account,
  putMe: { ...account, body: () => ({ profile: { name: 'Somebody' } }) },
  listDevices: account,
  putDevice: { ...account, body: () => device(randomUUID()) },
  deleteDevice: one,

  pullChanges: account,
  pushChanges: { ...account, body: () => ({ changes: [] }) },

  adminGetAccount: administrator,
  adminListRecords: administrator,
  adminSetRole: { ...administrator, body: () => ({ role: 'user' }) },
  adminListAudit: administrator,
};
for (const { operation, plural, sample } of recordKinds) {
  const body = () => sample(1);
  table[`list${plural ?? `${operation}s`}`] = account;
  table[`create${operation}`] = { ...account, body };
  table[`get${operation}`] = one;
  table[`put${operation}`] = { ...account, body, strangers: 'make their own' };
  table[`delete${operation}`] = one;
}

const device = (deviceId) => ({ deviceId, platform: 'ios', pushToken: `token of ${deviceId}` });

// Somebody with one of everything, and the ids of it by how paths call them.
async function settle(person) {
  const ids = { accountId: person.id, sessionId: person.sessionId, deviceId: randomUUID(), passkeyId: 'none' };
  assert.equal((await person.post('/api/v1/devices', device(ids.deviceId))).status, 200);
  for (const kind of recordKinds) {
    ids[kind.path.split('/').at(-1)] = (await person.keep(kind, kind.sample())).id;
  }
  ids.chartId = (await person.keep(recordKind('chart'), { birthData: newYork })).id;
  return ids;
}

// Sign in with Apple is on; nothing that is sent here comes so far that Apple is asked.
function withApple(folder) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = join(folder, 'apple.p8');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    APPLE_CLIENT_IDS: 'org.example.astronova',
    APPLE_TEAM_ID: 'TEAM',
    APPLE_KEY_ID: 'KEY',
    APPLE_PRIVATE_KEY_FILE: file,
    APPLE_ADDRESS: 'https://127.0.0.1:9',
  };
}

// All that somebody has, as they see it themselves.
async function belongings(person) {
  const [me, changes, devices, sessions] = await Promise.all(
    ['users/me', 'sync/changes', 'devices', 'auth/sessions'].map((path) =>
      person.get(`/api/v1/${path}`),
    ),
  );
  assert.equal(changes.status, 200, changes.text);
  const standing = sessions.json.items.map(({ id }) => id);
  return { me: me.json, changes: changes.json, devices: devices.json, standing };
}

describe('who may ask what', () => {
  const folder = temporaryFolder();
  let people;
  let contract;
  let operations;
  let chief;
  before(async () => {
    people = await People.start({ env: withApple(folder.path) });
    contract = people.client.contract;
    operations = contract.operations();
    chief = await people.withRole('admin');
  });
  after(async () => {
    await people.stop();
    folder.remove();
  });

  async function withRole(role) {
    const person = await people.guest();
    const path = `/api/v1/admin/accounts/${person.id}/role`;
    assert.equal((await chief.put(path, { role })).status, 200);
    return person;
  }

  // Everybody who asks, the headers of each; the owner last, since that may leave nothing.
  async function callers(owner) {
    const [guest, other, admin] = [await people.guest(), await withRole('user'), await withRole('admin')];
    const gone = await people.guest();
    assert.equal((await gone.post('/api/v1/auth/logout')).status, 204);
    const forged = Object.entries(people.forged(owner)).map(([how, token]) => [
      `forged: ${how}`,
      { ...bearer(token), refusal: 'Invalid token' },
    ]);
    return {
      admin,
      strangers: {
        anonymous: { refusal: 'Authorization required' },
        expired: { ...bearer(people.expired(owner)), refusal: 'Token has expired' },
        revoked: { ...gone.headers, refusal: 'Invalid token' },
        ...Object.fromEntries(forged),
        guest: guest.headers,
        'other user': other.headers,
        admin: admin.headers,
      },
      owner: owner.headers,
    };
  }

  // The request for the owner's things, but for who asks.
  function requestFor({ path, method, operation }, entry, owner, ids) {
    const parameters = (operation.parameters ?? []).map((each) => contract.resolve(each));
    const file = parameters.find(({ name }) => name === 'file')?.schema.enum[0];
    const known = { ...ids, file, id: ids[path.split('/').at(-2)] };
    const target = path.replace(/\{([^}]*)\}/g, (_, name) => known[name]) + exampleQuery(parameters);
    const examples = operation.requestBody?.content['application/json'].examples ?? {};
    return async (headers) => {
      const body = entry.body
        ? await entry.body({ people, owner, ids })
        : Object.values(examples)[0]?.value;
      return people.client.send(method.toUpperCase(), target, { headers, body });
    };
  }

  // What the table says that comes of it: a status, and the message of a 401.
  function expected(entry, { operation }, name, { refusal }) {
    const success = Number(Object.keys(operation.responses).find((status) => status < 300));
    const looked = entry.who !== 'anyone' || (entry.readsTokens && name !== 'anonymous');
    if (refusal && looked) return { status: 401, message: refusal };
    if (entry.who === 'admin' && name !== 'admin') return { status: 403 };
    if (entry.strangers === 'are told 404' && name !== 'owner') return { status: 404 };
    return entry.answer ?? { status: success };
  }

  async function assertAnswered(ask, headers, { status, message }, who) {
    const response = await ask(headers);
    assert.equal(response.status, status, `${who}: ${response.text}`);
    if (status !== 401) return;
    assert.equal(response.json.message, message, who);
    const challenge = headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer';
    assert.equal(response.headers['www-authenticate'], challenge, who);
  }

  it('is said for every operation, and for no other', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.deepEqual(Object.keys(table).sort(), [...ids].sort());
  });

  it('is what the document says of needing a token', () => {
    for (const { operation } of operations) {
      const entry = table[operation.operationId];
      const ways = (operation.security ?? []).map((way) => Object.keys(way).length);
      const { who, readsTokens = false } = entry;
      assert.equal(ways.includes(1), who !== 'anyone' || readsTokens, operation.operationId);
      assert.equal(ways.includes(0), readsTokens, operation.operationId);
    }
  });

  // The document is asked for when the server runs, the tests are named before: so by the table.
  for (const [operationId, entry] of Object.entries(table)) {
    it(`of ${operationId}`, async () => {
      const found = operations.find(({ operation }) => operation.operationId === operationId);
      assert.ok(found, 'the document has no such operation');
      const owner = await withRole('user');
      const ids = await settle(owner);
      const { admin, strangers, owner: ownersHeaders } = await callers(owner);
      const ask = requestFor(found, entry, owner, ids);
      const before = await belongings(owner);
      for (const [name, { refusal, ...headers }] of Object.entries(strangers)) {
        await assertAnswered(ask, headers, expected(entry, found, name, { refusal }), name);
      }
      assert.deepEqual(await belongings(owner), before, 'what the owner has was touched');
      await assertAnswered(ask, ownersHeaders, expected(entry, found, 'owner', {}), 'owner');
      if (entry.who === 'admin') await assertAudited(admin, operationId);
    });
  }

  async function assertAudited(admin, operationId) {
    const log = (await chief.get('/api/v1/admin/audit?limit=20')).json.items;
    assert.ok(log.some(({ actor }) => actor === admin.id), `${operationId} is not in the audit log`);
  }

  it('is written to the audit log where the command made an administrator', async () => {
    const person = await people.withRole('admin');
    const log = (await person.get('/api/v1/admin/audit')).json.items;
    const entry = log.find(({ subject }) => subject === person.id);
    assert.equal(entry.actor, 'system');
    assert.equal(entry.detail, 'admin');
  });

  it('changes for the sessions of an account when its role does', async () => {
    const person = await withRole('admin');
    assert.equal((await person.get('/api/v1/admin/audit')).status, 200);
    const path = `/api/v1/admin/accounts/${person.id}/role`;
    assert.equal((await chief.put(path, { role: 'user' })).status, 200);
    assert.equal((await person.get('/api/v1/admin/audit')).status, 403);
  });
});
