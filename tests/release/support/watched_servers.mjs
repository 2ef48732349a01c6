// watched_servers.mjs: a real Prometheus that watches the metrics of two servers, `steady`, whose
// counters grow by the same each time that they are read, and `restarted`, which is another process
// each time. Prints the port of Prometheus when that knows enough of them; ends with its standard
// input. Each time, 100 requests: 90 took 0.05 to 0.1 s and 10 took 0.1 to 0.2 s, of which 2 failed;
// and 1,000 of probes, all of which failed.
import http from 'node:http';
import { Prometheus } from '../../blackbox/support/prometheus.mjs';

let times = 0;

function metrics(isRestarted) {
  times += 1;
  const series = (labels, bounds, count) =>
    [
      ...bounds.map(([bound, value]) => `_bucket{${labels},le="${bound}"} ${value * times}`),
      `_bucket{${labels},le="+Inf"} ${count * times}`,
      `_count{${labels}} ${count * times}`,
    ].map((line) => `astronova_http_request_duration_seconds${line}`);
  const bounds = (first, second) => [
    ['0.05', 0],
    ['0.1', first],
    ['0.2', second],
  ];
  return [
    '# TYPE astronova_http_request_duration_seconds histogram',
    ...series('method="GET",route="/docs",status="200"', bounds(90, 98), 98),
    ...series('method="GET",route="none",status="503"', bounds(0, 2), 2),
    ...series('method="GET",route="/readyz",status="503"', bounds(0, 0), 1000),
    `process_start_time_seconds ${isRestarted ? 1000 + times : 1000}`,
    '',
  ].join('\n');
}

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(metrics(request.url === '/restarted'));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const target = `127.0.0.1:${server.address().port}`;
const job = (name) => `
  - job_name: ${name}
    metrics_path: /${name}
    static_configs: [{ targets: ['${target}'], labels: { instance: '${name}:8081' } }]`;
const prometheus = await Prometheus.start({
  'prometheus.yml': `
global: { scrape_interval: 100ms, scrape_timeout: 100ms }
scrape_configs:${job('steady')}${job('restarted')}
`,
});
await prometheus.until(async () => {
  const known = await prometheus.query('count_over_time(process_start_time_seconds[1h]) >= 5');
  return known.length === 2;
}, 'five scrapes of both');
console.log(prometheus.address.split(':').pop());
process.stdin
  .on('end', async () => {
    await prometheus.stop();
    process.exit(0);
  })
  .resume();
