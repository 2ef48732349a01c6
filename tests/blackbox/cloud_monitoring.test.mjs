// Figures in Google Cloud Monitoring, as a stand-in that keeps to Google's rules takes them.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { newYork } from './support/births.mjs';
import { send } from './support/client.mjs';
import { startServer, within } from './support/program.mjs';
import { StandIn } from './support/stand_in.mjs';

describe('a server that writes figures to Cloud Monitoring', () => {
  let google;
  let server;
  before(async () => (google = await StandIn.start('google_cloud_server.mjs')));
  after(() => google.stop());
  afterEach(() => server?.leave());

  const env = (more = {}) => ({
    ASTRONOVA_CLOUD_MONITORING: 'on',
    ASTRONOVA_CLOUD_MONITORING_INTERVAL: '5',
    ASTRONOVA_CLOUD_MONITORING_ADDRESS: google.address,
    GCE_METADATA_HOST: google.host,
    ...more,
  });

  // Asks the stand-in again and again until the condition holds; returns all that was written.
  async function until(condition, what) {
    const asking = async () => {
      for (;;) {
        const written = await google.control('written');
        if (condition(written)) return written;
      }
    };
    return within(asking(), what);
  }

  const pointsOf = ({ points }, type) =>
    points.filter(({ metric }) => metric.type === `custom.googleapis.com/${type}`);

  it('has its latencies, counts and error rate taken, and goes on doing so', async () => {
    server = await startServer([], { env: env({ OTEL_SERVICE_NAME: 'charts-of-a-test' }) });
    await until(({ points }) => points.length > 0, 'the first figures');
    const body = { birthData: newYork };
    for (let i = 0; i < 3; ++i)
      assert.equal((await send(server, 'POST', '/api/v1/chart/generate', { body })).status, 200);
    assert.equal((await send(server, 'GET', '/nothing')).status, 404);
    assert.equal((await send(server, 'GET', '/livez')).status, 200);

    const hasAll = (written) =>
      pointsOf(written, 'api/request_count').some(
        ({ metric, point }) =>
          metric.labels.status_class === '2xx' && point.value.int64Value === '3',
      );
    const written = await until(hasAll, 'the figures of all requests');
    assert.deepEqual(written.wrong, []);
    const latest = (type, status) =>
      pointsOf(written, type).findLast(({ metric }) => metric.labels.status_class === status);
    assert.equal(latest('api/request_count', '4xx').point.value.int64Value, '1');
    assert.equal(latest('api/latency', '2xx').point.value.distributionValue.count, '3');
    assert.ok(latest('api/latency', '2xx').point.value.distributionValue.mean > 0);
    assert.equal(pointsOf(written, 'api/error_rate').at(-1).point.value.doubleValue, 0);
    const { type, labels } = latest('api/latency', '2xx').resource;
    assert.equal(type, 'generic_task');
    assert.equal(labels.job, 'charts-of-a-test');
    assert.equal(labels.project_id, 'astronova-test');
    await server.stop();
    assert.deepEqual((await google.control('written')).wrong, []);
    assert.ok(!server.output.includes('ya29.'), 'a token was told');
  });

  it('serves on where Google refuses, and says once why', async () => {
    await google.control('fault', { path: '/v3/projects/astronova-test/timeSeries', status: 403 });
    server = await startServer([], { env: env() });
    await server.said(/figures are not exported: .*403.*roles\/monitoring\.metricWriter/);
    assert.equal((await send(server, 'GET', '/readyz')).status, 200);
    await server.stop();
    await google.control('fault', {});
  });

  it('serves on where there is no metadata server', async () => {
    server = await startServer([], { env: env({ GCE_METADATA_HOST: '127.0.0.1:1' }) });
    await server.said(/figures are not exported: 127\.0\.0\.1:1 takes no connection/);
    assert.equal((await send(server, 'GET', '/readyz')).status, 200);
    await server.stop();
  });

  it('asks Google nothing unless it is told to', async () => {
    const before = await google.control('asked');
    server = await startServer([], { env: env({ ASTRONOVA_CLOUD_MONITORING: 'off' }) });
    assert.equal((await send(server, 'GET', '/readyz')).status, 200);
    await server.stop();
    assert.deepEqual(await google.control('asked'), before);
  });
});
