// ios/upload-build believes in an upload when all that altool says agrees. What altool prints here is
// what it has printed to others (fastlane's issues 29938 and 30130, Apple-Actions' 157).
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Mac } from './support/stand_ins.mjs';

const key = '-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----';
const environment = {
  APP_STORE_CONNECT_KEY_ID: 'ABC123DEFG',
  APP_STORE_CONNECT_ISSUER_ID: '69a6de71-0000-47e3-e053-5b8c7c11a4d1',
  APP_STORE_CONNECT_KEY: key,
};
const success = `
2026-11-28 11:41:52.566 INFO: [ContentDelivery.Uploader.1051E2F80]
=======================================
UPLOAD SUCCEEDED with no errors
Delivery UUID: 76ef2a91-1c72-4ed4-b5d4-079a344f4ae1
=======================================
No errors uploading archive.`;
const failure = `
2026-02-03 11:41:52.566 ERROR: [ContentDelivery.Uploader.1051E2F80]
=======================================
UPLOAD FAILED with 2 errors
=======================================`;

let mac, build;
beforeEach(() => {
  mac = new Mac();
  build = join(mac.folder, 'AstronovaApp.ipa');
  writeFileSync(build, 'A build');
});
afterEach(() => mac.remove());

const answers = (text, status = 0) =>
  mac.install(
    'xcrun',
    `ls -l "$API_PRIVATE_KEYS_DIR" >"$STATE/keys"
cat "$API_PRIVATE_KEYS_DIR"/AuthKey_ABC123DEFG.p8 >"$STATE/key"
printf '%s\\n' "\${APP_STORE_CONNECT_KEY-none}" >"$STATE/inherited"
cat <<'END'
${text}
END
exit ${status}`,
  );
const upload = (changes = {}, words = [build]) =>
  mac.run('ios/upload-build', words, { ...environment, ...changes });
const state = (name) => readFileSync(join(mac.folder, 'state', name), 'utf8');

describe('an upload', () => {
  it('that altool calls a success is one', () => {
    answers(success);
    const { status, said } = upload();
    assert.equal(status, 0, said);
    assert.match(said, /Delivery UUID/);
    assert.deepEqual(mac.calls, [
      ['xcrun', 'altool', '--upload-package', build, '--api-key', 'ABC123DEFG', '--api-issuer',
        environment.APP_STORE_CONNECT_ISSUER_ID],
    ]);
  });

  it('succeeds though an error was printed that meant nothing', () => {
    answers(`2026-07-21 07:20:49 ERROR: [altool.10190B070] Failed to get json from defaults.${success}`);
    assert.equal(upload().status, 0);
  });

  for (const [what, text, status] of [
    ['says that it failed, and exits with 0', failure, 0],
    ['says that it failed, and exits with 1', failure, 1],
    ['exits with 1 and says nothing', '', 1],
    ['exits with 0 and says nothing', '', 0],
    ['says that it succeeded, and exits with 1', success, 1],
    ['says both', success + failure, 0],
    ['says that the build number was taken', `${success}\n{"product-errors":[{"code":-19232}]}`, 0],
    ['does not get past validation', `${success}\nValidation failed (409)`, 0],
  ])
    it(`has failed where altool ${what}`, () => {
      answers(text, status);
      const { status: code, said } = upload();
      assert.notEqual(code, 0);
      assert.match(said, /did not take the build/);
    });
});

describe('the key', () => {
  it('is in the file that altool looks for, for nobody else to read', () => {
    answers(success);
    upload();
    assert.equal((state('key')).trim(), key);
    assert.match(state('keys'), /^-rw------- .* AuthKey_ABC123DEFG\.p8$/m);
  });

  it('is not in what altool inherits, nor on its command line', () => {
    answers(success);
    upload();
    assert.equal(state('inherited'), 'none\n');
    assert.ok(!mac.calls.flat().some((word) => word.includes('PRIVATE')));
  });

  for (const [what, text, status] of [
    ['an upload', success, 0],
    ['a failure', failure, 1],
  ])
    it(`is gone after ${what}`, () => {
      answers(text, status);
      upload();
      assert.deepEqual(readdirSync(mac.temporary), []);
    });
});

describe('nothing is uploaded', () => {
  for (const [what, changes, words, pattern] of [
    ['without a build', {}, [], /upload-build APP\.ipa/],
    ['of a build that is not there', {}, ['/nowhere/App.ipa'], /no file/],
    ['without the id of the key', { APP_STORE_CONNECT_KEY_ID: '' }, undefined, /KEY_ID is not set/],
    ['without the issuer', { APP_STORE_CONNECT_ISSUER_ID: '' }, undefined, /ISSUER_ID is not set/],
    ['without the key', { APP_STORE_CONNECT_KEY: '' }, undefined, /KEY is not set/],
    ['with an id that is a path', { APP_STORE_CONNECT_KEY_ID: '../A' }, undefined, /capital letters/],
    ['with something else for a key', { APP_STORE_CONNECT_KEY: 'TUlHVEFn' }, undefined, /\.p8/],
  ])
    it(what, () => {
      answers(success);
      const { status, said } = upload(changes, words);
      assert.notEqual(status, 0);
      assert.match(said, pattern);
      assert.deepEqual(mac.calls, []);
    });
});
