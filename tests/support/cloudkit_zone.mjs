// The records of one zone of CloudKit: change tags, history, the operations of records/modify, and
// what queries compare.
const serverUser = '_serverToServer';

// An error of CloudKit: the HTTP status of a whole request, and what is said of one record.
export class Refusal extends Error {
  constructor(status, serverErrorCode, reason, more = {}) {
    super(reason);
    this.status = status;
    this.body = { serverErrorCode, reason, ...more };
  }
}

const badRequest = (reason) => new Refusal(400, 'BAD_REQUEST', reason);

const checks = {
  STRING: (value) => typeof value === 'string',
  INT64: (value) => Number.isInteger(value),
  DOUBLE: (value) => typeof value === 'number',
  TIMESTAMP: (value) => Number.isInteger(value),
  BYTES: (value) =>
    typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value,
};

// The fields of a request with their types, as they will be answered.
function checkedFields(fields = {}, type) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { value, type: told }]) => {
      const declared = type.fields[name];
      if (!declared) throw badRequest(`Cannot create or modify field '${name}' in record`);
      if ((told ?? declared.type) !== declared.type || !checks[declared.type](value)) {
        throw badRequest(`Invalid value, expected type ${declared.type}`);
      }
      return [name, { value, type: declared.type }];
    }),
  );
}

export class Zone {
  constructor(name, schema, now) {
    this.name = name;
    this.schema = schema;
    this.now = now;
    this.records = new Map(); // tombstones too
    this.counter = 0; // of changes
  }

  copy() {
    const copy = new Zone(this.name, this.schema, this.now);
    copy.become(this);
    return copy;
  }

  become(other) {
    this.records = new Map(other.records);
    this.counter = other.counter;
  }

  description() {
    const zoneID = { zoneName: this.name, ownerRecordName: serverUser };
    return { zoneID, syncToken: this.token(), atomic: this.name !== '_defaultZone' };
  }

  token() {
    return Buffer.from(String(this.counter)).toString('base64');
  }

  all() {
    return [...this.records.values()].map(({ change, ...record }) => record);
  }

  live() {
    return this.all().filter(({ deleted }) => !deleted);
  }

  find(recordName) {
    const record = this.records.get(recordName);
    return record?.deleted ? undefined : record;
  }

  get(recordName) {
    const record = this.find(recordName);
    if (!record) throw new Refusal(404, 'NOT_FOUND', 'Record not found');
    const { change, ...answered } = record;
    return answered;
  }

  keep(record) {
    this.counter += 1;
    this.records.set(record.recordName, { ...record, change: this.counter });
    return record;
  }

  write(record, recordType, fields) {
    const moment = { timestamp: this.now(), userRecordName: serverUser, deviceID: '2' };
    return this.keep({
      recordName: record.recordName,
      recordType,
      fields,
      recordChangeTag: (this.counter + 1).toString(36),
      created: this.find(record.recordName)?.created ?? moment,
      modified: moment,
      deleted: false,
    });
  }

  apply(operationType, record) {
    const known = this.find(record.recordName);
    const forced = operationType.startsWith('force');
    const kind = operationType.replace(/^force/, '').toLowerCase();
    if (kind === 'create' && known) throw new Refusal(409, 'EXISTS', 'record to insert already exists');
    if (kind !== 'create' && !forced) {
      if (!known) throw new Refusal(404, 'NOT_FOUND', 'Record not found');
      if (!record.recordChangeTag) throw badRequest('missing required field recordChangeTag');
      if (record.recordChangeTag !== known.recordChangeTag) {
        throw new Refusal(409, 'CONFLICT', 'client oplock error updating record');
      }
    }
    if (kind === 'delete') {
      if (known) this.keep({ recordName: record.recordName, deleted: true });
      return { recordName: record.recordName, deleted: true };
    }
    if (!['create', 'update', 'replace'].includes(kind)) throw badRequest('unknown operationType');
    const recordType = known?.recordType ?? record.recordType;
    const type = this.schema.types[recordType];
    if (!type) throw badRequest(`Cannot create new type ${recordType} in production schema`);
    const fields = checkedFields(record.fields, type);
    return this.write(record, recordType, kind === 'update' ? { ...known?.fields, ...fields } : fields);
  }

  changes(syncToken, limit) {
    const since = syncToken ? Number(Buffer.from(syncToken, 'base64')) : 0;
    if (!(since <= this.counter)) throw badRequest('Unknown sync continuation type');
    const changed = [...this.records.values()]
      .filter(({ change }) => change > since)
      .sort((a, b) => a.change - b.change);
    const given = changed.slice(0, limit);
    const moreComing = given.length < changed.length;
    const last = moreComing ? given.at(-1).change : this.counter;
    return {
      records: given.map(({ change, ...record }) => record),
      syncToken: Buffer.from(String(last)).toString('base64'),
      moreComing,
    };
  }
}

const comparators = {
  EQUALS: (a, b) => a === b,
  NOT_EQUALS: (a, b) => a !== b,
  LESS_THAN: (a, b) => a < b,
  LESS_THAN_OR_EQUALS: (a, b) => a <= b,
  GREATER_THAN: (a, b) => a > b,
  GREATER_THAN_OR_EQUALS: (a, b) => a >= b,
  IN: (a, b) => b.includes(a),
  BEGINS_WITH: (a, b) => a.startsWith(b),
};

export function checkFilter({ comparator, fieldName }, type) {
  if (!type.fields[fieldName]?.options.includes('QUERYABLE')) {
    throw badRequest(`Field '${fieldName}' is not marked queryable`);
  }
  if (!(comparator in comparators)) throw badRequest(`unknown comparator ${comparator}`);
}

export function matches(record, { comparator, fieldName, fieldValue }) {
  const value = record.fields[fieldName]?.value;
  return value !== undefined && comparators[comparator](value, fieldValue.value);
}

export function sortRecords(records, sortBy, type) {
  const [{ fieldName, ascending = true } = {}] = sortBy;
  if (!fieldName) return records;
  if (!type.fields[fieldName]?.options.includes('SORTABLE')) {
    throw badRequest(`Field '${fieldName}' is not marked sortable`);
  }
  const of = (record) => record.fields[fieldName]?.value ?? 0;
  return records.sort((a, b) => (of(a) - of(b)) * (ascending ? 1 : -1));
}
