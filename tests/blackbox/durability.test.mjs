// What was acknowledged is there, whatever is killed. KILL_ROUNDS says how often.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { send } from './support/client.mjs';
import { testedDatabase } from './support/people.mjs';
import { PrivatePostgres } from './support/postgres.mjs';
import { startServer, temporaryFolder } from './support/program.mjs';
import { Random } from './support/random.mjs';
import { Writer } from './support/write_load.mjs';

const onPostgres = testedDatabase === 'postgresql';
const rounds = Number(process.env.KILL_ROUNDS ?? (onPostgres ? 5 : 10));
const seed = Number(process.env.KILL_SEED ?? 20261123);
const writersAtOnce = 8;

let folder;
let postgres;
let env;
let server;
before(async () => {
  folder = temporaryFolder();
  env = { ASTRONOVA_DATA_DIR: folder.path };
  if (onPostgres) {
    postgres = await PrivatePostgres.start();
    env.DATABASE_URL = postgres.createDatabase();
  }
  server = await startServer([], { env });
});
after(async () => {
  await server.stop();
  await postgres?.remove();
  folder.remove();
});

const openWriters = (random) =>
  Promise.all(
    Array.from({ length: writersAtOnce }, () => Writer.open(server, new Random(random.below(1e9)))),
  );

const total = (writers) => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);

async function settle(writers) {
  for (const writer of writers) {
    while (writer.pending) {
      const answer = await writer.write(server);
      assert.ok(answer && answer.status < 500, `a retry: ${answer?.text}`);
    }
    await writer.check(server);
  }
}

describe('a server that is killed under a write load', () => {
  it('has every acknowledged write after it starts again, none by half and none twice', async () => {
    const random = new Random(seed);
    const all = [];
    let [unanswered, done] = [0, 0];
    for (let round = 0; round < rounds; ++round) {
      const writers = await openWriters(random);
      const killed = server;
      const enough = 1 + random.below(150);
      let death;
      const keepWriting = async (writer) => {
        for (;;) {
          const answer = await writer.write(killed);
          if (!answer) return assert.ok(death, 'a connection broke before the server was killed');
          assert.ok(answer.status < 300, answer.text);
          if (total(writers) >= enough) death ??= killed.kill();
        }
      };
      await Promise.all(writers.map(keepWriting));
      await death;
      server = await startServer([], { env });
      for (const writer of writers) {
        const { came } = await writer.check(server);
        unanswered += 1;
        done += came ? 1 : 0;
      }
      await settle(writers);
      all.push(...writers);
    }
    for (const writer of all) await writer.check(server);
    assert.ok(unanswered > 0);
    console.log(
      `# KILL_SEED=${seed}: ${rounds} kills, ${total(all)} acknowledged writes, ` +
        `${unanswered} unanswered of which ${done} were done`,
    );
  });
});

describe('a server whose PostgreSQL stops hard', { skip: !onPostgres }, () => {
  it('answers 503 until it is back, and loses and doubles nothing', async () => {
    const random = new Random(seed);
    const all = [];
    let refusals = 0;
    for (let round = 0; round < rounds; ++round) {
      const writers = await openWriters(random);
      const enough = 1 + random.below(150);
      let [refused, isBack] = [0, false];
      let outage;
      const endAndBegin = async () => {
        await postgres.stop('SIGQUIT');
        await assertRefusesReads(writers[0]);
        while (refused < writersAtOnce) await assertRefusesReads(writers[0]);
        await postgres.start();
        isBack = true;
      };
      const keepWriting = async (writer) => {
        while (!isBack || writer.pending) {
          const answer = await writer.write(server);
          assert.ok(answer, 'the server goes on');
          if (answer.status === 503) {
            assertSaysWhen(answer);
            refused += 1;
          } else assert.ok(answer.status < 300 || !writer.pending, answer.text);
          if (total(writers) >= enough) outage ??= endAndBegin();
        }
      };
      await Promise.all(writers.map(keepWriting));
      await outage;
      await settle(writers);
      refusals += refused;
      all.push(...writers);
    }
    for (const writer of all) await writer.check(server);
    console.log(
      `# KILL_SEED=${seed}: ${rounds} stops, ${total(all)} acknowledged writes, ${refusals} refused`,
    );
  });

  function assertSaysWhen(answer) {
    assert.match(answer.headers['retry-after'] ?? '', /^\d+$/, answer.text);
    assert.equal(answer.contentType, 'application/problem+json');
  }

  async function assertRefusesReads({ headers }) {
    const answer = await send(server, 'GET', '/api/v1/users/me/messages', { headers });
    assert.equal(answer.status, 503, answer.text);
    assertSaysWhen(answer);
  }
});
