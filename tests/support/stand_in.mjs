// What the stand-ins for other companies' servers have in common: routes, control routes, faults.
import http from 'node:http';

export class StandIn {
  // routes: { 'METHOD /path': (request) => answer }, where a request has url, headers, body (bytes),
  // and an answer { status, headers, body }, the body an object (sent as JSON), text or nothing.
  // control: the same for routes that the real server does not have; their bodies are JSON objects,
  // and so are their answers.
  constructor(routes, control) {
    this.routes = routes;
    this.control = {
      ...control,
      'GET /control/asked': () => this.asked,
      'POST /control/fault': (wish) => this.setFault(wish),
    };
    this.asked = {}; // how often each route was asked for
    this.fault = undefined;
    this.server = http.createServer((request, response) => this.receive(request, response));
  }

  // { path, times, down }: connections break. { path, times, status, headers, body }: that answer.
  // { path, times, silent }: none. Without `path` on every route, without `times` until told
  // otherwise; an empty wish ends it.
  setFault(wish) {
    this.fault = Object.keys(wish).length === 0 ? undefined : { times: Infinity, ...wish };
    return {};
  }

  takeFault(path) {
    const fault = this.fault;
    if (!fault || (fault.path && fault.path !== path) || fault.times <= 0) return undefined;
    fault.times -= 1;
    return fault;
  }

  receive(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        await this.answer(request, response, Buffer.concat(chunks));
      } catch (error) {
        send(response, { status: 500, body: { standIn: String(error.stack) } });
      }
    });
  }

  async answer(request, response, body) {
    const url = new URL(request.url, 'http://127.0.0.1');
    const route = `${request.method} ${url.pathname}`;
    if (route in this.control) {
      const wish = body.length > 0 ? JSON.parse(body.toString()) : {};
      return send(response, { status: 200, body: await this.control[route](wish) });
    }
    this.asked[route] = (this.asked[route] ?? 0) + 1;
    const fault = this.takeFault(url.pathname);
    if (fault?.down) return request.socket.destroy();
    if (fault?.silent) return undefined;
    if (fault) return send(response, fault);
    const handler = this.routes[route] ?? this.routes['*'];
    if (!handler) return send(response, { status: 404 });
    const { method, headers } = request;
    return send(response, await handler({ method, url, headers, body }));
  }

  // Prints the port once it listens on 127.0.0.1 (0: any that is free), and ends with its input.
  start(port = 0) {
    this.server.listen(Number(port), '127.0.0.1', () => console.log(this.server.address().port));
    process.stdin.on('end', () => process.exit()).resume();
  }
}

function send(response, { status, headers = {}, body }) {
  if (body === undefined) return response.writeHead(status, headers).end();
  if (typeof body === 'string') return response.writeHead(status, headers).end(body);
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  return response.end(JSON.stringify(body));
}
