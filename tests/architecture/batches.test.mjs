import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batched } from '../../tools/batches.mjs';

const source = (name, unnamed, rest = '') => ({
  name,
  text: `namespace astronova {\nnamespace {\n\n${unnamed}\n\n}  // namespace\n${rest}\n}\n`,
});
const namesOf = (batches) => batches.map((batch) => batch.map(({ name }) => name));

test('sources that have nothing to do with each other are one batch', () => {
  const sources = [source('a', 'int one() { return 1; }'), source('b', 'int two() { return 2; }')];
  assert.deepEqual(namesOf(batched(sources, 8)), [['a', 'b']]);
});

test('a batch has no more sources than it may', () => {
  const sources = ['a', 'b', 'c'].map((name) => source(name, `int ${name}_of() { return 1; }`));
  assert.deepEqual(namesOf(batched(sources, 2)), [['a', 'b'], ['c']]);
});

for (const [what, declaration] of [
  ['function', 'int shared(int value) { return value; }'],
  ['type', 'struct shared {\n  int value;\n};'],
  ['constant', 'constexpr double shared = 0.5;'],
  ['table', 'constexpr std::array<int, 2> shared{1, 2};'],
]) {
  test(`two sources that each have a ${what} of one name are apart`, () => {
    const sources = [source('a', declaration), source('b', 'void shared() {}')];
    assert.deepEqual(namesOf(batched(sources, 8)), [['a'], ['b']]);
  });
}

test('tests of one name are apart', () => {
  const sources = ['a', 'b'].map((name) => source(name, 'TEST(Chart, IsTrue) {\n}'));
  assert.deepEqual(namesOf(batched(sources, 8)), [['a'], ['b']]);
});

test('a source that calls what another has for itself is not with it', () => {
  const sources = [
    source('a', 'int value_of(int number) { return number; }'),
    source('b', 'int two() { return 2; }', 'int three() { return value_of(3); }'),
  ];
  assert.deepEqual(namesOf(batched(sources, 8)), [['a'], ['b']]);
});

test('sources that are not compiled alike are apart', () => {
  const sources = [source('a', 'int one();'), source('b', 'int two();')];
  assert.deepEqual(namesOf(batched(sources, 8, () => false)), [['a'], ['b']]);
});
