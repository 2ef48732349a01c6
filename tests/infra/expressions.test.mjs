// What the rules and the dashboard ask Prometheus: Prometheus understands it, the server has it, and
// where it has it the dashboard shows something.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Prometheus } from '../blackbox/support/prometheus.mjs';
import { seriesNames } from '../support/documented_metrics.mjs';
import { YAML } from './support/packages.mjs';
import { groupings, selectors } from './support/promql.mjs';
import { startSource } from './support/source.mjs';
import {
  alerts,
  dashboard,
  dashboardExpressions,
  foreignMetrics,
  metrics,
  recordings,
  ruleExpressions,
  rulesFile,
} from './support/monitoring.mjs';

// Some seconds of a Prometheus that looks five times a second are enough.
const filledIn = (expression) =>
  expression
    .replaceAll('$__rate_interval', '3s')
    .replaceAll('$__range', '3s')
    .replaceAll('$job', 'astronova')
    .replaceAll('$instance', '.*');

describe('the expressions', () => {
  const expressions = [...ruleExpressions, ...dashboardExpressions];
  const recorded = new Set(recordings.map(({ record }) => record));
  const labelsOf = new Map(
    metrics.flatMap((metric) =>
      seriesNames(metric).map((name) => [
        name,
        new Set([...metric.labels, 'job', 'instance', ...(/_bucket$/.test(name) ? ['le'] : [])]),
      ]),
    ),
  );

  it('ask for nothing that there is not', () => {
    for (const { where, expression } of expressions) {
      for (const { name } of selectors(expression)) {
        const isKnown = labelsOf.has(name) || recorded.has(name) || foreignMetrics.has(name);
        assert.ok(isKnown, `${where}: ${name}`);
      }
    }
  });

  it('match and group by labels that there are', () => {
    for (const { where, expression } of expressions) {
      const own = selectors(expression).filter(({ name }) => labelsOf.has(name));
      for (const { name, labels } of own) {
        for (const label of labels)
          assert.ok(labelsOf.get(name).has(label), `${where}: ${name} has no ${label}`);
      }
      const known = new Set(own.flatMap(({ name }) => [...labelsOf.get(name)]));
      for (const label of own.length > 0 ? groupings(expression) : [])
        assert.ok(known.has(label), `${where}: nothing has a label ${label}`);
    }
  });

  it('leave no metric out of the dashboard', () => {
    const shown = dashboardExpressions.flatMap(({ expression }) => selectors(expression));
    const names = new Set(shown.map(({ name }) => name));
    const missing = metrics.filter((metric) => !seriesNames(metric).some((name) => names.has(name)));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});

describe('a Prometheus that gathers all metrics of two servers', () => {
  let source;
  let prometheus;
  before(async () => {
    source = await startSource();
    const target = (instance) => ({
      targets: [`127.0.0.1:${source.port}`],
      labels: { instance },
    });
    const configuration = {
      global: { scrape_interval: '200ms', evaluation_interval: '200ms', scrape_timeout: '200ms' },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'astronova', static_configs: [target('a'), target('b')] }],
    };
    prometheus = await Prometheus.start({
      'prometheus.yml': YAML.stringify(configuration),
      'rules.yml': readFileSync(rulesFile, 'utf8'),
    });
  });
  after(async () => {
    await prometheus?.stop();
    source?.close();
  });

  it('has something to show in every panel', async () => {
    for (const { where, expression } of dashboardExpressions.filter(({ where }) =>
      where.startsWith('the panel'),
    )) {
      const asked = filledIn(expression);
      await prometheus.until(async () => (await prometheus.query(asked)).length > 0, `${where}: ${asked}`);
    }
  });

  it('understands every expression of the dashboard', async () => {
    for (const { expression } of dashboardExpressions) await prometheus.query(filledIn(expression));
  });

  it('can fill the variables', async () => {
    const queries = dashboard.templating.list.filter(({ type }) => type === 'query');
    assert.ok(queries.length > 0);
    for (const { query } of queries) {
      const [, series, label] = /^label_values\((.*), (\w+)\)$/.exec(query.query);
      const found = await prometheus.ask(`label/${label}/values`, { 'match[]': filledIn(series) });
      assert.ok(found.length > 0, query.query);
    }
  });

  it('evaluates every rule without an error', async () => {
    const rulesNow = async () => (await prometheus.ask('rules')).groups.flatMap(({ rules }) => rules);
    await prometheus.until(
      async () => (await rulesNow()).every(({ health }) => health !== 'unknown'),
      'the first evaluation',
    );
    const rules = await rulesNow();
    assert.equal(rules.length, alerts.length + recordings.length);
    for (const { name, health, lastError } of rules) assert.equal(health, 'ok', `${name}: ${lastError}`);
  });

  it('records every figure', async () => {
    for (const { record } of recordings)
      await prometheus.until(async () => (await prometheus.query(record)).length > 0, record);
  });
});
