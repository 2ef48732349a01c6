// Service Usage v1: which APIs the project has. https://cloud.google.com/service-usage/docs/reference/rest
import { done, routes } from './answers.mjs';

export function serviceusage(cloud) {
  cloud.enabled = new Set(['serviceusage.googleapis.com']);
  const service = (name) => ({
    name: `projects/123456789012/services/${name}`,
    config: { name, title: name },
    state: cloud.enabled.has(name) ? 'ENABLED' : 'DISABLED',
    parent: 'projects/123456789012',
  });
  const enable = (names) => {
    for (const name of names) cloud.enabled.add(name);
    return done('operations/acat.p2-enable', { services: names.map(service) },
      'google.api.serviceusage.v1.BatchEnableServicesResponse');
  };
  return routes({
    'GET /v1/projects/{project}/services': () => ({ services: [...cloud.enabled].map(service) }),
    'GET /v1/projects/{project}/services/{name}': ({ name }) => service(name),
    'POST /v1/projects/{project}/services:batchEnable': (_, { body }) => enable(body.serviceIds),
    'POST /v1/projects/{project}/services/{name}:enable': ({ name }) => enable([name]),
    'GET /v1/operations/*name': ({ name }) => done(`operations/${name}`, {}),
  });
}
