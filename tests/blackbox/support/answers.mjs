// What a route has answered, or why that is not what was expected.
import assert from 'node:assert/strict';

export function answered(response) {
  assert.equal(response.status, 200, response.text);
  return response.json;
}

// Each with its `pointer` and its `detail`.
export function fieldErrors(response) {
  assert.equal(response.status, 422, response.text);
  return response.json.errors;
}

// "/birthData/date", in order.
export function wrongPointers(response) {
  return fieldErrors(response)
    .map(({ pointer }) => pointer)
    .sort();
}
