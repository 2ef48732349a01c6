// IAM v1: service accounts and workload identity pools; Resource Manager v1: the project's policy.
// https://cloud.google.com/iam/docs/reference/rest, https://cloud.google.com/resource-manager/reference/rest
import { Policies, added, done, found, routes } from './answers.mjs';

export function iam(cloud) {
  const accounts = new Map();
  const pools = new Map();
  const providers = new Map();
  const policies = (cloud.accountPolicies = new Policies());
  const email = (name) => decodeURIComponent(name);
  const number = 'projects/123456789012/locations/global/workloadIdentityPools';
  const at = '/v1/projects/{project}/serviceAccounts';
  const inPools = '/v1/projects/{project}/locations/global/workloadIdentityPools';
  return routes({
    [`GET ${at}`]: () => ({ accounts: [...accounts.values()] }),
    [`POST ${at}`]: (_, { body }) => {
      const address = `${body.accountId}@${cloud.project}.iam.gserviceaccount.com`;
      return added(accounts, address, {
        name: `projects/${cloud.project}/serviceAccounts/${address}`,
        projectId: cloud.project,
        uniqueId: String(100 + accounts.size),
        email: address,
        ...body.serviceAccount,
      });
    },
    [`GET ${at}/{name}`]: ({ name }) => found(accounts, email(name)),
    [`DELETE ${at}/{name}`]: ({ name }) => {
      found(accounts, email(name));
      accounts.delete(email(name));
      policies.remove(email(name));
    },
    [`POST ${at}/{name}:getIamPolicy`]: ({ name }) => policies.get(name),
    [`POST ${at}/{name}:setIamPolicy`]: ({ name }, { body }) => policies.set(name, body),
    // What was deleted is kept for 30 days, and its name with it.
    [`GET ${inPools}`]: (_, { url }) => ({
      workloadIdentityPools: [...pools.values()].filter(
        ({ state }) => state === 'ACTIVE' || url.searchParams.get('showDeleted') === 'True',
      ),
    }),
    [`POST ${inPools}`]: (_, { url, body }) => {
      const name = `${number}/${url.searchParams.get('workloadIdentityPoolId')}`;
      added(pools, name, { ...body, name, state: 'ACTIVE' });
      return done(`${name}/operations/1`, pools.get(name));
    },
    [`GET ${inPools}/{pool}/operations/{id}`]: ({ pool }) => done(`${number}/${pool}/operations/1`, pools.get(`${number}/${pool}`)),
    [`GET ${inPools}/{pool}`]: ({ pool }) => found(pools, `${number}/${pool}`),
    [`DELETE ${inPools}/{pool}`]: ({ pool }) => {
      found(pools, `${number}/${pool}`).state = 'DELETED';
      return done(`${number}/${pool}/operations/2`, {});
    },
    [`POST ${inPools}/{pool}:undelete`]: ({ pool }) => {
      found(pools, `${number}/${pool}`).state = 'ACTIVE';
      return done(`${number}/${pool}/operations/3`, pools.get(`${number}/${pool}`));
    },
    [`GET ${inPools}/{pool}/providers`]: () => ({ workloadIdentityPoolProviders: [...providers.values()] }),
    [`POST ${inPools}/{pool}/providers`]: ({ pool }, { url, body }) => {
      const name = `${number}/${pool}/providers/${url.searchParams.get('workloadIdentityPoolProviderId')}`;
      added(providers, name, { ...body, name, state: 'ACTIVE' });
      return done(`${name}/operations/1`, providers.get(name));
    },
    [`PATCH ${inPools}/{pool}/providers/{id}`]: ({ pool, id }, { url, body }) => {
      const provider = found(providers, `${number}/${pool}/providers/${id}`);
      for (const field of url.searchParams.get('updateMask').split(/\.\w+|,/)) provider[field] = body[field];
      return done(`${provider.name}/operations/2`, provider);
    },
    [`GET ${inPools}/{pool}/providers/{id}/operations/{operation}`]: ({ pool, id }) => done(`${number}/${pool}/providers/${id}/operations/1`, providers.get(`${number}/${pool}/providers/${id}`)),
  });
}

export function projects(cloud) {
  const policies = new Policies();
  return routes({
    'POST /v1/projects/{project}:getIamPolicy': ({ project }) => policies.get(project),
    'POST /v1/projects/{project}:setIamPolicy': ({ project }, { body }) => policies.set(project, body),
    'GET /v1/projects/{project}': ({ project }) => ({
      projectId: project,
      projectNumber: '123456789012',
      lifecycleState: 'ACTIVE',
      name: cloud.project,
    }),
  });
}
