// The rules for Prometheus: promtool tells whether they are right, this whether none was forgotten.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../blackbox/support/program.mjs';
import { alerts, folder, policies, readYaml, rulesFile, testFiles } from './support/monitoring.mjs';

function promtool(...args) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  assert.equal(status, 0, `promtool ${args.join(' ')}\n${stdout}${stderr}`);
}

const documentFile = 'docs/RUNBOOK.md';
const document = readFileSync(join(repository, documentFile), 'utf8');
// As GitHub makes anchors of headings of one word.
const anchors = [...document.matchAll(/^### (AstroNova\w+)$/gm)].map(([, name]) => name.toLowerCase());
const anchorOf = ({ alert }) => alert.toLowerCase();

// What stands under the heading of each alert and of each policy of Cloud Monitoring.
function sections() {
  const severities = [
    ...alerts.map(({ alert, labels }) => [alert, labels.severity]),
    ...policies().map(({ name, json }) => [name, json.severity]),
  ];
  return severities.map(([name, severity]) => ({
    name,
    severity: severity[0].toUpperCase() + severity.slice(1).toLowerCase(),
    section: document.split(`\n### ${name}\n`)[1]?.split(/\n##/)[0] ?? '',
  }));
}

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

  for (const { name, severity, section } of sections()) {
    it(`has a section that says how grave it is, how to look and what to do first: ${name}`, () => {
      assert.equal(/^(\w+)\. /.exec(section)?.[1], severity);
      assert.match(section, /^- \*\*Look\*\*(:| and \*\*first\*\*:) .{20,}$/m);
      if (!section.includes('**Look** and **first**')) assert.match(section, /^- \*\*First\*\*: .{10,}$/m);
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
