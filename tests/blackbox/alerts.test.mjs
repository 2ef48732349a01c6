// Prometheus watches over two servers with the rules of infra/monitoring while their Redis goes away
// and comes back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { documentedMetrics, seriesNames } from '../support/documented_metrics.mjs';
import { send } from './support/client.mjs';
import { repository, startServer } from './support/program.mjs';
import { Prometheus } from './support/prometheus.mjs';
import { PrivateRedis } from './support/redis.mjs';

const monitoring = join(repository, 'infra/monitoring');
const rules = readFileSync(join(monitoring, 'prometheus/astronova.rules.yml'), 'utf8');

// The same rules with each minute made half a second, so that a test can wait for them.
const minutes = { m: 1, h: 60, d: 24 * 60 };
const hastened = rules.replace(
  /(for: |\[|offset )(\d+)([mhd])\b/g,
  (_, before, number, unit) => `${before}${number * minutes[unit] * 500}ms`,
);

const configuration = (ports) => `
global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 250ms }
rule_files: [astronova.rules.yml]
scrape_configs:
  - job_name: astronova
    static_configs: [{ targets: [${ports.map((port) => `'127.0.0.1:${port}'`)}] }]
`;

describe('two servers with a Redis, one of which requires it, and Prometheus', () => {
  let redis;
  let strict;
  let lenient;
  let prometheus;
  before(async () => {
    redis = await PrivateRedis.start();
    const env = { REDIS_URL: redis.url };
    strict = await startServer(['--no-accounts', '--required-services', 'redis'], { env });
    lenient = await startServer(['--no-accounts'], { env });
    prometheus = await Prometheus.start({
      'prometheus.yml': configuration([strict.port, lenient.port]),
      'astronova.rules.yml': hastened,
    });
  });
  after(async () => {
    await prometheus?.stop();
    await strict?.stop();
    await lenient?.stop();
    await redis?.remove();
  });

  const instance = (server) => `127.0.0.1:${server.port}`;
  const isUp = (value) => async () => {
    const up = await prometheus.query(`astronova_dependency_up{dependency="redis"} == ${value}`);
    return up.length === 2;
  };
  // The alerts about Redis that fire, each as `NAME of SERVER`.
  const firing = async () => {
    const labels = await prometheus.firing();
    return labels
      .filter(({ alertname, dependency }) => dependency === 'redis' || /Ready|Redis/.test(alertname))
      .map(({ alertname, instance: whose }) => {
        const name = { [instance(strict)]: 'the strict', [instance(lenient)]: 'the lenient' }[whose];
        return `${alertname} of ${name ?? 'both'}`;
      })
      .sort();
  };
  const fires = (wanted) => async () => {
    const now = await firing();
    return wanted.every((alert) => now.includes(alert));
  };
  const isSilent = async () => (await firing()).length === 0;

  const loss = [
    'AstroNovaNotReady of the strict',
    'AstroNovaOptionalDependencyDown of the lenient',
    'AstroNovaRedisCircuitOpen of the lenient',
    'AstroNovaRedisCircuitOpen of the strict',
    'AstroNovaRequiredDependencyDown of the strict',
  ];

  it('have no alert about Redis while it is well', async () => {
    await prometheus.until(isUp(1), 'the first look at both servers');
    assert.deepEqual(await firing(), []);
  });

  it('raise the alerts when Redis is gone, critical where it is required', async () => {
    await redis.stop();
    await prometheus.until(fires(loss), 'the alerts');
    const others = (await firing()).filter((alert) => !loss.includes(alert));
    assert.deepEqual(others.filter((alert) => !/RedisFails/.test(alert)), []);
    const { alerts } = await prometheus.ask('alerts');
    const { labels, annotations } = alerts.find(
      ({ labels: { alertname } }) => alertname === 'AstroNovaRequiredDependencyDown',
    );
    assert.equal(labels.severity, 'critical');
    assert.equal(
      annotations.summary,
      `redis is down, and ${instance(strict)} cannot serve without`,
    );
  });

  it('log it as the policy for Google Cloud looks for it', async () => {
    const file = join(monitoring, 'google-cloud/alert-policies/dependencies.json');
    const [{ conditionMatchedLog }] = JSON.parse(readFileSync(file, 'utf8')).conditions;
    const [, event] = /jsonPayload\.event="(\w+)"/.exec(conditionMatchedLog.filter);
    const { dependency } = conditionMatchedLog.labelExtractors;
    const [, field] = /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(dependency);
    await strict.said(new RegExp(`"event":"${event}".*"${field}":"redis"`));
  });

  it('end the alerts when Redis is back', async () => {
    await redis.start();
    await prometheus.until(isUp(1), 'the return of Redis');
    await prometheus.until(isSilent, 'the end of the alerts');
  });

  it('raise them too when Redis is there but answers nothing', async () => {
    redis.pause();
    try {
      await prometheus.until(fires(['AstroNovaRequiredDependencyDown of the strict']), 'the alert');
    } finally {
      redis.resume();
    }
    await prometheus.until(isSilent, 'the end of the alerts');
  });
});

describe('a server with all that it can have', () => {
  let redis;
  let server;
  let text;
  before(async () => {
    redis = await PrivateRedis.start();
    // Nobody listens at the addresses.
    const nowhere = 'http://127.0.0.1:9';
    server = await startServer([], {
      env: {
        REDIS_URL: redis.url,
        ANTHROPIC_API_KEY: 'a key of these tests',
        ANTHROPIC_BASE_URL: nowhere,
        OTEL_EXPORTER_OTLP_ENDPOINT: nowhere,
        ASTRONOVA_LIMITS: 'on',
      },
    });
    await send(server, 'GET', '/api/v1/misc/zodiac-signs');
    await send(server, 'POST', '/api/v1/ephemeris/calculate', {
      headers: { 'accept-encoding': 'gzip' },
      body: { from: '2026-01-01T00:00:00Z', to: '2026-01-05T00:00:00Z', stepMinutes: 60 },
    });
    ({ text } = await send(server, 'GET', '/metrics'));
  });
  after(async () => {
    await server?.stop();
    await redis?.remove();
  });

  it('tells metrics that promtool finds nothing wrong with', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });

  // docs/monitoring.md is what the rules and the dashboards are held against (tests/infra).
  it('has the metrics that are documented, with their labels', () => {
    const series = [...text.matchAll(/^([a-z_]+)(?:\{(.*)\})? \S+$/gm)].map(([, name, labels = '']) => ({
      name,
      labels: [...labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label),
    }));
    const metrics = documentedMetrics();
    assert.ok(metrics.length > 0);
    for (const metric of metrics) {
      for (const name of seriesNames(metric)) {
        const own = series.filter((one) => one.name === name);
        assert.ok(own.length > 0, `there is no ${name}`);
        const expected = [...metric.labels, ...(name.endsWith('_bucket') ? ['le'] : [])].sort();
        for (const { labels } of own) assert.deepEqual([...labels].sort(), expected, name);
      }
    }
  });

  it('has no metric that is not documented', () => {
    const known = new Set(documentedMetrics().map(({ name }) => name));
    const types = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    assert.deepEqual(types.filter((name) => !known.has(name)), []);
  });
});
