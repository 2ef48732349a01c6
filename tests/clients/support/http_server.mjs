// http_server.mjs [JSON]: a server on 127.0.0.1 that answers in the ways that servers do, well or
// badly. Prints its port and ends with its standard input. The JSON object may have
//   key, certificate  paths of PEM files: TLS
//   http2             with TLS: offers HTTP/2 beside HTTP/1.1
//   proxy             answers as a forward proxy: CONNECT, and requests for absolute URLs
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';

const options = JSON.parse(process.argv[2] ?? '{}');

// What /seen tells: how often each path was asked for, and how many connections there were.
const asked = {};
let connections = 0;
const waiting = [];

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const breakOff = (request) =>
  request.httpVersionMajor === 2 ? request.stream.close(2) : request.socket.destroy();

const routes = {
  '/echo': (request, response, query, body) =>
    answer(response, 200, {
      method: request.method,
      path: request.url,
      version: request.httpVersion,
      headers: request.headers,
      body: body.toString(),
    }),

  // `status`, the first `times` times it is asked for, then 200; with Retry-After if `after` is set.
  '/status': (request, response, query) => {
    const bad = asked['/status'] <= Number(query.get('times') ?? Infinity);
    const after = query.get('after');
    const headers = after === null ? {} : { 'retry-after': after };
    answer(response, bad ? Number(query.get('status')) : 200, { bad }, headers);
  },
  // Breaks off without an answer, the first `times` times.
  '/drop': (request, response, query) => {
    if (asked['/drop'] > Number(query.get('times') ?? Infinity)) return answer(response, 200, {});
    return breakOff(request);
  },
  // Breaks every later stream of its connection.
  '/poison': (request, response) => {
    request.stream.session.poisoned = true;
    answer(response, 200, {});
  },
  '/silent': () => {},
  // A head, a byte, and nothing more.
  '/stalled': (request, response) => {
    response.writeHead(200);
    response.write('x');
  },
  '/truncated': (request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('x', () => breakOff(request));
  },
  // `bytes` bytes, with or without telling so before.
  '/bytes': (request, response, query) => {
    const body = Buffer.alloc(Number(query.get('bytes')), 'x');
    response.writeHead(200, query.has('declared') ? { 'content-length': body.length } : {});
    response.end(body);
  },
  '/redirect': (request, response) => answer(response, 302, {}, { location: '/echo' }),
  '/headers': (request, response) =>
    answer(response, 200, {}, { 'X-Mixed-Case': 'Value', 'set-cookie': ['a=1', 'b=2'] }),
  '/informed': (request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    answer(response, 200, {});
  },
  // Answers nobody before `count` have asked.
  '/together': (request, response, query) => {
    waiting.push(response);
    if (waiting.length < Number(query.get('count'))) return;
    for (const one of waiting.splice(0)) answer(one, 200, {});
  },
  '/seen': (request, response) => answer(response, 200, { asked, connections }),
};

function handle(request, response) {
  if (request.stream?.session.poisoned) return breakOff(request);
  const url = new URL(request.url, 'http://127.0.0.1');
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    asked[url.pathname] = (asked[url.pathname] ?? 0) + 1;
    if (options.proxy) return answer(response, 200, { proxied: request.url });
    const route = routes[url.pathname];
    if (!route) return answer(response, 404, {});
    return route(request, response, url.searchParams, Buffer.concat(chunks));
  });
}

function create() {
  if (!options.key) return http.createServer({ keepAliveTimeout: 0 }, handle);
  const identity = { key: readFileSync(options.key), cert: readFileSync(options.certificate) };
  if (options.http2) return http2.createSecureServer({ ...identity, allowHTTP1: true }, handle);
  return https.createServer({ ...identity, keepAliveTimeout: 0 }, handle);
}

const server = create();
server.on(options.key ? 'secureConnection' : 'connection', () => (connections += 1));
server.on('clientError', (error, socket) => socket.destroy());
server.on('connect', (request, socket, head) => {
  asked.CONNECT = (asked.CONNECT ?? 0) + 1;
  const [host, port] = request.url.split(':');
  const target = net.connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 OK\r\nX-From-The-Proxy: yes\r\n\r\n');
    target.write(head);
    target.pipe(socket).pipe(target);
  });
  target.on('error', () => socket.destroy());
  socket.on('error', () => target.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
