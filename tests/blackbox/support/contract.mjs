// Holds answers against the OpenAPI document that the server gives of itself.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { send } from './client.mjs';

// RFC 6901, as a URI fragment.
function pointer(...parts) {
  const token = (part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1');
  return parts.map((part) => `/${encodeURIComponent(token(part))}`).join('');
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

const literalText = (template) => template.replace(/\{[^}]*\}/g, '');

function withoutNulls(value) {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutNulls(member)]));
}

export class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
    addFormats(this.ajv);
    // The document is not itself a schema; the schemas in it are reached by pointers.
    this.ajv.addVocabulary(Object.keys(document));
    this.ajv.addSchema(document, 'contract');
    this.validators = new Map();
  }

  validator(...parts) {
    const reference = `contract#${pointer(...parts)}`;
    if (!this.validators.has(reference)) {
      this.validators.set(reference, this.ajv.compile({ $ref: reference }));
    }
    return this.validators.get(reference);
  }

  assertValid(value, ...parts) {
    const validate = this.validator(...parts);
    if (validate(value)) return;
    const errors = validate.errors.map(
      (e) => `  ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
    );
    const shown = JSON.stringify(value).slice(0, 2000);
    assert.fail(`not as documented at ${parts.join(' > ')}:\n${errors.join('\n')}\n${shown}`);
  }

  // Whether a body is a request that the document allows; null members count as left out.
  allowsBody(path, value) {
    const validate = this.validator(
      'paths',
      path,
      'post',
      'requestBody',
      'content',
      'application/json',
      'schema',
    );
    return validate(withoutNulls(value));
  }

  // Each as { path, method, operation }.
  operations() {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      methods
        .filter((method) => method in item)
        .map((method) => ({ path, method, operation: item[method] })),
    );
  }

  // The path of the document that a request path is one of.
  template(path) {
    const bare = path.split('?')[0];
    if (bare in this.document.paths) return bare;
    // Of several, the one with the most literal text.
    return Object.keys(this.document.paths)
      .filter((template) => template.includes('{'))
      .sort((one, other) => literalText(other).length - literalText(one).length)
      .find((template) => {
        const pattern = template.replace(/\./g, '\\.').replace(/\{[^}]*\}/g, '[^/]+');
        return new RegExp(`^${pattern}$`).test(bare);
      });
  }

  assertHeaders(response, headers, ...parts) {
    for (const [name, header] of Object.entries(headers)) {
      const value = response.headers[name.toLowerCase()];
      if (value === undefined && this.resolve(header).required === false) continue;
      assert.ok(value !== undefined, `${parts.join(' > ')}: no ${name}`);
      const schema = this.resolve(header).schema;
      this.assertHeaderValue(name, schema.type === 'integer' ? Number(value) : value);
    }
  }

  assertHeaderValue(name, value) {
    this.assertValid(value, 'components', 'headers', name, 'schema');
  }

  resolve(object) {
    return object.$ref
      ? object.$ref
          .split('/')
          .slice(1)
          .reduce((at, part) => at[part], this.document)
      : object;
  }

  // What every problem must be, whatever raised it.
  assertProblem(response) {
    assert.equal(response.contentType, 'application/problem+json', response.text);
    const problem = response.json;
    this.assertValid(problem, 'components', 'schemas', 'Problem');
    assert.equal(problem.status, response.status);
    assert.equal(problem.instance, response.headers['x-request-id']);
    return problem;
  }

  // Status, headers, content type and body are among what the document says of this route.
  assertAsDocumented(method, path, response) {
    this.assertHeaderValue('X-Request-Id', response.headers['x-request-id']);
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
    const template = this.template(path);
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = template && this.document.paths[template][verb];
    if (!operation) {
      if (method === 'OPTIONS' && template) assert.equal(response.status, 204);
      else assert.equal(response.status, template ? 405 : 404, `${method} ${path}`);
      if (response.status >= 400 && method !== 'HEAD') this.assertProblem(response);
      return;
    }
    const documented = operation.responses[response.status];
    assert.ok(
      documented,
      `${method} ${path}: ${response.status} is not documented\n${response.text}`,
    );
    const { headers = {}, content = {} } = this.resolve(documented);
    const where = ['paths', template, verb, 'responses', response.status];
    this.assertHeaders(response, headers, ...where);
    if (Object.keys(content).length === 0) {
      assert.equal(response.body.length, 0, `${where.join(' > ')}: a body`);
      return;
    }
    assert.ok(
      response.contentType in content,
      `${where.join(' > ')}: ${response.contentType} is not documented`,
    );
    if (method === 'HEAD') {
      assert.equal(response.body.length, 0);
      return;
    }
    const json = /[/+]json$/.test(response.contentType);
    const body = json ? response.json : response.text;
    const place = documented.$ref ? documented.$ref.split('/').slice(1) : where;
    this.assertValid(body, ...place, 'content', response.contentType, 'schema');
    if (response.status >= 400 && response.contentType === 'application/problem+json')
      this.assertProblem(response);
  }
}

// A client whose every answer is checked against the document.
export async function checkedClient(server) {
  const document = (await send(server, 'GET', '/api/v1/openapi.json')).json;
  const contract = new Contract(document);
  const checked = async (method, path, options) => {
    const response = await send(server, method, path, options);
    contract.assertAsDocumented(method, path, response);
    return response;
  };
  return {
    contract,
    send: checked,
    get: (path, headers) => checked('GET', path, { headers }),
    post: (path, body, headers) => checked('POST', path, { body, headers }),
  };
}

// The parameters that have an example, with it.
export function exampleQuery(parameters) {
  const pairs = parameters
    .filter(({ example }) => example !== undefined)
    .map(({ name, example }) => `${name}=${encodeURIComponent(example)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
