// Cloud Monitoring v3 (channels, policies, what Cloud Run counts) and its dashboards, v1.
// https://cloud.google.com/monitoring/api/ref_v3/rest, https://cloud.google.com/monitoring/api/ref_dashboard/rest
import { runTimeSeries } from '../../../support/google_time_series.mjs';
import { found, routes } from './answers.mjs';

export function monitoring(cloud) {
  const kinds = { notificationChannels: new Map(), alertPolicies: new Map(), dashboards: new Map() };
  // By the revision: { requests: { '2xx': 990, '5xx': 10 }, p99: 12.5 } (ms).
  cloud.runFigures = new Map();
  const table = {
    'GET /v3/projects/{project}/timeSeries': (_, { url }) => runTimeSeries(url.searchParams, cloud.runFigures),
  };
  for (const [kind, things] of Object.entries(kinds)) {
    const at = `/${kind === 'dashboards' ? 'v1' : 'v3'}/projects/{project}/${kind}`;
    const number = kind === 'dashboards' ? '123456789012' : cloud.project;
    table[`GET ${at}`] = () => ({ [kind]: [...things.values()] });
    table[`POST ${at}`] = (_, { body }) => {
      const id = String(1000 + things.size);
      things.set(id, { ...body, name: `projects/${number}/${kind}/${id}`, ...(kind === 'dashboards' && { etag: 'e1' }) });
      return things.get(id);
    };
    table[`GET ${at}/{id}`] = ({ id }) => found(things, id);
    table[`PATCH ${at}/{id}`] = ({ id }, { body }) => Object.assign(found(things, id), body);
    table[`DELETE ${at}/{id}`] = ({ id }) => {
      found(things, id);
      things.delete(id);
    };
  }
  return routes(table);
}
