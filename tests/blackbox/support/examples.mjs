// The answers in api/examples, which are the server's own. After a change that is meant, and for a
// new request example, they are written anew by UPDATE_EXAMPLES=1 in the environment of
// contract.test.mjs with Swiss Ephemeris; read what changed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, testedEphemeris } from './program.mjs';

const shortenedTo = 2;
const shortened = `Of each list of objects its first ${shortenedTo} are shown.`;

// The answers that would be too long to be read.
const longAnswers = new Set(['matchTwo']);

const isObject = (value) => value !== null && typeof value === 'object';

function shorten(value) {
  if (Array.isArray(value)) {
    return (isObject(value[0]) ? value.slice(0, shortenedTo) : value).map(shorten);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shorten(member)]));
}

// Writes the example of an operation's answer, with what is said about it.
function write(operation, name, answer, summary) {
  const { operationId } = operation;
  const isLong = longAnswers.has(operationId);
  const example = {
    ...(summary && { summary }),
    ...(isLong && { description: shortened }),
    value: isLong ? shorten(answer) : answer,
  };
  const path = join(repository, 'api/examples', `${operationId}.${name}.json`);
  writeFileSync(path, `${JSON.stringify(example, null, 2)}\n`);
}

// Fails unless an answer is that of the operation's example; `summary` is of a new one.
export function compareWithExample(operation, name, answer, summary) {
  const content = operation.responses['200'].content['application/json'];
  const example = content.examples?.[name];
  const where = `${operation.operationId} ${name}`;
  if (process.env.UPDATE_EXAMPLES) {
    assert.equal(testedEphemeris, 'swiss');
    write(operation, name, answer, example?.summary ?? summary);
    return;
  }
  assert.ok(example, `${where}: there is no answer in api/examples; write it with UPDATE_EXAMPLES=1`);
  const shown = example.description === shortened ? shorten(answer) : answer;
  assertSame(shown, example.value, where);
}

// How far a number may be from that of an example: the last printed digit, and for the table
// ephemeris as far as it may be from Swiss Ephemeris.
function tolerance(where) {
  if (testedEphemeris !== 'table') return 1.5e-7;
  // The houses turn 15 arc seconds in a second, and a return may be milliseconds earlier.
  if (where.startsWith('castReturn')) return 1e-4;
  return /speed$/i.test(where) ? 1e-4 : 3.5e-7;
}

// How many milliseconds an instant may be from that of an example: on the table a primary direction
// by seconds, since a degree is a year there.
const toleranceOfInstants = testedEphemeris === 'table' ? 15_000 : 2;

const isInstant = (value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

// Equal but for the release of the time zone database and the kind of the ephemeris.
function assertSame(actual, expected, where) {
  if (typeof expected === 'number') {
    const apart = Math.abs(actual - expected);
    assert.ok(apart <= tolerance(where), `${where}: ${actual} is not ${expected}`);
  } else if (isInstant(expected) && isInstant(actual)) {
    const apart = Math.abs(Date.parse(actual) - Date.parse(expected));
    assert.ok(apart <= toleranceOfInstants, `${where}: ${actual} is not ${expected}`);
  } else if (!isObject(expected)) {
    if (where.endsWith('.tzdata')) return;
    const kind = testedEphemeris === 'table' ? / \(table\)$/ : /$/;
    assert.equal(where.endsWith('.ephemeris') ? actual.replace(kind, '') : actual, expected, where);
  } else {
    assert.deepEqual(Object.keys(actual), Object.keys(expected), where);
    for (const key of Object.keys(expected))
      assertSame(actual[key], expected[key], `${where}.${key}`);
  }
}
