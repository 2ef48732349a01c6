// The dashboard and the alert policies for Cloud Monitoring, held against schemas and rules made of
// the API's reference: nothing here has been sent to Google.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository, temporaryFolder } from '../blackbox/support/program.mjs';
import { aligned, googleMetrics, promqlName, reduced, resourceLabels } from './support/google_metrics.mjs';
import { folder, readJson } from './support/monitoring.mjs';
import { Ajv, YAML } from './support/packages.mjs';
import { selectors } from './support/promql.mjs';

const service = 'astronova-backend';
const place = join(folder, 'google-cloud');
const schemas = join(repository, 'tests/infra/schemas');
// What docs/RUNBOOK.md says is to be filled in.
const filledIn = {
  NOTIFICATION_CHANNEL: 'projects/example/notificationChannels/1234567890',
  INSTANCES_MAX: '10',
  CONCURRENCY: '80',
};
const fill = (text) =>
  text.replace(/\$\{([A-Z_]+)\}/g, (whole, name) => {
    assert.ok(name in filledIn, `nobody fills in ${name}`);
    return filledIn[name];
  });

const dashboard = readJson(join(place, 'dashboard.json'));
const policies = readdirSync(join(place, 'alert-policies')).map((name) => ({
  name,
  text: readFileSync(join(place, 'alert-policies', name), 'utf8'),
}));
for (const policy of policies) policy.json = JSON.parse(fill(policy.text));

const validator = (name) => new Ajv({ allErrors: true, strict: false }).compile(readJson(join(schemas, name)));
const isPolicy = validator('alert_policy.schema.json');
const isDashboard = validator('monitoring_dashboard.schema.json');

const widgets = dashboard.mosaicLayout.tiles.map(({ widget }) => widget);
const dataSets = widgets.flatMap(({ title, xyChart }) =>
  (xyChart?.dataSets ?? []).map(({ timeSeriesQuery }) => ({ where: title, ...timeSeriesQuery })),
);
const conditions = policies.flatMap(({ name, json }) =>
  json.conditions.map((condition) => ({ where: `${name}: ${condition.displayName}`, ...condition })),
);

// Filters with what is made of what they find.
const filters = [
  ...dataSets
    .filter(({ timeSeriesFilter }) => timeSeriesFilter)
    .map(({ where, timeSeriesFilter: { filter, aggregation } }) => ({
      where,
      filter,
      aggregations: [aggregation],
    })),
  ...conditions
    .map(({ where, conditionThreshold, conditionAbsent }) => ({
      where,
      ...(conditionThreshold ?? conditionAbsent),
    }))
    .filter(({ filter }) => filter),
];
const queries = [
  ...dataSets.map(({ where, prometheusQuery }) => ({ where, query: prometheusQuery })),
  ...conditions.map(({ where, conditionPrometheusQueryLanguage: condition }) => ({
    where,
    query: condition?.query,
  })),
].filter(({ query }) => query);

const seconds = (duration) => Number(duration.slice(0, -1));

describe('the files for Cloud Monitoring', () => {
  for (const { name, json } of policies) {
    it(`are alert policies: ${name}`, () => {
      assert.ok(isPolicy(json), JSON.stringify(isPolicy.errors, null, 1));
    });
  }

  it('are a dashboard', () => {
    assert.ok(isDashboard(dashboard), JSON.stringify(isDashboard.errors, null, 1));
  });

  it('would not be taken for such with a mistake in them', () => {
    const { json } = policies.find(({ name }) => name === 'latency.json');
    const [tile] = dashboard.mosaicLayout.tiles.filter(({ widget }) => widget.xyChart);
    const broken = (value, change) => {
      const copy = structuredClone(value);
      change(copy);
      return copy;
    };
    for (const change of [
      (policy) => delete policy.combiner,
      (policy) => (policy.conditons = []),
      (policy) => (policy.notificationChannels = ['${NOTIFICATION_CHANNEL}']),
      (policy) => (policy.conditions[0].conditionThreshold.duration = '15m'),
      (policy) => (policy.conditions[0].conditionAbsent = { filter: 'a', duration: '60s' }),
      (policy) => (policy.conditions[0].conditionThreshold.aggregations[0].perSeriesAligner = 'P99'),
    ])
      assert.ok(!isPolicy(broken(json, change)), String(change));
    for (const change of [
      (tile) => (tile.width = '16'),
      (tile) => (tile.widget.text = { content: 'also' }),
      (tile) => delete tile.widget.xyChart.dataSets[0].timeSeriesQuery,
      (tile) => (tile.widget.xyChart.dataSets[0].plotType = 'BARS'),
    ]) {
      const layout = { columns: 48, tiles: [broken(tile, change)] };
      assert.ok(!isDashboard({ ...dashboard, mosaicLayout: layout }), String(change));
    }
  });

  it('ask for figures that there are, of our service, and make numbers of them', () => {
    assert.ok(filters.length > 0);
    for (const { where, filter, aggregations } of filters) {
      const terms = [...filter.matchAll(/([\w.]+)="([^"]*)"(?: |$)/g)].map(([, name, value]) => [name, value]);
      assert.equal(terms.map(([name, value]) => `${name}="${value}"`).join(' '), filter, where);
      const wanted = Object.fromEntries(terms);
      const metric = googleMetrics.get(wanted['metric.type']);
      assert.ok(metric, `${where}: ${wanted['metric.type']}`);
      assert.equal(wanted['resource.type'], metric.resource, where);
      const ours = wanted['resource.labels.service_name'] ?? wanted['resource.labels.job'];
      assert.equal(ours, service, where);
      const [{ perSeriesAligner, crossSeriesReducer, groupByFields = [] }] = aggregations;
      const type = aligned(metric, perSeriesAligner);
      assert.ok(type, `${where}: ${perSeriesAligner} does not suit ${wanted['metric.type']}`);
      const result = reduced(type, crossSeriesReducer);
      assert.match(result, /^(DOUBLE|INT64)$/, `${where}: ${crossSeriesReducer}`);
      const known = [
        ...metric.labels.map((label) => `metric.labels.${label}`),
        ...resourceLabels[metric.resource].map((label) => `resource.labels.${label}`),
      ];
      for (const field of [...groupByFields, ...Object.keys(wanted).filter((name) => /labels/.test(name))])
        assert.ok(known.includes(field), `${where}: ${field}`);
    }
  });

  it('ask in a PromQL that Prometheus understands, for figures that there are', () => {
    const temporary = temporaryFolder();
    const rules = queries.map(({ query }, i) => ({ record: `query_${i}`, expr: query }));
    const file = join(temporary.path, 'queries.yml');
    writeFileSync(file, YAML.stringify({ groups: [{ name: 'queries', rules }] }));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    temporary.remove();
    assert.equal(status, 0, `${stdout}${stderr}`);
    const byName = new Map([...googleMetrics].map(([name, metric]) => [promqlName(name), metric]));
    for (const { where, query } of queries) {
      for (const { name, labels } of selectors(query)) {
        const metric = byName.get(name.replace(/_bucket$/, ''));
        assert.ok(metric, `${where}: ${name}`);
        assert.equal(metric.type === 'DISTRIBUTION', name.endsWith('_bucket'), `${where}: ${name}`);
        const known = ['monitored_resource', ...metric.labels, ...resourceLabels[metric.resource]];
        for (const label of labels) assert.ok(known.includes(label), `${where}: ${label}`);
      }
      assert.ok(query.includes(`service_name="${service}"`), where);
    }
  });

  it('keep to the steps that the API knows', () => {
    for (const { where, aggregations } of filters)
      for (const { alignmentPeriod } of aggregations) assert.ok(seconds(alignmentPeriod) >= 60, where);
    for (const { where, ...condition } of conditions) {
      const { duration = '0s', evaluationInterval = '30s' } =
        condition.conditionThreshold ??
        condition.conditionAbsent ??
        condition.conditionPrometheusQueryLanguage ??
        {};
      assert.equal(seconds(duration) % 60, 0, where);
      assert.equal(seconds(evaluationInterval) % 30, 0, where);
    }
    for (const { name, json } of policies) {
      assert.ok(seconds(json.alertStrategy.autoClose) >= 1800, name);
      // The one goes with the other, and with no second condition.
      const isOfLogs = json.conditions.some(({ conditionMatchedLog }) => conditionMatchedLog);
      assert.equal(isOfLogs, 'notificationRateLimit' in json.alertStrategy, name);
      if (isOfLogs) assert.equal(json.conditions.length, 1, name);
    }
  });

  it('lay the tiles out side by side, none on another', () => {
    const { columns, tiles } = dashboard.mosaicLayout;
    for (const [i, one] of tiles.entries()) {
      assert.ok((one.xPos ?? 0) + one.width <= columns, one.widget.title);
      for (const other of tiles.slice(i + 1)) {
        const apart =
          one.xPos + one.width <= other.xPos ||
          other.xPos + other.width <= one.xPos ||
          one.yPos + one.height <= other.yPos ||
          other.yPos + other.height <= one.yPos;
        assert.ok(apart, `${one.widget.title} lies on ${other.widget.title}`);
      }
    }
  });

  it('say what is to be filled in, and point to what is there to read', () => {
    const document = readFileSync(join(repository, 'docs/RUNBOOK.md'), 'utf8');
    for (const name of Object.keys(filledIn)) {
      assert.ok(policies.some(({ text }) => text.includes(`\${${name}}`)), name);
      assert.ok(document.includes(`\`${name}\``), `docs/RUNBOOK.md does not say what ${name} is`);
    }
    for (const { name, json } of policies) {
      const [, heading] = /docs\/RUNBOOK\.md#([\w-]+)\.$/.exec(json.documentation.content);
      assert.equal(`${heading}.json`, name);
      assert.match(document, new RegExp(`^### ${heading}$`, 'm'), name);
    }
  });
});
