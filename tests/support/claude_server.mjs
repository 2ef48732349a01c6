// claude_server.mjs KEY: stands in for Claude's API on 127.0.0.1, as far as a check of it goes: the
// list of models (https://docs.claude.com/en/api/models-list) and the errors
// (https://docs.claude.com/en/api/errors). Prints its port and ends with its standard input. It has
// not been compared with the service, only with its documentation.
//
// POST /control/{behaviour} has it behave from then on: well, silent (no answer ever), overloaded,
// limited, broken, portal (a page in its place).
// GET /control/asked answers how often models were asked for.
import http from 'node:http';

const key = process.argv[2] ?? 'test-key';
let behaviour = 'well';
let asked = 0;

const models = [
  ['claude-opus-4-1-20250805', 'Claude Opus 4.1', '2025-08-05T00:00:00Z'],
  ['claude-sonnet-4-20250514', 'Claude Sonnet 4', '2025-05-22T00:00:00Z'],
].map(([id, display_name, created_at]) => ({ type: 'model', id, display_name, created_at }));

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
  response.end(JSON.stringify(body));
}

const fail = (response, status, type, message, headers) =>
  answer(response, status, { type: 'error', error: { type, message }, request_id: 'req_1' }, headers);

const troubles = {
  silent: () => {},
  overloaded: (response) => fail(response, 529, 'overloaded_error', 'Overloaded'),
  limited: (response) =>
    fail(response, 429, 'rate_limit_error', 'Number of requests has exceeded your rate limit', {
      'retry-after': '30',
    }),
  broken: (response) => fail(response, 500, 'api_error', 'Internal server error'),
  portal: (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html>Sign in to the network</html>');
  },
};

function listModels(request, response, url) {
  asked += 1;
  if (troubles[behaviour]) return troubles[behaviour](response);
  if (!request.headers['x-api-key'])
    return fail(response, 401, 'authentication_error', 'x-api-key header is required');
  if (request.headers['x-api-key'] !== key)
    return fail(response, 401, 'authentication_error', 'invalid x-api-key');
  if (request.headers['anthropic-version'] !== '2023-06-01')
    return fail(response, 400, 'invalid_request_error', 'anthropic-version: header is required');
  const limit = Number(url.searchParams.get('limit') ?? 20);
  if (!(limit >= 1 && limit <= 1000))
    return fail(response, 400, 'invalid_request_error', 'limit: must be between 1 and 1000');
  const data = models.slice(0, limit);
  return answer(response, 200, {
    data,
    has_more: data.length < models.length,
    first_id: data[0].id,
    last_id: data.at(-1).id,
  });
}

http
  .createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const [, first, second] = url.pathname.split('/');
    if (first === 'control' && request.method === 'POST') {
      behaviour = second;
      return answer(response, 200, {});
    }
    if (url.pathname === '/control/asked') return answer(response, 200, { asked });
    if (url.pathname === '/v1/models' && request.method === 'GET')
      return listModels(request, response, url);
    return fail(response, 404, 'not_found_error', 'Not found');
  })
  .listen(0, '127.0.0.1', function () {
    console.log(this.address().port);
  });
process.stdin.on('end', () => process.exit()).resume();
