// ios/signing leaves a machine as it was. `security` and `plutil` are stand-ins; the order in which
// codesign wants things done is Apple's and GitHub's documentation's.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Mac } from './support/stand_ins.mjs';

const base64 = (text) => Buffer.from(text).toString('base64');
const id = '0123ABCD-4567-89EF-0123-456789ABCDEF';
const environment = {
  SIGNING_CERTIFICATE: base64('A certificate'),
  SIGNING_CERTIFICATE_PASSWORD: 'its password, with "signs" in it',
  PROVISIONING_PROFILE: base64(`profile ${id}`),
};
const login = '/Users/runner/Library/Keychains/login.keychain-db';

let mac, keychain;
const state = (name) => readFileSync(join(mac.folder, 'state', name), 'utf8');
const signing = (words, changes = {}) =>
  mac.run('ios/signing', words, { ...environment, ...changes });
const profiles = () => {
  const folder = join(mac.home, 'Library/Developer/Xcode/UserData/Provisioning Profiles');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const called = (name) => mac.calls.filter((call) => call[1] === name);

beforeEach(() => {
  mac = new Mac();
  keychain = join(mac.temporary, 'astronova-signing/signing.keychain-db');
  writeFileSync(join(mac.folder, 'state/list'), `    "${login}"\n`);
  writeFileSync(
    join(mac.folder, 'state/identities'),
    '  1) AB12 "Apple Distribution: Somebody (TEAM123456)"\n',
  );
  mac.install(
    'security',
    `has_password() { [ "$1" = "$(cat "$STATE/password")" ] || exit 51; }
case $1 in
  create-keychain) touch "$4"; printf '%s' "$3" >"$STATE/password" ;;
  set-keychain-settings) [ -e "$4" ] || [ -e "$3" ] ;;
  unlock-keychain) has_password "$3"; touch "$STATE/unlocked" ;;
  import)
    [ -e "$STATE/unlocked" ] && [ "$(cat "$2")" = "A certificate" ] || exit 1
    [ "$8" = 'its password, with "signs" in it' ] || {
      echo "security: SecKeychainItemImport: MAC verification failed" >&2
      exit 1
    } ;;
  set-key-partition-list) has_password "\${6}"; touch "$STATE/partitioned" ;;
  list-keychains)
    if [ "\${4:-}" = -s ]; then shift 4; printf '    "%s"\\n' "$@" >"$STATE/list"
    else cat "$STATE/list"; fi ;;
  find-identity) [ -e "$STATE/partitioned" ]; cat "$STATE/identities" ;;
  cms) grep -o '[0-9A-F-]*$' "$4" >"$6" ;;
  delete-keychain)
    rm "$2"
    grep -vF "$2" "$STATE/list" >"$STATE/rest" || true
    mv "$STATE/rest" "$STATE/list" ;;
  *) exit 2 ;;
esac`,
  );
  mac.install('plutil', '[ "$1 $2 $3" = "-extract UUID raw" ]; cat "$4"');
});
afterEach(() => mac.remove());

describe('what is installed', () => {
  it('lets codesign use the certificate without asking', () => {
    const { status, said } = signing(['install']);
    assert.equal(status, 0, said);
    const order = mac.calls.map(([program, verb]) => `${program} ${verb}`);
    assert.deepEqual(order.slice(0, 5), [
      'security create-keychain',
      'security set-keychain-settings',
      'security unlock-keychain',
      'security import',
      'security set-key-partition-list',
    ]);
    const [partitions] = called('set-key-partition-list');
    assert.ok(partitions.includes('apple-tool:,apple:'));
    assert.ok(called('import')[0].join(' ').includes('-T /usr/bin/codesign'));
  });

  it('is searched beside the keychains that were', () => {
    signing(['install']);
    assert.equal(state('list'), `    "${keychain}"\n    "${login}"\n`);
  });

  it('is the profile under its UUID, where Xcode 16 and later look for it', () => {
    signing(['install']);
    assert.deepEqual(profiles(), [`${id}.mobileprovision`]);
  });

  it('has a password that is another each time', () => {
    signing(['install']);
    const first = state('password');
    signing(['remove']);
    signing(['install']);
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.notEqual(state('password'), first);
  });

  it('is nobody else’s, and no file has the certificate any more', () => {
    signing(['install']);
    const folder = join(mac.temporary, 'astronova-signing');
    assert.equal(statSync(folder).mode & 0o077, 0);
    assert.ok(!readdirSync(folder).some((name) => name.endsWith('.p12')));
  });

  it('is not put over what is there already', () => {
    signing(['install']);
    const { status, said } = signing(['install']);
    assert.notEqual(status, 0);
    assert.match(said, /installed already/);
    assert.ok(existsSync(keychain));
  });
});

const assertAsBefore = () => {
  assert.deepEqual(readdirSync(mac.temporary), []);
  assert.deepEqual(profiles(), []);
  assert.equal(state('list'), `    "${login}"\n`);
};

describe('what is left', () => {
  it('after a removal is nothing', () => {
    signing(['install']);
    const { status, said } = signing(['remove']);
    assert.equal(status, 0, said);
    assertAsBefore();
  });

  it('after the removal of nothing is nothing', () => {
    assert.equal(signing(['remove']).status, 0);
    assertAsBefore();
  });

  for (const [what, changes, pattern] of [
    ['a wrong password', { SIGNING_CERTIFICATE_PASSWORD: 'wrong' }, /MAC verification failed/],
    ['a certificate that is not base64', { SIGNING_CERTIFICATE: '%%%' }, /CERTIFICATE is not base64/],
    ['a profile that has no UUID', { PROVISIONING_PROFILE: base64('profile DEAD') }, /UUID is 'DEAD'/],
    ['no password', { SIGNING_CERTIFICATE_PASSWORD: '' }, /PASSWORD is not set/],
  ])
    it(`after an install with ${what} is nothing`, () => {
      const { status, said } = signing(['install'], changes);
      assert.notEqual(status, 0);
      assert.match(said, pattern);
      assertAsBefore();
    });

  it('after an install with an expired certificate is nothing', () => {
    writeFileSync(join(mac.folder, 'state/identities'), '     0 valid identities found\n');
    const { status, said } = signing(['install']);
    assert.notEqual(status, 0);
    assert.match(said, /Has it expired/);
    assertAsBefore();
  });
});
