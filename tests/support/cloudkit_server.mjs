// cloudkit_server.mjs [PORT]: stands in for api.apple-cloudkit.com. Prints its port (0: any that is
// free).
//
// It follows the CloudKit Web Services Reference (Apple, 2016-06-13), the pages SettingUpWebServices,
// ModifyRecords, LookupRecords, QueryingRecords, FetchingRecordZoneChanges(changeszone),
// GettingAllZones, ModifyZones, Types, ErrorCodes and PropertyMetrics of
//   https://developer.apple.com/library/archive/documentation/DataManagement/Conceptual/CloudKitWebServicesReference/
// and, as the production environment does, knows the types and fields of ios/cloudkit/schema.ckdb only.
// Security roles are not played: whoever has the key is an admin.
//
// Control routes, which take and give JSON objects:
//   GET  /control/credentials   keyId, privateKey (PEM), container
//   GET  /control/asked         how often each route was asked for, as "METHOD /path"
//   GET  /control/records       the records of all databases, deleted ones too
//   POST /control/save          { recordName, fields }: another device changes a record
//   POST /control/throttle      { times, seconds }: answers that there were too many requests
//   POST /control/fail_record   { recordName, serverErrorCode, reason, retryAfter, times }
//   POST /control/settings      { now, pageSize, anyDatabase }: now, RFC 3339, makes the clock stand;
//                               pageSize, records in an answer; anyDatabase opens the private and
//                               shared databases, which Apple does not for a server-to-server key
//   POST /control/fault         see stand_in.mjs
import { createHash, generateKeyPairSync, randomBytes, randomUUID, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSchema } from './cloudkit_schema.mjs';
import { Refusal, Zone, checkFilter, matches, sortRecords } from './cloudkit_zone.mjs';
import { StandIn } from './stand_in.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const schema = readSchema(readFileSync(join(here, '../../ios/cloudkit/schema.ckdb'), 'utf8'));

const defaultZone = '_defaultZone';
const signatureSeconds = 600;
const operationsMax = 200;

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const credentials = {
  keyId: randomBytes(32).toString('hex'),
  privateKey: key.privateKey.export({ type: 'sec1', format: 'pem' }),
  container: 'iCloud.com.example.astronova',
};
const settings = { now: undefined, pageSize: operationsMax, anyDatabase: false };
const throttle = { times: 0, seconds: 1 };
let recordFault;

const now = () => (settings.now ? Date.parse(settings.now) : Date.now());
const newZone = (name) => new Zone(name, schema, now);
const databases = Object.fromEntries(
  ['public', 'private', 'shared'].map((name) => [
    name,
    new Map([[defaultZone, newZone(defaultZone)]]),
  ]),
);

const signatureHeaders = {
  keyId: 'x-apple-cloudkit-request-keyid',
  date: 'x-apple-cloudkit-request-iso8601date',
  signature: 'x-apple-cloudkit-request-signaturev1',
};

function checkSignature({ url, headers, body }) {
  const date = headers[signatureHeaders.date] ?? '';
  const hash = createHash('sha256').update(body).digest('base64');
  const message = Buffer.from(`${date}:${hash}:${url.pathname}`);
  const signature = Buffer.from(headers[signatureHeaders.signature] ?? '', 'base64');
  const age = Math.abs(now() - Date.parse(date)) / 1000;
  const good =
    headers[signatureHeaders.keyId] === credentials.keyId &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) &&
    age <= signatureSeconds &&
    verify('sha256', message, key.publicKey, signature);
  if (!good) throw new Refusal(401, 'AUTHENTICATION_FAILED', 'no authentication credentials provided');
}

function takeThrottle() {
  if (throttle.times <= 0) return;
  throttle.times -= 1;
  throw new Refusal(429, 'THROTTLED', 'too many requests', { retryAfter: throttle.seconds });
}

function zoneOf(database, zoneID = {}) {
  const zone = databases[database].get(zoneID.zoneName ?? defaultZone);
  if (!zone) throw new Refusal(404, 'ZONE_NOT_FOUND', `Zone '${zoneID.zoneName}' does not exist`);
  return zone;
}

function failureOf(recordName) {
  if (recordFault?.recordName !== recordName || recordFault.times <= 0) return undefined;
  recordFault.times -= 1;
  const { times, ...failure } = recordFault;
  return { uuid: randomUUID(), ...failure };
}

const perRecord = (recordName, work) => {
  try {
    return failureOf(recordName) ?? work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { recordName, ...error.body };
  }
};

function modifyRecords(database, { operations, zoneID, atomic }) {
  if (!Array.isArray(operations)) throw new Refusal(400, 'BAD_REQUEST', 'operations is required');
  if (operations.length > operationsMax) throw new Refusal(400, 'BAD_REQUEST', 'too many operations');
  const names = operations.map(({ record }) => record?.recordName);
  if (new Set(names).size < names.length) {
    throw new Refusal(400, 'BAD_REQUEST', 'one operation per record');
  }
  const zone = zoneOf(database, zoneID);
  const trial = zone.copy();
  const records = operations.map(({ operationType, record }) =>
    perRecord(record.recordName, () => trial.apply(operationType, record)),
  );
  const failed = records.find(({ serverErrorCode }) => serverErrorCode);
  if (failed && (atomic ?? true) && zone.name !== defaultZone) {
    throw new Refusal(400, 'ATOMIC_ERROR', failed.reason);
  }
  zone.become(trial);
  return { records };
}

function lookupRecords(database, { records, zoneID }) {
  const zone = zoneOf(database, zoneID);
  return { records: records.map(({ recordName }) => perRecord(recordName, () => zone.get(recordName))) };
}

function queryRecords(database, { query, zoneID, resultsLimit, continuationMarker }) {
  const type = schema.types[query?.recordType];
  if (!type) throw new Refusal(400, 'BAD_REQUEST', `unknown record type ${query?.recordType}`);
  const filters = query.filterBy ?? [];
  for (const filter of filters) checkFilter(filter, type);
  const found = zoneOf(database, zoneID)
    .live()
    .filter(({ recordType }) => recordType === query.recordType)
    .filter((record) => filters.every((filter) => matches(record, filter)));
  const sorted = sortRecords(found, query.sortBy ?? [], type);
  const start = continuationMarker ? Number(Buffer.from(continuationMarker, 'base64')) : 0;
  const end = start + Math.min(resultsLimit ?? operationsMax, settings.pageSize);
  const marker = end < sorted.length && Buffer.from(String(end)).toString('base64');
  return {
    records: sorted.slice(start, end).map((record) => failureOf(record.recordName) ?? record),
    ...(marker && { continuationMarker: marker }),
  };
}

function fetchChanges(database, { zones }) {
  return {
    zones: zones.map(({ zoneID, syncToken, resultsLimit }) => {
      try {
        const zone = zoneOf(database, zoneID);
        if (zone.name === defaultZone) {
          throw new Refusal(400, 'BAD_REQUEST', 'the default zone keeps no changes');
        }
        const limit = Math.min(resultsLimit ?? operationsMax, settings.pageSize);
        return { zoneID, ...zone.changes(syncToken, limit) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { zoneID, ...error.body };
      }
    }),
  };
}

function modifyZones(database, { operations }) {
  const zones = operations.map(({ operationType, zone: { zoneID } }) => {
    const name = zoneID.zoneName;
    const known = databases[database].get(name);
    if (operationType === 'create') {
      if (!known) databases[database].set(name, newZone(name));
      return databases[database].get(name).description();
    }
    if (!known) return { zoneID, ...new Refusal(404, 'ZONE_NOT_FOUND', 'no such zone').body };
    databases[database].delete(name);
    return { zoneID, deleted: true };
  });
  return { zones };
}

const privateOnly = (work) => (database, body) => {
  if (database === 'public') throw new Refusal(400, 'BAD_REQUEST', 'not in the public database');
  return work(database, body);
};

const operations = {
  'POST records/modify': modifyRecords,
  'POST records/lookup': lookupRecords,
  'POST records/query': queryRecords,
  'POST changes/zone': privateOnly(fetchChanges),
  'POST zones/modify': privateOnly(modifyZones),
  'GET zones/list': (database) => ({
    zones: [...databases[database].values()].map((zone) => zone.description()),
  }),
};

function answer(request) {
  const path = /^\/database\/1\/([^/]+)\/(development|production)\/(public|private|shared)\/(.+)$/;
  const [, container, , database, operation] = path.exec(request.url.pathname) ?? [];
  if (container !== credentials.container) {
    throw new Refusal(400, 'BAD_REQUEST', 'Invalid container to get bundle ids');
  }
  checkSignature(request);
  takeThrottle();
  if (database !== 'public' && !settings.anyDatabase) {
    throw new Refusal(403, 'ACCESS_DENIED', 'a server-to-server key reaches the public database');
  }
  const handle = operations[`${request.method} ${operation}`];
  if (!handle) throw new Refusal(404, 'NOT_FOUND', 'no such operation');
  const body = request.body.length > 0 ? JSON.parse(request.body.toString()) : {};
  return { status: 200, body: handle(database, body) };
}

const routes = {
  '*': (request) => {
    try {
      return answer(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { uuid: randomUUID(), ...error.body } };
    }
  },
};

const control = {
  'GET /control/credentials': () => credentials,
  'GET /control/records': () => ({
    records: Object.values(databases)
      .flatMap((zones) => [...zones.values()])
      .flatMap((zone) => zone.all()),
  }),
  'POST /control/save': ({ recordName, fields }) =>
    databases.public.get(defaultZone).apply('forceUpdate', { recordName, fields }),
  'POST /control/throttle': (wish) => Object.assign(throttle, wish),
  'POST /control/fail_record': (wish) => {
    recordFault = { times: Infinity, reason: 'as told', ...wish };
    return {};
  },
  'POST /control/settings': (wish) => Object.assign(settings, wish),
};

new StandIn(routes, control).start(process.argv[2]);
