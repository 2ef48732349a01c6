// Requests as they are written, answers as they came.
import http from 'node:http';
import net from 'node:net';
import { plantBytes, plantRequest, plantResponse } from './planted.mjs';
import { within } from './program.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

export class Response {
  constructor(status, headers, body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  get text() {
    return this.body.toString('utf8');
  }

  get json() {
    return JSON.parse(this.text);
  }

  get contentType() {
    return (this.headers['content-type'] ?? '').split(';')[0].trim();
  }
}

// One exchange. `body` is sent as JSON unless it is a string or bytes.
export function send(server, method, path, { headers = {}, body } = {}) {
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = raw ? body : JSON.stringify(body);
  plantRequest(path, headers, bytes);
  const type = bytes === undefined ? {} : { 'content-type': 'application/json' };
  const answer = new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: server.port,
        agent,
        method,
        path,
        headers: { ...type, ...headers },
      },
      (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode, headers: answered } = incoming;
          const response = new Response(statusCode, answered, Buffer.concat(chunks));
          plantResponse(response);
          resolve(response);
        });
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
  return within(answer, `${method} ${path}`);
}

// Sends bytes as they are, then ends the sending side; all that came back until the server closed.
// A connection that the server resets counts as closed.
export function exchange(server, bytes) {
  plantBytes(bytes);
  const answer = new Promise((resolve) => {
    const chunks = [];
    const socket = net.connect(server.port, '127.0.0.1');
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.end(bytes);
  });
  return within(answer, 'the end of the connection');
}

// The final answers in what a connection carried, one after another.
export function parseResponses(bytes) {
  const responses = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`a head without an end: ${rest.subarray(0, 200)}`);
    const [statusLine, ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const status = /^HTTP\/1\.[01] (\d{3}) /.exec(`${statusLine} `);
    if (!status) throw new Error(`no status line: ${statusLine}`);
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.subarray(end + 4, end + 4 + length);
    if (body.length < length) throw new Error(`a body cut short: ${statusLine}`);
    rest = rest.subarray(end + 4 + length);
    if (Number(status[1]) >= 200) responses.push(new Response(Number(status[1]), headers, body));
  }
  return responses;
}
