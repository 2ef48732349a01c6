// The files of infra/monitoring, and the metrics that they may ask for.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../blackbox/support/program.mjs';
import { documentedMetrics } from '../../support/documented_metrics.mjs';
import { YAML } from './packages.mjs';

export const folder = join(repository, 'infra/monitoring');
export const rulesFile = join(folder, 'prometheus/astronova.rules.yml');
export const testFiles = ['astronova.rules.test.yml', 'astronova.days.test.yml'].map((name) =>
  join(folder, 'prometheus', name),
);

export const readYaml = (file) => YAML.parse(readFileSync(file, 'utf8'));
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const rules = readYaml(rulesFile).groups.flatMap((group) => group.rules);
export const alerts = rules.filter((rule) => 'alert' in rule);
export const recordings = rules.filter((rule) => 'record' in rule);

export const dashboard = readJson(join(folder, 'grafana/astronova.json'));

// Each as { where, expression }.
export const dashboardExpressions = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ where: `the panel ${title}`, expression: expr })),
  ),
  ...dashboard.annotations.list
    .filter(({ expr }) => expr)
    .map(({ name, expr }) => ({ where: `the annotation ${name}`, expression: expr })),
];
export const ruleExpressions = rules.map(({ alert, record, expr }) => ({
  where: alert ?? record,
  expression: expr,
}));

// The alert policies of Cloud Monitoring, as they are before anything is filled in.
export function policies() {
  const place = join(folder, 'google-cloud/alert-policies');
  return readdirSync(place).map((file) => {
    return { name: file.replace(/\.json$/, ''), json: readJson(join(place, file)) };
  });
}

// The metrics that the server has: { name, type, labels }.
export const metrics = documentedMetrics();

// Those of others that we ask for: of Prometheus itself and, where it is scraped, of cAdvisor.
export const foreignMetrics = new Set([
  'up',
  'ALERTS',
  'container_memory_working_set_bytes',
  'container_spec_memory_limit_bytes',
]);
