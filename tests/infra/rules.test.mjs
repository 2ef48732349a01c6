// The rules for Prometheus: promtool tells whether they are right, this whether none was forgotten.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../blackbox/support/program.mjs';
import { alerts, folder, readYaml, rulesFile, testFiles } from './support/monitoring.mjs';

function promtool(...args) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  assert.equal(status, 0, `promtool ${args.join(' ')}\n${stdout}${stderr}`);
}

const documentFile = 'docs/alerts.md';
const document = readFileSync(join(repository, documentFile), 'utf8');
// As GitHub makes anchors of headings of one word.
const anchors = [...document.matchAll(/^### (\w+)$/gm)].map(([, name]) => name.toLowerCase());
const anchorOf = ({ alert }) => alert.toLowerCase();

describe('the rules', () => {
  it('are rules', () => promtool('check', 'rules', rulesFile));

  it('go with the configuration that stands beside them', () => {
    promtool('check', 'config', join(folder, 'prometheus/prometheus.yml'));
  });

  it('say what their tests say', () => promtool('test', 'rules', ...testFiles));

  it('have a name of their own each', () => {
    const names = alerts.map(({ alert }) => alert);
    assert.deepEqual(names, [...new Set(names)]);
  });
});

describe('each alert', () => {
  const groups = testFiles.flatMap((file) => readYaml(file).tests);
  const expectations = groups.flatMap((group) =>
    group.alert_rule_test.map(({ alertname, exp_alerts: expected = [] }) => ({
      group: group.name,
      alertname,
      fires: expected.length > 0,
    })),
  );

  for (const alert of alerts) {
    const own = expectations.filter(({ alertname }) => alertname === alert.alert);

    it(`is raised in a test: ${alert.alert}`, () => assert.ok(own.some(({ fires }) => fires)));

    it(`is silent in a test: ${alert.alert}`, () => assert.ok(own.some(({ fires }) => !fires)));

    it(`tells whoever is woken what is the matter, and where to read on: ${alert.alert}`, () => {
      const { labels, annotations } = alert;
      assert.match(labels.severity, /^(critical|warning)$/);
      assert.match(annotations.summary, /^.{10,}[^.]$/);
      assert.match(annotations.description, /^.{40,}\.$/);
      assert.equal(annotations.runbook, `${documentFile}#${anchorOf(alert)}`);
      assert.ok(anchors.includes(anchorOf(alert)), `${documentFile} tells nothing of it`);
    });
  }

  it('of which there is a test is there', () => {
    const known = alerts.map(({ alert }) => alert);
    const unknown = expectations.filter(({ alertname }) => !known.includes(alertname));
    assert.deepEqual(unknown, []);
  });

  it(`of which ${basename(documentFile)} tells is there`, () => {
    assert.deepEqual([...anchors].sort(), alerts.map(anchorOf).sort());
  });
});
