// Requests from clients at different addresses of this machine: all of 127.0.0.0/8 are its own.
import http from 'node:http';
import https from 'node:https';
import { Response } from './client.mjs';
import { within } from './program.mjs';

// One client, with connections of its own. `proxy` is a port that speaks TLS with a certificate that
// nobody knows; without it the server itself is asked.
export class Caller {
  constructor(address, { proxy } = {}) {
    this.address = address;
    this.proxy = proxy;
    const module = proxy ? https : http;
    this.agent = new module.Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });
  }

  get(server, path, headers = {}) {
    const module = this.proxy ? https : http;
    const answer = new Promise((resolve, reject) => {
      const request = module.request(
        {
          host: '127.0.0.1',
          port: this.proxy ?? server.port,
          localAddress: this.address,
          agent: this.agent,
          path,
          headers,
        },
        (incoming) => {
          const chunks = [];
          incoming.on('data', (chunk) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve(new Response(incoming.statusCode, incoming.headers, Buffer.concat(chunks))),
          );
        },
      );
      request.on('error', reject);
      request.end();
    });
    return within(answer, `GET ${path}`);
  }

  // The answers to so many requests, as many at once as there are connections.
  many(count, ask) {
    return Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
  }

  close() {
    this.agent.destroy();
  }
}

// How many answers there are of each status.
export function statusesOf(answers) {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
