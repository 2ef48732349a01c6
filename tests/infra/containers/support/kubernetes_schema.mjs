// What Kubernetes' own schemas have against a manifest.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// A view of a value that notes what is looked at in it.
function watched(value, path, seen) {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      if (typeof name !== 'string' || !Object.keys(target).includes(name)) return Reflect.get(target, name);
      seen.add(`${path}/${name}`);
      return watched(target[name], `${path}/${name}`, seen);
    },
  });
}

function* paths(value, path = '') {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield `${path}/${name}`;
    yield* paths(inner, `${path}/${name}`);
  }
}

// The schemas let unknown fields pass, which kubectl does not. They look at each field that they know:
// one that they never looked at is one that they do not know.
export function mistakesOfManifest(manifest) {
  const { apiVersion, kind } = manifest;
  const { [kind]: Model } = require(`kubernetes-models/${apiVersion}`);
  if (!Model) return [`there is no ${kind} in ${apiVersion}`];
  const seen = new Set();
  try {
    Model.prototype.validate.call(watched(manifest, '', seen));
  } catch (error) {
    return [error.message];
  }
  return [...paths(manifest)].filter((path) => !seen.has(path)).map((path) => `${path} is unknown`);
}
