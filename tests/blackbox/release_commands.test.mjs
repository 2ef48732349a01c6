// The commands of `astronova release` around a service whose balancer is away. Releases themselves
// are tried with a real balancer elsewhere.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { binary, repository, run, temporaryFolder } from './support/program.mjs';

const example = readFileSync(join(repository, 'infra/release.toml'), 'utf8');

describe('astronova release', () => {
  let folder;
  let config;
  beforeEach(() => {
    folder = temporaryFolder();
    config = join(folder.path, 'release.toml');
    configure(example);
  });
  afterEach(() => folder.remove());

  // All files are in the folder, and the balancer's socket is not there.
  const configure = (text) => {
    const places = [
      ['/var/lib/astronova-release', 'state'],
      ['/run/haproxy/admin.sock', 'none'],
    ];
    for (const [from, to] of places) {
      assert.ok(text.includes(`"${from}"`), from);
      text = text.replace(`"${from}"`, JSON.stringify(join(folder.path, to)));
    }
    writeFileSync(config, text);
  };
  const release = (by, ...args) =>
    run(['release', ...args], {
      env: { ASTRONOVA_RELEASE_CONFIG: config, ASTRONOVA_RELEASE_BY: by },
    });

  it('tells all mistakes of its configuration at once, with their lines', async () => {
    configure(example.replace('steps = [', 'stepps = [').replace('attempts = 3', 'attempts = "3"'));
    const { code, stdout, stderr } = await release('alice', 'status');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    const line = example.split('\n').findIndex((text) => text.startsWith('steps = [')) + 1;
    assert.match(stderr, new RegExp(`release.toml:${line}: \\[canary\\] has no key 'stepps'`));
    assert.match(stderr, /Did you mean 'steps'\?/);
    assert.match(stderr, /'gates.smoke.attempts' cannot be '3'\ntry: {3}give a whole number/);
  });

  it('says which file of settings it misses', async () => {
    const { code, stderr } = await run(['release', 'status', '--config', '/nowhere/release.toml']);
    assert.equal(code, 2);
    assert.match(stderr, /\/nowhere\/release.toml: it cannot be read/);
  });

  it('keeps others from releasing while it is locked, and writes that down', async () => {
    const locked = await release('alice', 'lock', '--reason', 'the database is being moved');
    assert.equal(locked.code, 0, locked.stderr);
    for (const command of [['ship', binary], ['promote']]) {
      const refused = await release('bob', ...command);
      assert.equal(refused.code, 3, refused.stderr);
    }
    const shipped = await release('bob', 'ship', binary);
    assert.match(shipped.stderr, /^refused: alice has locked it since .*: the database is being/);
    const other = await release('bob', 'lock', '--reason', 'me too');
    assert.equal(other.code, 3);
    const kept = await release('bob', 'unlock');
    assert.equal(kept.code, 3);
    const forced = await release('bob', 'unlock', '--force');
    assert.equal(forced.code, 0, forced.stderr);
    const history = await release('bob', 'history', '--json');
    assert.deepEqual(
      JSON.parse(history.stdout).map(({ by, action }) => [by, action]),
      [
        ['alice', 'lock'],
        ['bob', 'unlock'],
      ],
    );
    const table = await release('bob', 'history', '--last', '1');
    assert.equal(table.stdout.trim().split('\n').length, 2);
    assert.match(table.stdout, /bob +unlock/);
  });

  it('does nothing in a freeze, whatever runs before a build', async () => {
    const made = join(folder.path, 'made');
    configure(
      `${example.replace('before_build = []', `before_build = ["touch", "${made}"]`)}
[[freeze]]
name = "always"
`,
    );
    const { code, stderr } = await release('alice', 'ship', binary);
    assert.equal(code, 3, stderr);
    assert.match(stderr, /nothing is released in 'always'/);
    assert.ok(!existsSync(made));
  });

  it('works one process at a time', async () => {
    await release('alice', 'lock', '--reason', 'makes the folder');
    const lock = ['--no-fork', join(folder.path, 'state/running')];
    const other = spawn('flock', [...lock, 'sh', '-c', 'echo locked; exec sleep 600']);
    try {
      await once(other.stdout, 'data');
      for (const command of [['ship', binary], ['rollback'], ['promote'], ['abort']]) {
        const { code, stderr } = await release('alice', ...command);
        assert.equal(code, 3, stderr);
        assert.match(stderr, /another astronova release is at work/);
      }
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
  });

  it('changes nothing where the balancer does not answer', async () => {
    const status = await release('alice', 'status');
    assert.ok(status.stdout.includes(`${folder.path}/none`), status.stdout);
    const compatible = ['--schema', '4', '--oldest-schema', '1'];
    const shipped = await release('alice', 'ship', binary, ...compatible);
    assert.equal(shipped.code, 1, shipped.stderr);
    const { stdout } = await release('alice', 'status', '--json');
    const { state, revisions } = JSON.parse(stdout);
    assert.deepEqual([state.good, state.underWay, revisions], [[], undefined, []]);
  });

  it('says how it is called', async () => {
    for (const args of [[], ['ship'], ['lock'], ['ship', 'a', '--resume'], ['ship', '--schema', '4']]) {
      const { code, stderr } = await run(['release', ...args]);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, /^error: /);
    }
  });
});
