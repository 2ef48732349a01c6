// Cloud Run Admin v1, which is Knative Serving's API: services and revisions.
// https://cloud.google.com/run/docs/reference/rest/v1
import { Exists, NotFound, Refused } from './answers.mjs';

const now = '2026-01-01T00:00:00Z';
const condition = (type, status, more = {}) => ({ type, status, lastTransitionTime: now, ...more });

function refuse(message) {
  throw new Refused(400, 'INVALID_ARGUMENT', message);
}

// A service without the secrets that it names, or with what Cloud Run does not take.
function check(service) {
  const { template, traffic = [] } = service.spec;
  const percent = traffic.reduce((sum, target) => sum + (target.percent ?? 0), 0);
  if (traffic.length > 0 && percent !== 100) refuse(`traffic adds up to ${percent}`);
  const [container] = template.spec.containers;
  if (!/^[^@]+@sha256:[0-9a-f]{64}$/.test(container.image)) refuse(`image '${container.image}' is no digest`);
  for (const name of Object.keys(template.metadata?.annotations ?? {})) {
    if (name.startsWith('run.googleapis.com/') && ['memory', 'cpu'].some((one) => name.endsWith(`/${one}`)))
      refuse(`annotation ${name} is not supported`);
  }
  for (const { name } of container.env ?? []) if (name === 'PORT') refuse('PORT is reserved');
}

export function run(cloud) {
  const services = new Map();
  const revisions = new Map();
  // image → why its revisions do not become ready.
  cloud.broken = new Map();
  cloud.runServices = services;

  const url = (name, tag) => `https://${tag ? `${tag}---` : ''}${name}-abcdefghij-uc.a.run.app`;

  function makeRevision(service) {
    const { name } = service.metadata;
    const { template } = service.spec;
    const revision = template.metadata?.name || `${name}-${String(service.metadata.generation).padStart(5, '0')}-abc`;
    if (revisions.has(revision)) {
      const known = revisions.get(revision);
      if (JSON.stringify(known.spec) !== JSON.stringify(template.spec))
        throw new Exists(`Revision named '${revision}' with different configuration already exists.`);
      return known;
    }
    if (!revision.startsWith(`${name}-`)) refuse(`revision ${revision}`);
    const { image } = template.spec.containers[0];
    const why = cloud.broken.get(image);
    const made = {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Revision',
      metadata: {
        name: revision,
        namespace: '123456789012',
        generation: 1,
        creationTimestamp: now,
        labels: { ...template.metadata?.labels, 'serving.knative.dev/service': name, 'serving.knative.dev/configuration': name },
        annotations: template.metadata?.annotations ?? {},
      },
      spec: template.spec,
      status: {
        observedGeneration: 1,
        imageDigest: image,
        conditions: why
          ? [condition('Ready', 'False', { reason: 'HealthCheckContainerError', message: why })]
          : [condition('Ready', 'True'), condition('Active', 'True'), condition('ContainerHealthy', 'True')],
      },
    };
    revisions.set(revision, made);
    return made;
  }

  // What Cloud Run makes of what is wanted; at once.
  function reconcile(service) {
    const { name } = service.metadata;
    const latest = makeRevision(service);
    const isReady = latest.status.conditions[0].status === 'True';
    const previous = service.status ?? {};
    const ready = isReady ? latest.metadata.name : previous.latestReadyRevisionName;
    const traffic = (service.spec.traffic ?? [{ latestRevision: true, percent: 100 }]).map((target) => ({
      ...target,
      revisionName: target.latestRevision ? ready : target.revisionName,
      ...(target.tag && { url: url(name, target.tag) }),
    }));
    for (const { revisionName } of traffic) {
      if (revisionName && !revisions.has(revisionName)) refuse(`Revision '${revisionName}' not found.`);
    }
    const failed = !isReady && { reason: 'RevisionFailed', message: `Revision '${latest.metadata.name}' is not ready and cannot serve traffic. ${latest.status.conditions[0].message}` };
    service.status = {
      observedGeneration: service.metadata.generation,
      latestCreatedRevisionName: latest.metadata.name,
      latestReadyRevisionName: ready,
      url: url(name),
      address: { url: url(name) },
      traffic,
      conditions: [
        condition('Ready', isReady ? 'True' : 'False', failed || {}),
        condition('ConfigurationsReady', isReady ? 'True' : 'False', failed || {}),
        condition('RoutesReady', 'True'),
      ],
    };
    return service;
  }

  function put(name, body) {
    const known = services.get(name);
    if (body.metadata.resourceVersion && known && body.metadata.resourceVersion !== known.metadata.resourceVersion)
      throw new Refused(409, 'ABORTED', `Conflict for resource '${name}': version '${body.metadata.resourceVersion}' was specified but current version is '${known.metadata.resourceVersion}'.`);
    check(body);
    const generation = (known?.metadata.generation ?? 0) + 1;
    const service = {
      ...body,
      metadata: {
        ...body.metadata,
        generation,
        resourceVersion: `AAY${generation}`,
        uid: 'd0',
        creationTimestamp: now,
        selfLink: `/apis/serving.knative.dev/v1/namespaces/123456789012/services/${name}`,
      },
      status: known?.status,
    };
    reconcile(service);
    services.set(name, service);
    return service;
  }

  // Whose image answers at a host: that of a tag, or that which gets the most.
  cloud.imageFor = (host) => {
    const [service] = services.values();
    if (!service) return undefined;
    const [, tag] = /^(?:(\w+)---.*\.run\.app|(\w+)\.api\.astronova\.app)$/.exec(host)?.filter(Boolean) ?? [];
    const { traffic } = service.status;
    const target = tag
      ? traffic.find((one) => one.tag === tag)
      : [...traffic].sort((one, other) => (other.percent ?? 0) - (one.percent ?? 0))[0];
    return target && revisions.get(target.revisionName)?.spec.containers[0].image;
  };

  const list = (kind, items) => ({ apiVersion: 'serving.knative.dev/v1', kind, metadata: {}, items });

  return {
    answer({ method, path, url: address, body }) {
      const isDryRun = address.searchParams.get('dryRun') === 'all';
      const [, kind, name] = /^\/apis\/serving\.knative\.dev\/v1\/namespaces\/[^/]+\/(services|revisions)(?:\/([^/]+))?$/.exec(path) ?? [];
      const things = { services, revisions }[kind];
      if (!things) throw new NotFound(`${method} ${path}`);
      if (!name && method === 'GET') {
        const selector = address.searchParams.get('labelSelector') ?? '';
        const service = /serving\.knative\.dev\/service ?= ?([\w-]+)/.exec(selector)?.[1];
        const items = [...things.values()].filter(
          (one) => kind === 'services' || !service || one.metadata.labels['serving.knative.dev/service'] === service,
        );
        return list(kind === 'services' ? 'ServiceList' : 'RevisionList', items);
      }
      if (name && method !== 'PUT' && !things.has(name)) throw new NotFound(`Resource '${name}' of kind '${kind}' in region 'us-central1' in project '${cloud.project}' does not exist`);
      if (method === 'GET') return things.get(name);
      if (method === 'DELETE') {
        things.delete(name);
        if (kind === 'services') revisions.clear();
        return { status: 'Success' };
      }
      if (isDryRun) {
        check(body);
        return body;
      }
      if (method === 'POST' && services.has(body.metadata.name)) throw new Exists(`Resource '${body.metadata.name}' already exists.`);
      return put(name ?? body.metadata.name, body);
    },
  };
}
