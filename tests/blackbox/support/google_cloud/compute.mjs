// Compute Engine v1: networks, addresses, and all parts of the load balancer.
// https://cloud.google.com/compute/docs/reference/rest/v1
import { Exists, NotFound, Refused } from './answers.mjs';

const root = 'https://www.googleapis.com/compute/v1';

// What a resource has beside what it was made with.
const extra = {
  addresses: (body) => ({
    status: 'RESERVED',
    ...(body.purpose === 'VPC_PEERING' ? { address: '10.20.0.0' } : { address: '203.0.113.10', addressType: 'EXTERNAL' }),
  }),
  sslCertificates: (body) => ({
    managed: { ...body.managed, status: 'PROVISIONING' },
  }),
  securityPolicies: (body) => ({
    fingerprint: 'ZmluZ2VycHJpbnQ=',
    rules: [...(body.rules ?? []), { priority: 2147483647, action: 'allow', match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } } }],
  }),
  forwardingRules: (body, cloud) => ({
    IPAddress: /\/addresses\//.test(body.IPAddress) ? cloud.computeAddress(body.IPAddress) : body.IPAddress,
    portRange: /-/.test(body.portRange) ? body.portRange : `${body.portRange}-${body.portRange}`,
  }),
};

// What may not go while another has it in one of its fields.
const uses = (thing, link) => JSON.stringify(thing).includes(`${link}"`);

export function compute(cloud) {
  const things = new Map(); // by "global/networks/name", "regions/us-central1/subnetworks/name"
  const base = `${root}/projects/${cloud.project}`;
  cloud.computeAddress = (link) => things.get(link.slice(link.indexOf('/global/') + 1)).address;
  cloud.compute = things;

  const operation = (type, path, place) => ({
    kind: 'compute#operation',
    id: '1',
    name: `operation-${type}`,
    operationType: type,
    status: 'DONE',
    progress: 100,
    targetLink: `${base}/${path}`,
    selfLink: `${base}/${place}/operations/operation-${type}`,
    ...(place !== 'global' && { region: `${base}/${place}` }),
  });

  const get = (path) => {
    const thing = things.get(path);
    if (!thing) throw new NotFound(`The resource 'projects/${cloud.project}/${path}' was not found`);
    return thing;
  };

  function insert(place, kind, body) {
    const path = `${place}/${kind}/${body.name}`;
    if (things.has(path)) throw new Exists(`The resource 'projects/${cloud.project}/${path}' already exists`);
    const thing = {
      id: String(1000 + things.size),
      fingerprint: 'ZmluZ2VycHJpbnQ=',
      ...body,
      ...extra[kind]?.(body, cloud),
      selfLink: `${base}/${path}`,
      ...(place !== 'global' && { region: `${base}/${place}` }),
    };
    things.set(path, thing);
    return operation('insert', path, place);
  }

  function remove(path, place) {
    get(path);
    const user = [...things].find(([other, thing]) => other !== path && uses(thing, `/${path}`));
    if (user) throw new Refused(400, 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE', `The resource '${path}' is already being used by '${user[0]}'`);
    things.delete(path);
    return operation('delete', path, place);
  }

  // What is set by a verb of its own.
  const verbs = {
    setSecurityPolicy: (thing, { securityPolicy }) => (thing.securityPolicy = securityPolicy),
    addRule: (thing, rule) => thing.rules.push(rule),
    patchRule: (thing, rule, url) => {
      const priority = Number(url.searchParams.get('priority'));
      const known = thing.rules.find((one) => one.priority === priority);
      if (!known) throw new NotFound(`no rule ${priority}`);
      Object.assign(known, rule, { rateLimitOptions: { ...known.rateLimitOptions, ...rule.rateLimitOptions } });
    },
    setTarget: (thing, { target }) => (thing.target = target),
    setUrlMap: (thing, { urlMap }) => (thing.urlMap = urlMap),
    setSslCertificates: (thing, { sslCertificates }) => (thing.sslCertificates = sslCertificates),
    setSslPolicy: (thing, { sslPolicy }) => (thing.sslPolicy = sslPolicy),
    setPrivateIpGoogleAccess: (thing, { privateIpGoogleAccess }) => (thing.privateIpGoogleAccess = privateIpGoogleAccess),
  };

  const listed = (place, kind) =>
    [...things].filter(([path]) => path.startsWith(`${place}/${kind}/`)).map(([, thing]) => thing);

  function aggregated(kind) {
    const items = {};
    for (const [path, thing] of things) {
      const [, place, of] = /^(global|regions\/[^/]+)\/([^/]+)\//.exec(path);
      if (of === kind) ((items[place] ??= { [kind]: [] })[kind]).push(thing);
    }
    return { items };
  }

  return {
    answer({ method, path, url, body }) {
      const prefix = `/compute/v1/projects/${cloud.project}`;
      if (!path.startsWith(prefix)) throw new NotFound(`${method} ${path}`);
      const rest = path.slice(prefix.length + 1);
      if (rest === '') return { kind: 'compute#project', name: cloud.project, id: '123456789012' };
      const all = /^aggregated\/(\w+)$/.exec(rest);
      if (all) return aggregated(all[1]);
      const [, place, kind, name, verb] =
        /^(global|regions\/[^/]+)(?:\/(\w+)(?:\/([^/]+)(?:\/(\w+))?)?)?$/.exec(rest) ?? [];
      if (!place) throw new NotFound(`${method} ${path}`);
      if (!kind) return { kind: 'compute#region', name: place.slice(8), status: 'UP', selfLink: `${base}/${place}` };
      if (kind === 'operations') return operation(name.replace('operation-', ''), '', place);
      const at = `${place}/${kind}/${name}`;
      if (verb === 'getRule') return get(at).rules.find((one) => one.priority === Number(url.searchParams.get('priority')));
      if (verb) {
        if (!verbs[verb]) throw new NotFound(`${method} ${path}`);
        verbs[verb](get(at), body ?? {}, url);
        return operation(verb, at, place);
      }
      if (method === 'GET') return name ? get(at) : { items: listed(place, kind) };
      if (method === 'POST') return insert(place, kind, body);
      if (method === 'DELETE') return remove(at, place);
      if (method === 'PATCH' || method === 'PUT') {
        Object.assign(get(at), body);
        return operation(method.toLowerCase(), at, place);
      }
      throw new NotFound(`${method} ${path}`);
    },
  };
}
