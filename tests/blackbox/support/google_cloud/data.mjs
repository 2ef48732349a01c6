// Memorystore for Redis v1, Cloud SQL Admin v1beta4, Service Networking v1.
// https://cloud.google.com/memorystore/docs/redis/reference/rest,
// https://cloud.google.com/sql/docs/postgres/admin-api/rest,
// https://cloud.google.com/service-infrastructure/docs/service-networking/reference/rest
import { Refused, added, done, found, routes } from './answers.mjs';

const authority = (of) => `-----BEGIN CERTIFICATE-----\n${of}\n-----END CERTIFICATE-----\n`;

// Of a field mask's fields alone. ("redis_configs" and "redisConfigs" are one.)
function masked(thing, body, mask) {
  for (const field of mask.split(',')) {
    const name = field.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()).split('.')[0];
    thing[name] = body[name];
  }
  return thing;
}

export function redis(cloud) {
  const instances = new Map();
  const at = '/v1/projects/{project}/locations/{region}/instances';
  const name = (region, id) => `projects/${cloud.project}/locations/${region}/instances/${id}`;
  const operation = (region, instance) =>
    done(`projects/${cloud.project}/locations/${region}/operations/operation-1`, instance,
      'google.cloud.redis.v1.Instance');
  return routes({
    [`GET ${at}`]: () => ({ instances: [...instances.values()] }),
    [`POST ${at}`]: ({ region }, { url, body }) => {
      const id = url.searchParams.get('instanceId');
      if (!cloud.peered && body.connectMode === 'PRIVATE_SERVICE_ACCESS')
        throw new Refused(400, 'FAILED_PRECONDITION', 'Google private service access is not enabled.');
      const instance = {
        ...body,
        name: name(region, id),
        host: '10.20.0.3',
        port: body.transitEncryptionMode === 'SERVER_AUTHENTICATION' ? 6378 : 6379,
        state: 'READY',
        serverCaCerts: [{ serialNumber: '0', cert: authority('redis') }],
      };
      added(instances, id, instance);
      return operation(region, instance);
    },
    [`GET ${at}/{id}/authString`]: ({ id }) => {
      found(instances, id);
      return { authString: '0d4bb3a6-8c1f-4f0e-9a54-aa11bb22cc33' };
    },
    [`GET ${at}/{id}`]: ({ id }) => found(instances, id),
    [`PATCH ${at}/{id}`]: ({ region, id }, { url, body }) =>
      operation(region, masked(found(instances, id), body, url.searchParams.get('updateMask'))),
    [`POST ${at}/{id}:upgrade`]: ({ region, id }, { body }) =>
      operation(region, Object.assign(found(instances, id), { redisVersion: body.redisVersion })),
    [`DELETE ${at}/{id}`]: ({ region, id }) => {
      found(instances, id);
      instances.delete(id);
      return done(`projects/${cloud.project}/locations/${region}/operations/operation-2`, {});
    },
    'GET /v1/projects/{project}/locations/{region}/operations/{id}': ({ region }) => operation(region, {}),
  });
}

export function sqladmin(cloud) {
  const instances = new Map();
  const databases = new Map();
  const users = new Map();
  const at = '/sql/v1beta4/projects/{project}/instances';
  cloud.databasePassword = (user) => users.get(user)?.password;
  const operation = (type, instance) => ({
    kind: 'sql#operation',
    name: `operation-${type}`,
    operationType: type,
    status: 'DONE',
    targetId: instance,
    targetProject: cloud.project,
    endTime: '2026-01-01T00:00:00Z',
  });
  const items = (map) => ({ items: [...map.values()] });
  return routes({
    [`GET ${at}`]: () => items(instances),
    [`POST ${at}`]: (_, { body }) => {
      added(instances, body.name, {
        ...body,
        kind: 'sql#instance',
        state: 'RUNNABLE',
        backendType: 'SECOND_GEN',
        instanceType: 'CLOUD_SQL_INSTANCE',
        project: cloud.project,
        ipAddresses: [{ type: 'PRIVATE', ipAddress: '10.20.1.3' }],
        serverCaCert: { cert: authority('postgresql') },
      });
      databases.set('postgres', { kind: 'sql#database', name: 'postgres' });
      users.set('postgres', { kind: 'sql#user', name: 'postgres' });
      return operation('CREATE', body.name);
    },
    [`GET ${at}/{name}`]: ({ name }) => found(instances, name),
    [`PATCH ${at}/{name}`]: ({ name }, { body }) => {
      const instance = found(instances, name);
      const { backupConfiguration, ipConfiguration, ...settings } = body.settings ?? {};
      Object.assign(instance.settings, settings);
      Object.assign((instance.settings.backupConfiguration ??= {}), backupConfiguration);
      Object.assign((instance.settings.ipConfiguration ??= {}), ipConfiguration);
      return operation('UPDATE', name);
    },
    [`DELETE ${at}/{name}`]: ({ name }) => {
      if (found(instances, name).settings.deletionProtectionEnabled)
        throw new Refused(400, 'FAILED_PRECONDITION', 'The instance is protected.');
      instances.delete(name);
      return operation('DELETE', name);
    },
    [`GET ${at}/{name}/databases`]: () => items(databases),
    [`POST ${at}/{name}/databases`]: ({ name }, { body }) => {
      added(databases, body.name, { kind: 'sql#database', ...body });
      return operation('CREATE_DATABASE', name);
    },
    [`GET ${at}/{name}/users`]: () => ({ items: [...users.values()].map(({ password, ...user }) => user) }),
    [`POST ${at}/{name}/users`]: ({ name }, { body }) => {
      added(users, body.name, body);
      return operation('CREATE_USER', name);
    },
    [`PUT ${at}/{name}/users`]: ({ name }, { url, body }) => {
      found(users, url.searchParams.get('name')).password = body.password;
      return operation('UPDATE_USER', name);
    },
    'GET /sql/v1beta4/projects/{project}/operations/{name}': ({ name }) => operation(name, ''),
  });
}

export function servicenetworking(cloud) {
  cloud.peered = false;
  const connections = [];
  const operation = () => done('operations/pssn.p1', {});
  return routes({
    'GET /v1/services/{service}/connections': () => ({ connections }),
    'POST /v1/services/{service}/connections': ({ service }, { body }) => {
      connections.push({ ...body, peering: 'servicenetworking-googleapis-com', service: `services/${service}` });
      cloud.peered = true;
      return operation();
    },
    'PATCH /v1/services/{service}/connections/{name}': (_, { body }) => {
      Object.assign(connections[0], body);
      return operation();
    },
    'DELETE /v1/services/{service}/connections/{name}': () => {
      connections.length = 0;
      cloud.peered = false;
      return operation();
    },
    'POST /v1/services/{service}/connections/{name}': () => {
      connections.length = 0;
      cloud.peered = false;
      return operation();
    },
    'GET /v1/operations/{name}': operation,
  });
}
