// Heads and framings of messages that RFC 9110 and RFC 9112 do not allow, as bytes on the wire.
const generate = '/api/v1/chart/generate';

const get = (headers) => `GET /livez HTTP/1.1\r\n${headers}\r\n`;
const post = (headers, body) => `POST ${generate} HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`;
const chunked = (body) => post('Transfer-Encoding: chunked\r\n', body);

const versions = ['1.2', '2.0', '0.9', '3', '1.1.1', 'x', '-1.1', '1.10'];
const methods = ['G ET', 'GET\t', '', 'GET\u0000', 'G\u00c9T', '(GET)', 'GET,'];
const targets = ['livez', '/li vez', '/\u0000', '/\u00ff', 'http://', '*', '/a\\b c', ':80', ''];
const fields = [
  'no colon',
  ': empty name',
  'Na me: x',
  'Name : x',
  'X: a\u0000b',
  ' folded: x',
  'X\u00e9: 1',
  '\u0001: x',
];
const lengths = ['-1', 'x', '1e3', '0x10', '+5', '5, 6', '99999999999999999999999', '', '5 5'];
const codings = [
  'gzip',
  'chunked, gzip',
  'xchunked',
  'chunked, chunked',
  'identity',
  '\u000bchunked',
];
const chunks = [
  'x\r\n',
  '-1\r\n',
  'fffffffffffffffff\r\n',
  '5\r\nabc',
  '2\r\n{}X\r\n0\r\n\r\n',
  '2 \u0000\r\n{}\r\n0\r\n\r\n',
  '\r\n',
];

const heads = [
  (random) => `GET /livez HTTP/${random.pick(versions)}\r\nHost: a\r\n\r\n`,
  (random) => `${random.pick(methods)} /livez HTTP/1.1\r\nHost: a\r\n\r\n`,
  (random) => `GET ${random.pick(targets)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  (random) => get(`Host: a\r\n${random.pick(fields)}\r\n`),
  () => get(''),
  () => get('Host: a\r\nHost: b\r\n'),
  (random) => post(`Content-Length: ${random.pick(lengths)}\r\n`, '{}'),
  () => post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'),
  () => post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
  (random) => post(`Transfer-Encoding: ${random.pick(codings)}\r\n`, '0\r\n\r\n'),
  (random) => chunked(random.pick(chunks)),
  (random) => get(`Host: a\r\n${'X: y\r\n'.repeat(3000 + random.below(1000))}`),
  (random) => get(`Host: a\r\nX: ${'y'.repeat(16_500 + random.below(50_000))}\r\n`),
  (random) => `GET /livez HTTP/1.1\r\n${random.pick(['Host', 'Ho', 'Host: a\r\nX-Half'])}`,
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  // A TLS hello.
  (random) => `\u0016\u0003\u0001\u0002\u0000\u0001${random.bytes(200).toString('latin1')}`,
  (random) => post(`Content-Length: ${100 + random.below(10_000)}\r\n`, '{"birth'),
  (random) => `${'\r\n'.repeat(random.below(50))}${'A'.repeat(random.below(30_000))}`,
];

export function malformedHead(random) {
  return { bytes: Buffer.from(random.pick(heads)(random), 'latin1') };
}
