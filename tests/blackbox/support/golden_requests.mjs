// The requests by which something is changed, as files of golden/: what gcloud makes of our command
// lines. They are of one version of gcloud; to write them anew, after a change that is meant or for
// another version, run the tests with UPDATE_GOLDEN=1 in the environment, and read what changed.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './program.mjs';

const folder = join(repository, 'tests/blackbox/golden');

// What is new in every run.
const fresh = [
  [/"data": "[A-Za-z0-9+/=]+"/g, '"data": "A SECRET"'],
  [/"dataCrc32c": "?\d+"?/g, '"dataCrc32c": "ITS SUM"'],
  [/"password": "[0-9a-f]{48}"/g, '"password": "A SECRET"'],
];

export function compareWithGolden(t, name, version, changes) {
  let text = `gcloud ${version}\n\n${changes.join('\n')}`;
  for (const [pattern, instead] of fresh) text = text.replace(pattern, instead);
  const path = join(folder, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
    return t.diagnostic(`written anew: ${path}`);
  }
  const golden = readFileSync(path, 'utf8');
  const of = golden.split('\n')[0];
  if (of !== `gcloud ${version}`)
    return t.diagnostic(`not compared: ${path} is of ${of}, and here is gcloud ${version}`);
  return assert.equal(text, golden);
}
