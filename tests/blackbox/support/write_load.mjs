// Somebody who writes without pause, and knows exactly what has to be there.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { send } from './client.mjs';
import { bearer } from './people.mjs';

const messages = '/api/v1/users/me/messages';
const changes = '/api/v1/sync/changes';

const checksum = (text) => createHash('sha256').update(text).digest('hex');

export class Writer {
  static async open(server, random) {
    const answer = await send(server, 'POST', '/api/v1/auth/guest');
    assert.equal(answer.status, 200, answer.text);
    return new Writer(bearer(answer.json.accessToken), random);
  }

  constructor(headers, random) {
    this.headers = headers;
    this.random = random;
    this.kept = new Map(); // by name: { id, content } as it was acknowledged
    this.pending = undefined; // what was sent and not acknowledged
    this.acknowledged = 0;
  }

  // Nobody but its writer knows it, and half of it is told from the whole.
  content(name) {
    const text = `${name} ${this.random.below(1e9)} ${'x'.repeat(this.random.below(3000))}`;
    return `${text} ${checksum(text)}`;
  }

  message(name) {
    return { conversationId: name, role: 'user', content: this.content(name) };
  }

  create() {
    const body = this.message(randomUUID());
    const headers = { 'idempotency-key': randomUUID() };
    return { method: 'POST', path: messages, headers, body, wanted: [body] };
  }

  replace([name, { id }]) {
    const body = this.message(name);
    return { method: 'PUT', path: `${messages}/${id}`, body, wanted: [body] };
  }

  remove([name, { id }]) {
    return { method: 'DELETE', path: `${messages}/${id}`, removed: name, wanted: [] };
  }

  push() {
    const updatedAt = new Date().toISOString();
    const wanted = Array.from({ length: 5 }, () => this.message(randomUUID()));
    const each = (document) => ({ kind: 'chatMessage', id: randomUUID(), updatedAt, document });
    return { method: 'POST', path: changes, body: { changes: wanted.map(each) }, wanted };
  }

  next() {
    const known = [...this.kept];
    const choice = this.random.below(10);
    if (choice < 5 || known.length === 0) return this.create();
    if (choice < 8) return this.replace(this.random.pick(known));
    return choice < 9 ? this.remove(this.random.pick(known)) : this.push();
  }

  // Sends what is pending, or something new. Returns the answer, or undefined where there was none.
  async write(server) {
    const again = this.pending !== undefined;
    this.pending ??= this.next();
    const { method, path, body, removed, headers = {} } = this.pending;
    const options = { body, headers: { ...this.headers, ...headers } };
    const answer = await send(server, method, path, options).catch(() => undefined);
    const isGone = removed !== undefined && again && answer?.status === 404;
    if (answer && (answer.status < 300 || isGone)) this.acknowledge(answer);
    return answer;
  }

  acknowledge(answer) {
    const { path, body, removed, wanted } = this.pending;
    if (removed !== undefined) this.kept.delete(removed);
    wanted.forEach(({ conversationId, content }, i) => {
      const id = path === changes ? body.changes[i].id : answer.json.id;
      this.kept.set(conversationId, { id, content });
    });
    this.pending = undefined;
    this.acknowledged += 1;
  }

  // What the server holds, by name.
  async held(server) {
    const held = new Map();
    let since = '';
    for (let more = true; more; ) {
      const query = `${changes}?limit=500${since && `&since=${since}`}`;
      const { status, json, text } = await send(server, 'GET', query, { headers: this.headers });
      assert.equal(status, 200, text);
      for (const { deleted, document } of json.changes) {
        if (deleted) continue;
        const { conversationId: name, content } = document;
        assert.ok(!held.has(name), `${name} is there twice`);
        held.set(name, content);
        const [, whole, sum] = /^(.*) ([0-9a-f]{64})$/.exec(content) ?? [];
        assert.equal(checksum(whole ?? ''), sum, `${name} is not whole: ${content}`);
      }
      ({ nextToken: since, more } = json);
    }
    return held;
  }

  // All that was acknowledged is there and nothing else, but for what is pending: that is there as a
  // whole or not at all.
  async check(server) {
    const held = await this.held(server);
    const expected = new Map([...this.kept].map(([name, { content }]) => [name, content]));
    const { wanted = [], removed } = this.pending ?? {};
    const came = wanted.filter(({ conversationId, content }) => held.get(conversationId) === content);
    assert.ok(came.length === 0 || came.length === wanted.length, 'half of a batch is there');
    for (const { conversationId, content } of came) expected.set(conversationId, content);
    if (removed !== undefined && !held.has(removed)) expected.delete(removed);
    assert.deepEqual(held, expected);
    return { came: came.length > 0 || (removed !== undefined && !held.has(removed)) };
  }
}
