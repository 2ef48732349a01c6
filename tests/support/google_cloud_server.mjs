// google_cloud_server.mjs: stands in, on 127.0.0.1, for two servers of Google Cloud: the metadata
// server of a machine or of Cloud Run, and Cloud Monitoring's API, as far as custom metrics go.
// Prints its port and ends with its standard input. It keeps to what Google documents, and has been
// compared with nothing else:
//   https://cloud.google.com/compute/docs/metadata/querying-metadata
//   https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/create
//   https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TimeInterval, /TypedValue#Distribution
//   https://cloud.google.com/monitoring/custom-metrics/creating-metrics
//   https://cloud.google.com/monitoring/quotas
//
// POST /control/settings { place, expiresIn, project }: `place` is "run" (a region and a zone) or
//   "machine" (a zone alone), or "elsewhere" (what answers is not Google's).
// POST /control/revoke: tokens that were given are worth nothing.
// POST /control/fault: as stand_in.mjs has it.
// GET /control/written: { points, descriptors, tokens, wrong }, all that was taken, the descriptors
//   by type, the tokens that were given, and what was wrong with what was not taken.
// POST /control/run { revision: { requests: { '2xx': 990, '5xx': 10 }, p99: 12.5 } }: what Cloud Run has
//   counted of revisions, for timeSeries.list.
// POST /control/lend: { token }, that of somebody.
import { runTimeSeries } from './google_time_series.mjs';
import { StandIn } from './stand_in.mjs';

const settings = { place: 'run', expiresIn: 3599, project: 'astronova-test' };
const written = { points: [], descriptors: {}, tokens: [], wrong: [] };
let validTokens = new Set();
let runFigures = new Map();
const lastPoint = new Map();

// --- The metadata server.

function lend() {
  const token = `ya29.token-${written.tokens.length}`;
  written.tokens.push(token);
  validTokens.add(token);
  return token;
}

function entry(name) {
  const places = {
    'project/project-id': settings.project,
    'instance/region': settings.place === 'run' && 'projects/123/regions/europe-west1',
    'instance/zone': `projects/123/zones/europe-west1-${settings.place === 'run' ? '1' : 'b'}`,
    'instance/id': '1234567890123456789',
  };
  if (name !== 'instance/service-accounts/default/token') return places[name];
  return JSON.stringify({
    access_token: lend(),
    expires_in: settings.expiresIn,
    token_type: 'Bearer',
  });
}

function metadata(url, headers) {
  if (settings.place === 'elsewhere') return { status: 200, body: '<html>Sign in</html>' };
  const flavor = { 'Metadata-Flavor': 'Google', Server: 'Metadata Server for VM' };
  if (headers['metadata-flavor'] !== 'Google') return { status: 403, headers: flavor, body: '' };
  // It refuses what a proxy has forwarded.
  if (headers['x-forwarded-for']) return { status: 403, headers: flavor, body: '' };
  const found = entry(url.pathname.slice('/computeMetadata/v1/'.length));
  if (!found) return { status: 404, headers: flavor, body: 'Not Found' };
  return { status: 200, headers: { ...flavor, 'content-type': 'application/text' }, body: found };
}

// --- Cloud Monitoring.

class Wrong extends Error {}

function check(condition, message) {
  if (!condition) throw new Wrong(message);
}

function checkFields(value, allowed, where) {
  check(value !== null && typeof value === 'object' && !Array.isArray(value), `${where}: no object`);
  for (const name of Object.keys(value)) {
    check(allowed.includes(name), `Invalid JSON payload received. Unknown name "${name}" at ${where}`);
  }
  return value;
}

const error = (code, status, message, details = []) => ({
  status: code,
  body: { error: { code, message, status, details } },
});

const metricType = /^custom\.googleapis\.com\/[A-Za-z0-9][A-Za-z0-9_/]*$/;
const labelKey = /^[a-zA-Z][a-zA-Z0-9_]{0,99}$/;
const kinds = ['GAUGE', 'CUMULATIVE'];
const valueFields = {
  BOOL: 'boolValue',
  INT64: 'int64Value',
  DOUBLE: 'doubleValue',
  DISTRIBUTION: 'distributionValue',
};

// The resources that custom metrics may be written to, and their labels beside project_id.
const resources = {
  generic_task: ['location', 'namespace', 'job', 'task_id'],
  generic_node: ['location', 'namespace', 'node_id'],
  gce_instance: ['instance_id', 'zone'],
  k8s_container: ['location', 'cluster_name', 'namespace_name', 'pod_name', 'container_name'],
  global: [],
};

function describe(descriptor) {
  const fields = ['name', 'type', 'labels', 'metricKind', 'valueType', 'unit', 'description',
    'displayName', 'metadata', 'launchStage'];
  checkFields(descriptor, fields, 'metric_descriptor');
  const { type, labels = [], metricKind, valueType } = descriptor;
  check(metricType.test(type) && type.length <= 200, `${type}: no type of a custom metric`);
  check(kinds.includes(metricKind), `metric kind ${metricKind} is not for custom metrics`);
  check(valueType in valueFields, `value type ${valueType} is not for custom metrics`);
  check(metricKind === 'GAUGE' || valueType !== 'BOOL', 'a cumulative boolean');
  check(labels.length <= 30, 'more than 30 labels');
  for (const label of labels) {
    checkFields(label, ['key', 'valueType', 'description'], 'labels');
    check(labelKey.test(label.key), `${label.key}: no key of a label`);
    check(['STRING', 'BOOL', 'INT64', undefined].includes(label.valueType), 'type of a label');
  }
  const known = written.descriptors[type];
  check(!known || (known.metricKind === metricKind && known.valueType === valueType),
    `${type} is there, of another kind`);
  written.descriptors[type] = descriptor;
  const name = `projects/${settings.project}/metricDescriptors/${type}`;
  return { status: 200, body: { name, ...descriptor } };
}

const isInt64 = (value) => typeof value === 'string' && /^-?\d+$/.test(value);

function checkDistribution(spread) {
  const fields = ['count', 'mean', 'sumOfSquaredDeviation', 'range', 'bucketOptions',
    'bucketCounts', 'exemplars'];
  checkFields(spread, fields, 'distribution_value');
  check(isInt64(spread.count) && BigInt(spread.count) >= 0n, 'distribution: count');
  const { mean = 0, sumOfSquaredDeviation = 0 } = spread;
  check(Number.isFinite(mean) && Number.isFinite(sumOfSquaredDeviation), 'distribution: numbers');
  check(sumOfSquaredDeviation >= 0, 'distribution: negative sum_of_squared_deviation');
  if (spread.count === '0') {
    check(mean === 0 && sumOfSquaredDeviation === 0 && !spread.range, 'distribution of nothing');
  }
  if (spread.count === '1') {
    check(sumOfSquaredDeviation < 1e-6 * Math.max(1, mean * mean), 'deviation of one value');
  }
  const options = checkFields(spread.bucketOptions,
    ['linearBuckets', 'exponentialBuckets', 'explicitBuckets'], 'bucket_options');
  check(Object.keys(options).length === 1 && options.explicitBuckets, 'bucket_options');
  const { bounds } = options.explicitBuckets;
  check(Array.isArray(bounds) && bounds.length > 0 && bounds.length < 200, 'bounds');
  check(bounds.every((bound, i) => i === 0 || bound > bounds[i - 1]), 'bounds that do not rise');
  const counts = spread.bucketCounts ?? [];
  check(counts.length <= bounds.length + 1, 'more bucket_counts than buckets');
  check(counts.every((one) => isInt64(one) && BigInt(one) >= 0n), 'bucket_counts');
  const sum = counts.reduce((total, one) => total + BigInt(one), 0n);
  check(sum === BigInt(spread.count), 'bucket_counts do not add up to count');
  checkMean(bounds, counts, mean);
}

// No mean lies outside of what the buckets allow.
function checkMean(bounds, counts, mean) {
  let [least, most, count] = [0, 0, 0];
  counts.forEach((text, i) => {
    const here = Number(text);
    least += here * (i === 0 ? 0 : bounds[i - 1]);
    most += here * (i < bounds.length ? bounds[i] : here > 0 ? Infinity : 0);
    count += here;
    if (here === 0 && Number.isNaN(most)) most = 0;
  });
  if (count > 0) check(mean * count >= least * 0.999 && mean * count <= most * 1.001, 'mean');
}

// Nanoseconds are kept to the microsecond, which is what the sender has.
function instant(text, where) {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text ?? '');
  check(parts && !Number.isNaN(Date.parse(`${parts[1]}Z`)), `${where}: no timestamp`);
  return Date.parse(`${parts[1]}Z`) + Number((parts[2] ?? '').padEnd(9, '0')) / 1e6;
}

function checkInterval(interval, kind, previous) {
  checkFields(interval, ['startTime', 'endTime'], 'interval');
  const end = instant(interval.endTime, 'end_time');
  const start = interval.startTime ? instant(interval.startTime, 'start_time') : end;
  const now = Date.now();
  check(end <= now + 5 * 60_000, 'end_time is more than five minutes in the future');
  check(end >= now - 25 * 3_600_000, 'end_time is more than 25 hours in the past');
  if (kind === 'GAUGE') check(start === end, 'the interval of a gauge is a point');
  if (kind === 'CUMULATIVE') check(start < end, 'the interval of a cumulative value is empty');
  if (previous) {
    check(end > previous.end, 'Points must be written in order');
    check(end - previous.end >= 5_000,
      'One or more points were written more frequently than the maximum sampling period');
    const isSame = start === previous.start;
    if (kind === 'CUMULATIVE') {
      check(isSame || start >= previous.end + 1, 'intervals that overlap');
    }
  }
  return { start, end };
}

function checkGrowth(value, previous, type) {
  if (type === 'INT64') check(BigInt(value) >= BigInt(previous), 'a cumulative value that falls');
  if (type === 'DISTRIBUTION') {
    check(BigInt(value.count) >= BigInt(previous.count), 'a cumulative count that falls');
    value.bucketCounts.forEach((count, i) =>
      check(BigInt(count) >= BigInt(previous.bucketCounts[i]), 'a cumulative bucket that falls'));
  }
}

function checkResource({ type, labels = {} }) {
  check(type in resources, `Metrics cannot be written to ${type}. See https://cloud.google.com/` +
    'monitoring/custom-metrics/creating-metrics#which-resource for a list of writable resource types.');
  const missing = resources[type].filter((name) => !labels[name]);
  check(missing.length === 0,
    `The set of resource labels is incomplete. Missing labels: (${missing.join(' ')}).`);
  for (const name of Object.keys(labels)) {
    check(name === 'project_id' || resources[type].includes(name), `Unrecognized label ${name}`);
  }
  check((labels.project_id ?? settings.project) === settings.project, 'another project');
}

function checkMetric({ type, labels = {} }) {
  check(metricType.test(type), `${type}: no type of a custom metric`);
  const descriptor = written.descriptors[type];
  check(descriptor, `${type} was not described before it was written`);
  const known = (descriptor.labels ?? []).map(({ key }) => key);
  check(Object.keys(labels).sort().join() === known.sort().join(), `${type}: labels`);
  for (const value of Object.values(labels)) {
    check(typeof value === 'string' && value.length <= 1024, 'value of a label');
  }
  return descriptor;
}

function checkSeries(series) {
  const fields = ['metric', 'resource', 'metadata', 'metricKind', 'valueType', 'points', 'unit'];
  checkFields(series, fields, 'time_series');
  const descriptor = checkMetric(checkFields(series.metric, ['type', 'labels'], 'metric'));
  checkResource(checkFields(series.resource, ['type', 'labels'], 'resource'));
  const { metricKind = descriptor.metricKind, valueType = descriptor.valueType } = series;
  check(metricKind === descriptor.metricKind && valueType === descriptor.valueType,
    'of another kind than its descriptor');
  check(Array.isArray(series.points) && series.points.length === 1, 'not exactly one point');
  const [point] = series.points;
  checkFields(point, ['interval', 'value'], 'points');
  checkFields(point.value, [valueFields[valueType]], 'value');
  const value = point.value[valueFields[valueType]];
  if (valueType === 'INT64') check(isInt64(value), 'int64_value');
  if (valueType === 'DOUBLE') check(typeof value === 'number', 'double_value');
  if (valueType === 'DISTRIBUTION') checkDistribution(value);
  const key = JSON.stringify([series.metric, series.resource]);
  const previous = lastPoint.get(key);
  const interval = checkInterval(point.interval, metricKind, previous);
  if (previous && metricKind === 'CUMULATIVE' && interval.start === previous.start) {
    checkGrowth(value, previous.value, valueType);
  }
  return { key, value, ...interval };
}

// Each series is taken or not by itself.
function write(request) {
  checkFields(request, ['timeSeries'], 'the request');
  const all = request.timeSeries;
  check(Array.isArray(all) && all.length > 0, 'no time_series');
  check(all.length <= 200, 'Field timeSeries had an invalid value: more than 200 time series');
  const keys = all.map(({ metric, resource }) => JSON.stringify([metric, resource]));
  check(new Set(keys).size === keys.length, 'Duplicate TimeSeries encountered');
  const failures = [];
  for (const series of all) {
    try {
      const { key, ...point } = checkSeries(series);
      lastPoint.set(key, point);
      written.points.push({ ...series, points: undefined, point: series.points[0] });
    } catch (failure) {
      if (!(failure instanceof Wrong)) throw failure;
      failures.push(failure.message);
    }
  }
  if (failures.length === 0) return { status: 200, body: {} };
  written.wrong.push(...failures);
  const summary = {
    '@type': 'type.googleapis.com/google.monitoring.v3.CreateTimeSeriesSummary',
    totalPointCount: all.length,
    successPointCount: all.length - failures.length,
  };
  return error(400, 'INVALID_ARGUMENT',
    `One or more TimeSeries could not be written: ${failures.join('; ')}`, [summary]);
}

function monitoring(method, url, headers, body) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (!token || !validTokens.has(token))
    return error(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  const [, project, name] = /^\/v3\/projects\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
  const call = { timeSeries: write, metricDescriptors: describe }[name];
  if (!call) return error(404, 'NOT_FOUND', 'Not found.');
  if (project !== settings.project) return error(404, 'NOT_FOUND', `Project ${project} not found.`);
  try {
    if (method === 'GET' && name === 'timeSeries')
      return { status: 200, body: runTimeSeries(url.searchParams, runFigures) };
    check(/^application\/json/.test(headers['content-type'] ?? ''), 'no application/json');
    return call(JSON.parse(body.toString()));
  } catch (failure) {
    written.wrong.push(failure.message);
    return error(400, 'INVALID_ARGUMENT', failure.message);
  }
}

new StandIn(
  {
    '*': ({ method, url, headers, body }) => {
      if (url.pathname.startsWith('/computeMetadata/') && method === 'GET')
        return metadata(url, headers);
      if (url.pathname.startsWith('/v3/') && ['GET', 'POST'].includes(method))
        return monitoring(method, url, headers, body);
      return error(404, 'NOT_FOUND', 'Not found.');
    },
  },
  {
    'POST /control/settings': (wish) => Object.assign(settings, wish),
    'POST /control/revoke': () => {
      validTokens = new Set();
      return {};
    },
    'POST /control/run': (wish) => {
      runFigures = new Map(Object.entries(wish));
      return {};
    },
    'POST /control/lend': () => ({ token: lend() }),
    'GET /control/written': () => written,
  },
).start(process.argv[2]);
