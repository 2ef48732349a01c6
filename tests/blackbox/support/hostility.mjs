// Requests that nobody who means well sends. Each generator takes a Random and gives either
//   { method, path, headers, body }   well-formed HTTP around something bad, or
//   { bytes }                         what is written to the connection as it is
import { insideThePolarCircle, newYork } from './births.mjs';
import { malformedHead } from './malformed_heads.mjs';

const generate = '/api/v1/chart/generate';
const aspects = '/api/v1/chart/aspects';
const calculate = '/api/v1/ephemeris/calculate';
const positions = '/api/v1/ephemeris/positions';

const templates = [
  [
    generate,
    {
      birthData: newYork,
      systems: ['western', 'vedic'],
      options: { houseSystem: 'koch', orbs: { trine: 6 }, bodies: ['sun', 'moon'], svg: true },
    },
  ],
  [
    generate,
    { birthData: { ...insideThePolarCircle, calendar: 'gregorian', fold: 0, utcOffset: '+02:00' } },
  ],
  [
    aspects,
    {
      first: { birthData: newYork },
      second: { positions: { sun: { longitude: 10, speed: 1 } } },
      options: { aspects: ['trine'] },
    },
  ],
  [
    calculate,
    {
      from: '2026-11-23T00:00:00Z',
      to: '2026-11-24T00:00:00Z',
      stepMinutes: 60,
      bodies: ['sun', 'mars'],
      center: 'topocentric',
      latitude: 1,
      longitude: 2,
      altitude: 3,
    },
  ],
];

const post = (path, body) => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body,
});
const copy = (value) => JSON.parse(JSON.stringify(value));

// Every place in a value: [object, key] pairs, so that it can be changed there.
function places(value, found = []) {
  if (value === null || typeof value !== 'object') return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places(value[key], found);
  }
  return found;
}

const strangeStrings = [
  '',
  ' ',
  '\u0000',
  '\u0000\u0001\u001f',
  '../../../etc/passwd',
  "'; DROP TABLE charts; --",
  '<script>alert(1)</script>',
  '%s%s%n',
  '${jndi:x}',
  '\u202e\u2066',
  '\ud83d\ude00'.repeat(50),
  'A'.repeat(5000),
  '1e999',
  'NaN',
  'null',
  '0x10',
  '-0',
  '\ufeff',
  'İ',
  '١٩٩٠-٠٥-١٥',
  '1990-05-15T10:30',
  'Etc/../UTC',
  '/etc/localtime',
  '9999-12-31',
  '-99999-01-01',
  '+999999-01-01',
  '0000-00-00',
  '24:00',
  '23:59:60',
  '99:99',
  '+99:99',
  '-24:00',
  'Z',
];
const strangeNumbers = [
  '1e999',
  '-1e999',
  '1e-999',
  '1e308',
  '-1e308',
  '5e-324',
  '90.0000000001',
  '-180.00001',
  '360',
  '9007199254740993',
  '-9223372036854775809',
  '18446744073709551616',
  '1'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  `1e${'9'.repeat(300)}`,
  '1E+400',
];
const noNumbers = [
  'NaN',
  'Infinity',
  '-Infinity',
  'nan',
  '+1',
  '.5',
  '1.',
  '01',
  '0x1F',
  '1_000',
  '--1',
  '1e',
  '1e+',
  '1.e5',
  'undefined',
];
const wrongValues = [
  [],
  {},
  [[]],
  true,
  false,
  0,
  -1,
  1.5,
  'x',
  [1, 'two', null],
  { a: { b: {} } },
];

function truncatedJson(random) {
  const [path, value] = random.pick(templates);
  const text = Buffer.from(JSON.stringify(value));
  return post(path, text.subarray(0, random.below(text.length)));
}

function mutatedJson(random) {
  const [path, value] = random.pick(templates);
  const text = Buffer.from(JSON.stringify(value));
  for (let i = 1 + random.below(6); i > 0; --i) text[random.below(text.length)] = random.below(256);
  return post(path, text);
}

function wrongType(random) {
  const [path, value] = random.pick(templates);
  const changed = copy(value);
  const [object, key] = random.pick(places(changed));
  object[key] = random.pick(wrongValues);
  return post(path, JSON.stringify(changed));
}

function strangeString(random) {
  const [path, value] = random.pick(templates);
  const changed = copy(value);
  const [object, key] = random.pick(places(changed));
  object[key] = random.pick(strangeStrings);
  return post(path, JSON.stringify(changed));
}

function missingField(random) {
  const [path, value] = random.pick(templates);
  const changed = copy(value);
  const required = places(changed).filter(([, key]) =>
    /^(birthData|date|latitude|longitude|first|second|from|to|stepMinutes)$/.test(key),
  );
  const [object, key] = random.pick(required);
  delete object[key];
  return post(path, JSON.stringify(changed));
}

function unknownField(random) {
  const [path, value] = random.pick(templates);
  const changed = copy(value);
  const objects = [changed, ...places(changed).map(([object, key]) => object[key])].filter(
    (one) => one && typeof one === 'object' && !Array.isArray(one),
  );
  const name = random.pick([
    '__proto__x',
    'constructor',
    'latitud',
    'Date',
    ' ',
    '',
    '\u0000',
    'é',
    '~0/~1',
    'x'.repeat(1000),
    random.bytes(6).toString('latin1'),
  ]);
  random.pick(objects)[name] = 1;
  return post(path, JSON.stringify(changed));
}

function strangeNumber(random) {
  const [path, value] = random.pick(templates);
  const changed = copy(value);
  const [object, key] = random.pick(places(changed));
  object[key] = '@';
  const number = random.pick(random.below(2) ? strangeNumbers : noNumbers);
  return post(path, JSON.stringify(changed).replace('"@"', number));
}

function deepNesting(random) {
  const depth = random.pick([33, 100, 1000, 10_000, 100_000, 400_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"birthData":', '}'],
    ['[{"a":', '}]'],
  ]);
  const length = Math.min(depth, Math.floor(500_000 / open.length));
  const closed = random.below(2) ? close.repeat(length) : '';
  return post(
    random.pick([generate, aspects, calculate]),
    open.repeat(length) + (closed && `1${closed}`),
  );
}

function badUtf8(random) {
  const [path, value] = random.pick(templates);
  const text = Buffer.from(JSON.stringify(value));
  const bad = Buffer.from(
    random.pick([
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x80],
      [0xe2, 0x82],
      [0xf8, 0x88, 0x80, 0x80, 0x80],
    ]),
  );
  // Into a string: after one of the quotes that opens a name or a value.
  const quotes = [...text.keys()].filter(
    (i) =>
      text[i] === 0x22 && i + 1 < text.length && /[\w-]/.test(String.fromCharCode(text[i + 1])),
  );
  const at = random.pick(quotes) + 1;
  return post(path, Buffer.concat([text.subarray(0, at), bad, text.subarray(at)]));
}

function wideJson(random) {
  const count = random.pick([1000, 20_000]);
  const many = random.pick([
    () => JSON.stringify({ birthData: newYork, systems: Array(count).fill('western') }),
    () => JSON.stringify({ birthData: newYork, options: { bodies: Array(count).fill('nothing') } }),
    () => `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join(',')}}`,
    () => `[${'0,'.repeat(count)}0]`,
    () => ' '.repeat(count),
    () => `"${'\\u0000'.repeat(count)}"`,
  ]);
  return post(random.pick([generate, aspects, calculate]), many());
}

function hostileQuery(random) {
  const name = random.pick([
    'at',
    'date',
    'bodies',
    'zodiac',
    'ayanamsa',
    'node',
    'center',
    'latitude',
    'longitude',
    'x',
  ]);
  const value = random.pick([
    () => encodeURIComponent(random.pick(strangeStrings).slice(0, 1000)),
    () => random.pick(strangeNumbers),
    () =>
      random.pick(['%', '%z', '%ff', '%c0%af', '%00', '%ed%a0%80', '+', '&&&', '==', '%2', ';']),
    () => `sun${',sun'.repeat(random.below(500))}`,
    () => [...random.bytes(12)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ])();
  return { method: 'GET', path: `${positions}?${name}=${value}`, headers: {} };
}

function wrongMedia(random) {
  const [path, value] = random.pick(templates);
  const headers = random.pick([
    { 'content-type': 'text/plain' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': '' },
    { 'content-type': `application/${'x'.repeat(3000)}` },
  ]);
  return { method: 'POST', path, headers, body: JSON.stringify(value) };
}

function wrongMethod(random) {
  const method = random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'PURGE']);
  return { method, path: random.pick([generate, aspects, calculate]), headers: {} };
}

function strangePath(random) {
  const path = random.pick([
    () => `/${random.bytes(20).toString('base64url')}`,
    () => `/api/v1/${'../'.repeat(20)}etc/passwd`,
    () => `/docs/${encodeURIComponent('../../etc/passwd')}`,
    () => `/docs/%2e%2e/openapi.json`,
    () => `/docs/${'x'.repeat(4000)}`,
    () => `//${generate}`,
    () => `${generate}%00`,
    () => `/docs/%00`,
    () => `/docs/%ff`,
    () => `${generate}/`,
  ])();
  return { method: 'GET', path, headers: {} };
}

function randomBytes(random) {
  return { bytes: random.bytes(1 + random.below(600)) };
}

// Each with its share of a hundred.
const kinds = [
  [truncatedJson, 14],
  [mutatedJson, 14],
  [wrongType, 13],
  [strangeString, 10],
  [missingField, 5],
  [unknownField, 6],
  [strangeNumber, 10],
  [deepNesting, 1],
  [badUtf8, 6],
  [wideJson, 1],
  [hostileQuery, 7],
  [wrongMedia, 2],
  [wrongMethod, 2],
  [strangePath, 2],
  [randomBytes, 3],
  [malformedHead, 4],
];

const shares = kinds.flatMap(([kind, share]) => Array(share).fill(kind));

export function hostileRequest(random) {
  const kind = random.pick(shares);
  return { kind: kind.name, ...kind(random) };
}
