// Adds to every limited operation of the contract what limits.yaml says of them all.

const methods = ['get', 'put', 'post', 'delete', 'patch'];

const isLimited = (path, operation) =>
  path.startsWith('/api/') && operation['x-limit-class'] !== 'none';

export function addLimits(contract, { headers, responses }) {
  const references = Object.fromEntries(
    Object.keys(headers).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  const withHeaders = (response) => ({
    ...response,
    headers: { ...response.headers, ...references },
  });
  const { components } = contract;
  Object.assign(components.headers, headers);
  Object.assign(components.responses, responses);
  // What several operations share is said once, though not all of them are limited: no header is
  // required.
  for (const [name, response] of Object.entries(components.responses)) {
    components.responses[name] = withHeaders(response);
  }
  for (const [path, item] of Object.entries(contract.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation || !isLimited(path, operation)) continue;
      operation['x-limit-class'] ??= 'default';
      for (const [status, response] of Object.entries(operation.responses)) {
        if (!response.$ref) operation.responses[status] = withHeaders(response);
      }
      operation.responses['429'] = { $ref: '#/components/responses/TooManyRequests' };
    }
  }
}
