// What the APIs have in common: refusals as Google writes them (https://cloud.google.com/apis/design/errors),
// operations, policies.
export class Refused extends Error {
  constructor(code, status, message, details = []) {
    super(message);
    this.code = code;
    this.body = { error: { code, message, status, details } };
  }

  get answer() {
    return { status: this.code, body: this.body };
  }
}

export class NotFound extends Refused {
  constructor(message) {
    super(404, 'NOT_FOUND', message);
  }
}

export class Exists extends Refused {
  constructor(message) {
    super(409, 'ALREADY_EXISTS', message);
  }
}

export function found(map, name) {
  const thing = map.get(name);
  if (!thing) throw new NotFound(`Resource '${name}' was not found`);
  return thing;
}

export function added(map, name, thing) {
  if (map.has(name)) throw new Exists(`Resource '${name}' already exists`);
  map.set(name, thing);
  return thing;
}

// An operation that is over when it begins.
export const done = (name, response, type) => ({
  name,
  done: true,
  metadata: {},
  response: { '@type': `type.googleapis.com/${type ?? 'google.protobuf.Empty'}`, ...response },
});

const etagOf = (writes) => Buffer.from(`etag${writes}`).toString('base64');

// IAM policies of any resource, by its name. A policy that was read is written back with its etag.
export class Policies {
  constructor() {
    this.policies = new Map();
    this.writes = 0;
  }

  get(name) {
    return this.policies.get(name) ?? { version: 1, etag: etagOf(0) };
  }

  set(name, { policy }) {
    const now = this.get(name);
    if (policy.etag && policy.etag !== now.etag)
      throw new Refused(409, 'ABORTED', 'There were concurrent policy changes.');
    this.writes += 1;
    const next = { ...policy, version: policy.version ?? 1, etag: etagOf(this.writes) };
    this.policies.set(name, next);
    return next;
  }

  remove(name) {
    this.policies.delete(name);
  }
}

// { 'METHOD /path/{name}': (names, request) => answer }: the first that fits is asked.
export function routes(table) {
  const compiled = Object.entries(table).map(([route, handler]) => {
    const [method, path] = route.split(' ');
    const pattern = path.replace(/[.:]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/:]+)').replace(/\*(\w+)/g, '(?<$1>.+?)');
    return { method, pattern: new RegExp(`^${pattern}$`), handler };
  });
  return {
    answer(request) {
      for (const { method, pattern, handler } of compiled) {
        const match = method === request.method && pattern.exec(decodeURIComponent(request.path));
        if (match) return handler(match.groups ?? {}, request) ?? {};
      }
      throw new NotFound(`The requested URL ${request.method} ${request.path} was not found on this server.`);
    },
  };
}
