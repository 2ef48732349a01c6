// The metrics that docs/monitoring.md tells of: { name, type, labels }.
import { existsSync, readFileSync } from 'node:fs';

const document = new URL('../../docs/monitoring.md', import.meta.url);
const inCode = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

export function documentedMetrics() {
  const text = existsSync(document) ? readFileSync(document, 'utf8') : '';
  const rows = text.matchAll(/^\| (`[^|]+`) \| (counter|gauge|histogram) \| ([^|]*)\|/gm);
  return [...rows].flatMap(([, names, type, labels]) =>
    inCode(names).map((name) => ({ name, type, labels: inCode(labels) })),
  );
}

// The series of a metric, as Prometheus knows them by name.
export const seriesNames = ({ name, type }) =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];
