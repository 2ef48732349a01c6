// What Cloud Monitoring's timeSeries.list answers of Cloud Run's own metrics, request_count and
// request_latencies, aggregated: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
export class WrongQuery extends Error {}

function check(condition, message) {
  if (!condition) throw new WrongQuery(message);
}

const metrics = {
  'run.googleapis.com/request_count': { kind: 'DELTA', type: 'INT64', reducers: ['REDUCE_SUM'] },
  'run.googleapis.com/request_latencies': {
    kind: 'DELTA',
    type: 'DISTRIBUTION',
    reducers: ['REDUCE_PERCENTILE_99', 'REDUCE_PERCENTILE_95', 'REDUCE_PERCENTILE_50'],
  },
};

// "a.b="c" AND …" as an object.
function readFilter(filter) {
  const wanted = {};
  for (const part of filter.split(/ AND | (?=\w+\.)/)) {
    const [, name, value] = /^([\w.]+)="([^"]*)"$/.exec(part) ?? [];
    check(name, `Could not parse filter "${filter}"`);
    wanted[name] = value;
  }
  return wanted;
}

// figures: a Map from a revision's name to { requests: { '2xx': 990, '5xx': 10 }, p99: 12.5 }, in ms.
export function runTimeSeries(parameters, figures) {
  const aggregation = (name) => parameters.get(`aggregation.${name}`);
  const filter = readFilter(parameters.get('filter') ?? '');
  const metric = metrics[filter['metric.type']];
  check(metric, `Cannot find metric that matches type = "${filter['metric.type']}"`);
  check(filter['resource.type'] === 'cloud_run_revision', 'resource.type');
  const from = Date.parse(parameters.get('interval.startTime'));
  const to = Date.parse(parameters.get('interval.endTime'));
  check(from < to && to <= Date.now() + 300_000, 'interval');
  const [, period] = /^(\d+)s$/.exec(aggregation('alignmentPeriod') ?? '') ?? [];
  check(period >= 60, 'The alignment period must be at least 60 seconds.');
  check(aggregation('perSeriesAligner') === 'ALIGN_DELTA', 'the aligner does not fit the metric');
  check(metric.reducers.includes(aggregation('crossSeriesReducer')), 'the reducer does not fit the metric');
  const revision = filter['resource.labels.revision_name'];
  const one = figures.get(revision);
  if (!one) return {};
  const interval = { startTime: parameters.get('interval.startTime'), endTime: parameters.get('interval.endTime') };
  const series = (labels, valueType, value) => ({
    metric: { type: filter['metric.type'], labels },
    resource: { type: 'cloud_run_revision', labels: {} },
    metricKind: 'DELTA',
    valueType,
    points: [{ interval, value }],
  });
  if (metric.type === 'DISTRIBUTION')
    return { timeSeries: [series({}, 'DOUBLE', { doubleValue: one.p99 })] };
  check(aggregation('groupByFields') === 'metric.labels.response_code_class', 'groupByFields');
  return {
    timeSeries: Object.entries(one.requests).map(([response_code_class, count]) =>
      series({ response_code_class }, 'INT64', { int64Value: String(count) }),
    ),
  };
}
