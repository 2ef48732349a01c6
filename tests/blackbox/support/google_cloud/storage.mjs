// Cloud Storage's JSON API: buckets and who may do what with them.
// https://cloud.google.com/storage/docs/json_api/v1/buckets
import { Policies, added, found, routes } from './answers.mjs';

export function storage(cloud) {
  cloud.buckets = new Map();
  const policies = new Policies();
  return routes({
    'GET /storage/v1/b': () => ({ kind: 'storage#buckets', items: [...cloud.buckets.values()] }),
    'POST /storage/v1/b': (_, { body }) =>
      added(cloud.buckets, body.name, {
        kind: 'storage#bucket',
        id: body.name,
        projectNumber: '123456789012',
        metageneration: '1',
        storageClass: 'STANDARD',
        ...body,
        location: body.location.toUpperCase(),
        locationType: 'region',
      }),
    'GET /storage/v1/b/{name}': ({ name }) => found(cloud.buckets, name),
    'PATCH /storage/v1/b/{name}': ({ name }, { body }) => {
      const bucket = { ...found(cloud.buckets, name) };
      bucket.iamConfiguration = { ...bucket.iamConfiguration, ...body.iamConfiguration };
      cloud.buckets.set(name, { ...bucket, ...body, iamConfiguration: bucket.iamConfiguration });
      return cloud.buckets.get(name);
    },
    'GET /storage/v1/b/{name}/iam': ({ name }) => policies.get(found(cloud.buckets, name).name),
    'PUT /storage/v1/b/{name}/iam': ({ name }, { body }) => policies.set(name, { policy: body }),
  });
}
