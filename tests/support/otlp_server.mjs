// otlp_server.mjs: stands in for a receiver of spans by OTLP over HTTP, on 127.0.0.1, and holds what
// it is sent against the protocol (https://opentelemetry.io/docs/specs/otlp/) and its schema
// (opentelemetry/proto/trace/v1/trace.proto) strictly: a field that is not there, a number where a
// text of digits has to be, or an id that is none is refused with 400. Prints its port and ends with
// its standard input. It has not been compared with a collector, only with the documents.
//
// POST /control/refuse { count }: takes but so many spans fewer of the next request, by
//   partialSuccess.
// POST /control/fault: as stand_in.mjs has it, for /v1/traces.
// GET /control/spans: all that were taken, each { resource, scope, ...span }, attributes as objects.
// GET /control/headers: those of the last request.
// GET /control/wrong: what was wrong with requests that were refused.
import { StandIn } from './stand_in.mjs';

const spans = [];
const wrong = [];
let lastHeaders = {};
let refusedNext = 0;

class Wrong extends Error {}

function check(condition, message) {
  if (!condition) throw new Wrong(message);
}

function checkObject(value, allowed, where) {
  check(value !== null && typeof value === 'object' && !Array.isArray(value), `${where}: no object`);
  for (const name of Object.keys(value)) check(allowed.includes(name), `${where}: unknown ${name}`);
  return value;
}

function list(value, where) {
  check(Array.isArray(value), `${where}: no list`);
  return value;
}

const isText = (value) => typeof value === 'string';

// Only what has a value is an attribute, and a key stands once.
function attributes(value, where) {
  const found = {};
  for (const one of list(value, where)) {
    checkObject(one, ['key', 'value'], where);
    check(isText(one.key) && one.key.length > 0, `${where}: no key`);
    check(!(one.key in found), `${where}: ${one.key} twice`);
    const kinds = ['stringValue', 'boolValue', 'intValue', 'doubleValue'];
    checkObject(one.value, kinds, `${where}.${one.key}`);
    const [[kind, content], ...more] = Object.entries(one.value);
    check(more.length === 0, `${where}.${one.key}: several values`);
    if (kind === 'stringValue') check(isText(content), `${where}.${one.key}: no text`);
    if (kind === 'intValue') check(/^-?\d+$/.test(content) && isText(content), `${one.key}: int64`);
    if (kind === 'boolValue') check(typeof content === 'boolean', `${one.key}: no boolean`);
    if (kind === 'doubleValue') check(typeof content === 'number', `${one.key}: no number`);
    found[one.key] = kind === 'intValue' ? Number(content) : content;
  }
  return found;
}

function id(value, bytes, where) {
  check(isText(value) && new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`).test(value), `${where}: no id`);
  check(!/^0*$/.test(value), `${where}: zeros`);
}

function time(value, where) {
  check(isText(value) && /^[1-9]\d*$/.test(value), `${where}: no nanoseconds as text`);
  return BigInt(value);
}

const spanFields = [
  'traceId', 'spanId', 'traceState', 'parentSpanId', 'flags', 'name', 'kind', 'startTimeUnixNano',
  'endTimeUnixNano', 'attributes', 'droppedAttributesCount', 'events', 'droppedEventsCount',
  'links', 'droppedLinksCount', 'status',
];

function span(value) {
  checkObject(value, spanFields, 'span');
  id(value.traceId, 16, 'traceId');
  id(value.spanId, 8, 'spanId');
  if ('parentSpanId' in value) id(value.parentSpanId, 8, 'parentSpanId');
  if ('flags' in value) check(Number.isInteger(value.flags) && value.flags >= 0, 'flags');
  check(isText(value.name) && value.name.length > 0, 'name: none');
  check(Number.isInteger(value.kind) && value.kind >= 0 && value.kind <= 5, 'kind: no number');
  const start = time(value.startTimeUnixNano, 'startTimeUnixNano');
  check(start <= time(value.endTimeUnixNano, 'endTimeUnixNano'), 'a span that ends before it begins');
  const status = checkObject(value.status ?? {}, ['message', 'code'], 'status');
  check([undefined, 0, 1, 2].includes(status.code), 'status.code: no number of one');
  return { ...value, attributes: attributes(value.attributes ?? [], 'attributes') };
}

function spansOf(body) {
  const found = [];
  checkObject(body, ['resourceSpans'], 'the request');
  for (const ofResource of list(body.resourceSpans, 'resourceSpans')) {
    checkObject(ofResource, ['resource', 'scopeSpans', 'schemaUrl'], 'resourceSpans');
    checkObject(ofResource.resource, ['attributes', 'droppedAttributesCount'], 'resource');
    const resource = attributes(ofResource.resource.attributes, 'resource');
    check(isText(resource['service.name']), 'resource: no service.name');
    for (const ofScope of list(ofResource.scopeSpans, 'scopeSpans')) {
      checkObject(ofScope, ['scope', 'spans', 'schemaUrl'], 'scopeSpans');
      const scope = checkObject(ofScope.scope ?? {}, ['name', 'version', 'attributes'], 'scope');
      for (const one of list(ofScope.spans, 'spans')) found.push({ resource, scope, ...span(one) });
    }
  }
  return found;
}

function take({ headers, body }) {
  lastHeaders = headers;
  try {
    check(headers['content-type'] === 'application/json', 'no application/json');
    const found = spansOf(JSON.parse(body.toString()));
    const refused = Math.min(refusedNext, found.length);
    refusedNext = 0;
    spans.push(...found.slice(refused));
    if (refused === 0) return { status: 200, body: {} };
    const partialSuccess = { rejectedSpans: String(refused), errorMessage: 'as was wished' };
    return { status: 200, body: { partialSuccess } };
  } catch (error) {
    wrong.push(error.message);
    return { status: 400, body: { message: error.message } };
  }
}

new StandIn(
  { 'POST /v1/traces': take },
  {
    'POST /control/refuse': ({ count }) => {
      refusedNext = count;
      return {};
    },
    'GET /control/spans': () => ({ spans }),
    'GET /control/headers': () => ({ headers: lastHeaders }),
    'GET /control/wrong': () => ({ wrong }),
  },
).start(process.argv[2]);
