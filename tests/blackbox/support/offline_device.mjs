// A device that works offline and synchronises when it can: the simplest client that is right.
import assert from 'node:assert/strict';

// The order in which the server documents that versions win: updatedAt, then deleted, then the
// document's bytes.
export function compareVersions(one, other) {
  const [a, b] = [one, other].map(({ updatedAt }) => microseconds(updatedAt));
  if (a !== b) return a < b ? -1 : 1;
  if (one.deleted !== other.deleted) return one.deleted ? 1 : -1;
  const [left, right] = [one, other].map(({ document }) => Buffer.from(JSON.stringify(document)));
  return Buffer.compare(left, right);
}

// RFC 3339 in UTC with up to six digits of a second's fraction.
function microseconds(instant) {
  const [, whole, fraction = ''] = /^([^.Z]*)(?:\.(\d+))?Z$/.exec(instant);
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

export const keyOf = ({ kind, id }) => `${kind} ${id}`;

// What of a version is the same everywhere.
export const essence = ({ kind, id, updatedAt, deleted, document }) => ({
  kind,
  id,
  updatedAt: String(microseconds(updatedAt)),
  deleted,
  document,
});

export class OfflineDevice {
  // `clock` answers the device's own time as RFC 3339; `send(method, path, body)` the server's JSON,
  // or undefined where the answer was lost.
  constructor(clock, send) {
    this.clock = clock;
    this.send = send;
    this.records = new Map(); // by key: the version that the device shows
    this.unsent = []; // edits that the server did not acknowledge, in their order
    this.token = undefined;
  }

  edit(kind, id, document) {
    const key = keyOf({ kind, id });
    const updatedAt = this.clock();
    const createdAt = this.records.get(key)?.createdAt ?? updatedAt;
    const version = { kind, id, createdAt, updatedAt, deleted: document === null, document };
    this.records.set(key, version);
    this.unsent.push(version);
    return version;
  }

  // What the server holds is taken, unless an edit of our own is still to be compared with it there.
  take(change) {
    if (this.unsent.some((own) => keyOf(own) === keyOf(change))) return;
    this.records.set(keyOf(change), change);
  }

  // Sends the oldest edits; those whose answer is lost stay unsent. Returns [edit, result] of each.
  async push(count) {
    const batch = this.unsent.slice(0, count);
    const answer = await this.send('POST', '/api/v1/sync/changes', { changes: batch });
    if (!answer) return [];
    assert.equal(answer.results.length, batch.length);
    this.unsent.splice(0, batch.length);
    for (const { current } of answer.results) this.take(current);
    return batch.map((edit, i) => [edit, answer.results[i]]);
  }

  // Takes a page of what changed; answers whether there is more.
  async pull(limit) {
    const since = this.token === undefined ? '' : `&since=${encodeURIComponent(this.token)}`;
    const page = await this.send('GET', `/api/v1/sync/changes?limit=${limit}${since}`);
    if (!page) return true;
    for (const change of page.changes) this.take(change);
    this.token = page.nextToken;
    return page.more;
  }
}
