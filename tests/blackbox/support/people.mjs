// A server with accounts, and people who have some.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { checkedClient } from './contract.mjs';
import { PrivatePostgres } from './postgres.mjs';
import { dataFolder, run, startServer } from './program.mjs';

// Which database this run of the tests is for: see CMakeLists.txt.
export const testedDatabase = process.env.TESTED_DATABASE ?? 'sqlite';

export const signingKey = { kid: 'tests', secret: 'a secret of these tests alone that is long enough' };

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// A JSON Web Token, written by nothing but node:crypto.
export function signToken(claims, { kid, secret } = signingKey, algorithm = 'HS256') {
  const signed = `${base64url({ alg: algorithm, typ: 'JWT', kid })}.${base64url(claims)}`;
  const mac = createHmac('sha256', secret).update(signed).digest('base64url');
  return `${signed}.${algorithm === 'none' ? '' : mac}`;
}

// What the server wrote into a token.
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

export const bearer = (token) => ({ authorization: `Bearer ${token}` });

// Somebody who is signed in on one device.
export class Person {
  constructor(people, tokens) {
    this.people = people;
    this.take(tokens);
  }

  take(tokens) {
    this.id = tokens.user.id;
    this.accessToken = tokens.accessToken;
    this.refreshToken = tokens.refreshToken;
    this.sessionId = tokens.sessionId;
  }

  get headers() {
    return bearer(this.accessToken);
  }

  send(method, path, body, headers = {}) {
    return this.people.client.send(method, path, { body, headers: { ...this.headers, ...headers } });
  }

  get(path) {
    return this.send('GET', path);
  }

  post(path, body, headers) {
    return this.send('POST', path, body, headers);
  }

  put(path, body, headers) {
    return this.send('PUT', path, body, headers);
  }

  delete(path) {
    return this.send('DELETE', path);
  }

  // Keeps a record and returns it as it was answered.
  async keep(kind, document) {
    const made = await this.post(kind.path, document);
    assert.equal(made.status, 201, made.text);
    return made.json;
  }
}

export class People {
  // On the database that the tests are for, unless `env` names another.
  static async start({ args = [], env = {}, port = 0 } = {}) {
    const people = new People();
    people.folder = dataFolder();
    people.env = {
      ASTRONOVA_DATA_DIR: people.folder.path,
      JWT_SECRET_KEY: `${signingKey.kid}:${signingKey.secret}`,
      ...env,
    };
    if (testedDatabase === 'postgresql' && !env.DATABASE_URL) {
      people.postgres = await PrivatePostgres.start({ fsync: 'off' });
      people.env.DATABASE_URL = people.postgres.createDatabase();
    }
    people.args = args;
    people.port = port;
    await people.startServer();
    return people;
  }

  async startServer() {
    this.server = await startServer(this.args, { env: this.env, port: this.port });
    this.client = await checkedClient(this.server);
  }

  async stop() {
    await this.server.stop();
    await this.postgres?.remove();
    this.folder.remove();
  }

  async guest(deviceName) {
    const answer = await this.client.post('/api/v1/auth/guest', deviceName && { deviceName });
    assert.equal(answer.status, 200, answer.text);
    return new Person(this, answer.json);
  }

  // Nobody's yet: asked for by the command, as for the first administrator of a server.
  async withRole(role) {
    const person = await this.guest();
    const told = await run(['account', 'role', person.id, role], { env: this.env });
    assert.equal(told.code, 0, told.stderr);
    return person;
  }

  // A token that was good a day ago.
  expired(person) {
    const claims = claimsOf(person.accessToken);
    return signToken({ ...claims, iat: claims.iat - 100_000, exp: claims.exp - 100_000 });
  }

  // Tokens for this person that we did not give.
  forged(person) {
    const claims = claimsOf(person.accessToken);
    const [header, payload, signature] = person.accessToken.split('.');
    const another = signature.startsWith('A') ? 'B' : 'A';
    return {
      'a wrong signature': `${header}.${payload}.${another}${signature.slice(1)}`,
      'no algorithm': signToken(claims, signingKey, 'none'),
      'another key': signToken(claims, { ...signingKey, secret: 'another secret that is as long as it must be' }),
      'an unknown key': signToken(claims, { kid: randomUUID(), secret: signingKey.secret }),
    };
  }
}
