// What is asked of a server while something goes wrong.
import { randomUUID } from 'node:crypto';
import { newYork, goldenBirths } from '../../blackbox/support/births.mjs';
import { send } from '../../blackbox/support/client.mjs';
import { bearer } from '../../blackbox/support/people.mjs';
import { Random } from '../../blackbox/support/random.mjs';
import { Writer } from '../../blackbox/support/write_load.mjs';

const messages = '/api/v1/users/me/messages';

export const livez = { name: 'livez', path: '/livez' };

export const charts = goldenBirths.slice(0, 5).map(({ birthData }, i) => ({
  name: `chart ${i}`,
  method: 'POST',
  path: '/api/v1/chart/generate',
  body: { birthData },
}));

export const tables = ['2026-01-01', '2027-01-01'].map((day) => ({
  name: `table from ${day}`,
  method: 'POST',
  path: '/api/v1/ephemeris/calculate',
  body: { from: `${day}T00:00:00Z`, to: `${day.slice(0, 8)}20T00:00:00Z`, stepMinutes: 240 },
}));

// What needs nothing but the server itself.
export const computing = [livez, ...charts, ...tables];

async function guest(server) {
  const { status, json, text } = await send(server, 'POST', '/api/v1/auth/guest');
  if (status !== 200) throw new Error(`no guest: ${status} ${text}`);
  return json;
}

// Somebody's messages, which are read again and again.
export async function reading(server) {
  const { accessToken } = await guest(server);
  const headers = bearer(accessToken);
  for (let i = 0; i < 3; ++i) {
    const body = { conversationId: randomUUID(), role: 'user', content: `message ${i}` };
    const { status, text } = await send(server, 'POST', messages, { headers, body });
    if (status !== 201) throw new Error(`no message: ${status} ${text}`);
  }
  const kept = { name: 'messages', path: messages, headers };
  const cast = { name: 'chart of an account', method: 'POST', path: '/api/v1/chart/generate', headers };
  return [kept, { ...cast, body: { birthData: newYork, chartType: 'natal' } }];
}

// People who write all the time, and know what has to be there.
export async function writing(server, count = 3) {
  const writers = await Promise.all(
    Array.from({ length: count }, (_, i) => Writer.open(server, new Random(i + 1))),
  );
  const kinds = writers.map((writer, i) => ({
    name: `writer ${i}`,
    alone: true,
    ask: () => writer.write(server),
    isRight: ({ status }) => status < 300 || !writer.pending,
  }));
  // Throws where something is lost, doubled or halved.
  const check = () => Promise.all(writers.map((writer) => settle(writer, server)));
  return { kinds, check };
}

async function settle(writer, server) {
  for (let i = 0; writer.pending && i < 50; ++i) await writer.write(server);
  await writer.check(server);
}
