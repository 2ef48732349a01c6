// The dashboard for Grafana as a file: what Grafana would take without a word and show wrongly.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dashboard } from './support/monitoring.mjs';

const { panels } = dashboard;
const withData = panels.filter(({ type }) => type !== 'row');

describe('the dashboard for Grafana', () => {
  it('is of the newest of the classic schemas, and belongs to no installation', () => {
    assert.equal(dashboard.schemaVersion, 42);
    assert.equal(dashboard.id, undefined);
    assert.equal(dashboard.uid, undefined);
  });

  it('takes its data from where the person chooses', () => {
    const [variable] = dashboard.templating.list;
    assert.equal(variable.name, 'datasource');
    assert.equal(variable.type, 'datasource');
    assert.equal(variable.query, 'prometheus');
    const named = [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]*)"/g)].map(([, uid]) => uid);
    assert.deepEqual([...new Set(named)], ['${datasource}']);
    const queries = withData.flatMap(({ targets }) => targets);
    for (const one of [...withData, ...queries])
      assert.equal(one.datasource.type, 'prometheus', JSON.stringify(one));
  });

  it('uses only variables that it has', () => {
    const known = dashboard.templating.list.map(({ name }) => name);
    const text = JSON.stringify(dashboard).replaceAll(/\$__(all|range|rate_interval)\b/g, '');
    for (const [, name] of text.matchAll(/\$\{?(\w+)/g)) assert.ok(known.includes(name), name);
  });

  it('numbers its panels and the queries of each', () => {
    const ids = panels.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { title, targets } of withData) {
      const references = targets.map(({ refId }) => refId);
      assert.equal(new Set(references).size, references.length, title);
      assert.ok(targets.length > 0, title);
    }
  });

  it('has a title and a unit for every panel', () => {
    for (const { type, title, fieldConfig } of withData) {
      assert.ok(title);
      if (type === 'stat' || type === 'timeseries') assert.ok(fieldConfig.defaults.unit, title);
    }
  });

  it('lays its panels out side by side, none on another', () => {
    const taken = new Map();
    for (const { title, gridPos } of panels) {
      const { x, y, w, h } = gridPos;
      assert.ok(x >= 0 && w > 0 && x + w <= 24, title);
      for (let row = y; row < y + h; row += 1) {
        for (let column = x; column < x + w; column += 1) {
          const place = `${column} ${row}`;
          assert.ok(!taken.has(place), `${title} lies on ${taken.get(place)}`);
          taken.set(place, title);
        }
      }
    }
  });

  it('has each row above what belongs to it', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    assert.deepEqual(rows, [
      'Overview',
      'Saturation',
      'Cache',
      'Limits',
      'Dependencies',
      'Database',
      "Other companies' servers",
      'Process',
      'Build',
    ]);
    const heights = panels.map(({ gridPos }) => gridPos.y);
    assert.deepEqual(heights, [...heights].sort((one, other) => one - other));
  });
});
