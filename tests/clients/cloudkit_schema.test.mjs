// ios/cloudkit/schema.ckdb is well formed, and says what docs/clients.md says of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSchema } from '../support/cloudkit_schema.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(join(root, 'ios/cloudkit/schema.ckdb'), 'utf8');
const schema = readSchema(text);
const builtInRoles = ['_world', '_icloud', '_creator'];

test('the schema has the five record types and no other', () => {
  assert.deepEqual(Object.keys(schema.types).sort(), [
    'BookmarkedReading',
    'ChatMessage',
    'Horoscope',
    'KundaliMatch',
    'UserProfile',
  ]);
});

test('each type is closed to the world, open to who wrote it, and whole to an admin', () => {
  assert.deepEqual(schema.roles, ['Admin']);
  for (const [name, { grants }] of Object.entries(schema.types)) {
    assert.deepEqual(
      grants,
      {
        _icloud: ['CREATE'],
        _creator: ['READ', 'CREATE', 'WRITE'],
        Admin: ['READ', 'CREATE', 'WRITE'],
      },
      name,
    );
  }
});

test('every role that is granted something exists', () => {
  const known = [...builtInRoles, ...schema.roles];
  for (const { grants } of Object.values(schema.types)) {
    for (const role of Object.keys(grants)) assert.ok(known.includes(role), role);
  }
});

test('the fields are those of the documentation, and nothing personal is in clear', () => {
  const documented = Object.fromEntries(
    [...readFileSync(join(root, 'docs/clients.md'), 'utf8').matchAll(/^\| `(\w+)` \| `([A-Z0-9 ]+)` \|/gm)]
      .map(([, name, declaration]) => declaration.split(' ').concat(name))
      .map((words) => [words.at(-1), { type: words[0], options: words.slice(1, -1) }]),
  );
  assert.ok(Object.keys(documented).length > 0);
  for (const [name, { fields }] of Object.entries(schema.types)) {
    assert.deepEqual(fields, documented, name);
  }
});

test('what is no schema is refused', () => {
  for (const wrong of [
    '',
    text.replace('DEFINE SCHEMA', ''),
    text.replace(';', ''),
    text.replace('TIMESTAMP', 'DATE'),
    text.replace('GRANT CREATE', 'GRANT EVERYTHING'),
    text.replace('"_icloud",', '"_icloud"'),
    text.replace('"_icloud"', '_icloud'),
    text.replace(/\);\s*$/, ''),
    text.replace('RECORD TYPE ChatMessage', 'RECORD TYPE Horoscope'),
    text.replace('createdAt', 'owner'),
  ]) {
    assert.notEqual(wrong, text);
    assert.throws(() => readSchema(wrong), SyntaxError, wrong.slice(0, 400));
  }
});
