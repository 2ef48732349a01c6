// The metrics of Cloud Monitoring that we ask for, by the lists of
// https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run and, our own, by what the server
// writes: kind, type of value, labels.
const run = (path, kind, type, labels = []) => [
  `run.googleapis.com/${path}`,
  { resource: 'cloud_run_revision', kind, type, labels },
];
const own = (path, kind, type, labels = []) => [
  `custom.googleapis.com/api/${path}`,
  { resource: 'generic_task', kind, type, labels },
];
export const googleMetrics = new Map([
  run('request_count', 'DELTA', 'INT64', ['response_code', 'response_code_class', 'route']),
  run('request_latencies', 'DELTA', 'DISTRIBUTION', ['response_code', 'response_code_class', 'route']),
  run('container/instance_count', 'GAUGE', 'INT64', ['state']),
  run('container/cpu/utilizations', 'DELTA', 'DISTRIBUTION', ['container_name']),
  run('container/memory/utilizations', 'DELTA', 'DISTRIBUTION', ['container_name']),
  run('container/max_request_concurrencies', 'DELTA', 'DISTRIBUTION', ['state']),
  run('container/startup_latencies', 'DELTA', 'DISTRIBUTION', ['created_for']),
  run('container/billable_instance_time', 'DELTA', 'DOUBLE'),
  own('latency', 'CUMULATIVE', 'DISTRIBUTION', ['status_class']),
  own('request_count', 'CUMULATIVE', 'INT64', ['status_class']),
  own('error_rate', 'GAUGE', 'DOUBLE'),
]);

export const resourceLabels = {
  cloud_run_revision: ['project_id', 'service_name', 'revision_name', 'location', 'configuration_name'],
  generic_task: ['project_id', 'location', 'namespace', 'job', 'task_id'],
};

// Which aligners suit a metric, by https://cloud.google.com/monitoring/api/ref_v3/rest/v3/Aligner;
// of those we know what comes out.
export function aligned({ kind, type }, aligner) {
  const changes = kind !== 'GAUGE';
  if (aligner === 'ALIGN_RATE') return changes && type !== 'DISTRIBUTION' ? 'DOUBLE' : undefined;
  if (aligner === 'ALIGN_DELTA') return changes ? type : undefined;
  if (/^ALIGN_(MIN|MAX|MEAN)$/.test(aligner)) return kind === 'GAUGE' ? 'DOUBLE' : undefined;
  return undefined;
}

// What a reducer makes of that; none where it cannot.
export function reduced(type, reducer = 'REDUCE_NONE') {
  if (reducer === 'REDUCE_NONE') return type;
  if (/^REDUCE_PERCENTILE_\d\d$/.test(reducer)) return 'DOUBLE';
  if (reducer === 'REDUCE_SUM') return type;
  if (/^REDUCE_(MIN|MAX|MEAN)$/.test(reducer) && type !== 'DISTRIBUTION') return 'DOUBLE';
  return undefined;
}

// As https://cloud.google.com/monitoring/promql/promql-mapping has it.
export const promqlName = (metric) => metric.replace('/', ':').replace(/[^\w:]/g, '_');
