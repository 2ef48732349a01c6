#!/usr/bin/env node
// In the program's place: a server that tells its log what TELLS says of each request, and of its
// environment. For the proof that such a log is noticed.
import http from 'node:http';

const tells = {
  nothing: () => '',
  target: (request) => request.url,
  token: (request) => request.headers.authorization,
  body: (_request, body) => JSON.parse(body).name,
  address: (request) => request.socket.remoteAddress,
  secret: () => process.env.SECRET_KEY,
}[process.env.TELLS];

const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const said = tells(request, body);
    const event = { severity: 'INFO', message: 'a request', httpRequest: { remoteIp: '127.0.0.0' } };
    if (process.env.TELLS === 'address') event.httpRequest.remoteIp = said;
    else event.said = said;
    console.log(JSON.stringify(event));
    response.end('{}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
