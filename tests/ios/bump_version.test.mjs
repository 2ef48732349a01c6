// ios/bump-version in a repository of its own. What it does runs in bash and in dash, which has nothing
// but what POSIX has: what both understand the bash 3.2 of macOS understands. What it refuses before it
// has done anything runs in bash alone.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { root } from './support/files.mjs';

let folder, repository, versionFile;
const environment = () => ({
  PATH: process.env.PATH,
  HOME: folder,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Somebody',
  GIT_AUTHOR_EMAIL: 'somebody@example.com',
  GIT_COMMITTER_NAME: 'Somebody',
  GIT_COMMITTER_EMAIL: 'somebody@example.com',
});
const git = (...words) =>
  execFileSync('git', ['-C', repository, ...words], {
    encoding: 'utf8',
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
const version = () => readFileSync(versionFile, 'utf8');
const setVersion = (text) => writeFileSync(versionFile, text);
// The branches and tags, and the files of the app.
const everything = () =>
  ['.git/refs/heads', '.git/refs/tags', 'ios/Config'].flatMap((part) =>
    readdirSync(join(repository, part)).map((name) => {
      const path = join(repository, part, name);
      return `${path} ${readFileSync(path, 'utf8')}`;
    }),
  );
const commitAll = () => {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Something');
};

const lookInto = (parent) => {
  folder = parent;
  repository = join(folder, 'repository');
  versionFile = join(repository, 'ios/Config/Version.xcconfig');
};

// The repository that each test has a copy of.
const template = mkdtempSync(join(tmpdir(), 'astronova-bump-'));
lookInto(template);
mkdirSync(join(repository, 'ios/Config'), { recursive: true });
cpSync(join(root, 'ios/bump-version'), join(repository, 'ios/bump-version'));
setVersion('// The version.\nMARKETING_VERSION = 1.9.3\nCURRENT_PROJECT_VERSION = 41\n');
git('init', '--quiet', '--initial-branch', 'main', '--template=');
commitAll();
after(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  lookInto(mkdtempSync(join(tmpdir(), 'astronova-bump-')));
  cpSync(join(template, 'repository'), repository, { recursive: true, preserveTimestamps: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

for (const shell of ['bash', 'dash']) {
  const bump = (...words) => {
    const { status, stdout, stderr } = spawnSync(
      shell,
      [join(repository, 'ios/bump-version'), ...words],
      { encoding: 'utf8', env: environment(), cwd: folder },
    );
    return { status, said: stdout + stderr };
  };
  // Nothing is as if it had been called.
  const assertRefused = (words, pattern) => {
    const before = everything();
    const { status, said } = bump(...words);
    assert.notEqual(status, 0);
    assert.match(said, pattern);
    assert.deepEqual(everything(), before);
  };

  describe(`ios/bump-version in ${shell}`, () => {
    for (const [part, next] of [
      ['major', '2.0.0'],
      ['minor', '1.10.0'],
      ['patch', '1.9.4'],
    ])
      it(`raises the ${part} version and the build, commits that file alone, and tags it`, () => {
        const { status, said } = bump(part);
        assert.equal(status, 0, said);
        assert.equal(
          version(),
          `// The version.\nMARKETING_VERSION = ${next}\nCURRENT_PROJECT_VERSION = 42\n`,
        );
        assert.equal(git('status', '--porcelain'), '');
        assert.equal(git('show', '--name-only', '--format=%s'), [
          `Release ${next} of the app, build 42`,
          '',
          'ios/Config/Version.xcconfig',
        ].join('\n'));
        assert.equal(git('tag'), `ios-v${next}`);
        assert.equal(git('cat-file', '-t', `ios-v${next}`), 'tag');
        assert.equal(git('rev-parse', `ios-v${next}^{commit}`), git('rev-parse', 'HEAD'));
      });

    it('goes on from where it was', () => {
      bump('minor');
      bump('patch');
      assert.match(version(), /MARKETING_VERSION = 1\.10\.1\nCURRENT_PROJECT_VERSION = 43\n/);
      assert.deepEqual(git('tag').split('\n'), ['ios-v1.10.0', 'ios-v1.10.1']);
    });

    it('shows the version that the app has', () => {
      assert.deepEqual(bump('show'), { status: 0, said: '1.9.3\n' });
    });

    it('changes nothing in a dry run, and says what it would do', () => {
      const before = [git('rev-parse', 'HEAD'), version()];
      const { status, said } = bump('minor', '--dry-run');
      assert.equal(status, 0);
      assert.match(said, /1\.9\.3 \(build 41\) -> 1\.10\.0 \(build 42\), tag ios-v1\.10\.0/);
      assert.deepEqual([git('rev-parse', 'HEAD'), version()], before);
      assert.equal(git('tag'), '');
    });

    it('refuses where something is not committed', () => {
      writeFileSync(join(repository, 'README.md'), 'New\n');
      assertRefused(['patch'], /Commit or stash these first:[^]*README\.md/);
      git('add', '--all');
      assertRefused(['patch', '--dry-run'], /Commit or stash/);
    });

    it('refuses a version that has its tag already', () => {
      git('tag', 'ios-v1.9.4');
      assertRefused(['patch'], /tag ios-v1\.9\.4 is there already/);
    });

    it('leaves the file as it was when git does not commit it', () => {
      const hook = join(repository, '.git/hooks/pre-commit');
      mkdirSync(join(repository, '.git/hooks'), { recursive: true });
      writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      assertRefused(['patch'], /did not commit/);
    });

    if (shell === 'bash') {
      for (const [what, text, pattern] of [
        ['no version', 'CURRENT_PROJECT_VERSION = 1\n', /MARKETING_VERSION/],
        ['two versions', 'MARKETING_VERSION = 1.0.0\nMARKETING_VERSION = 2.0.0\n', /MARKETING_VERSION/],
        ['a version of two numbers', 'MARKETING_VERSION = 1.0\nCURRENT_PROJECT_VERSION = 1\n', /1\.2\.3/],
        ['leading zeros', 'MARKETING_VERSION = 1.08.0\nCURRENT_PROJECT_VERSION = 1\n', /1\.2\.3/],
        ['words', 'MARKETING_VERSION = 1.x.0\nCURRENT_PROJECT_VERSION = 1\n', /1\.2\.3/],
        ['a command', 'MARKETING_VERSION = $(id)\nCURRENT_PROJECT_VERSION = 1\n', /1\.2\.3/],
        ['no build', 'MARKETING_VERSION = 1.0.0\n', /CURRENT_PROJECT_VERSION/],
        ['build zero', 'MARKETING_VERSION = 1.0.0\nCURRENT_PROJECT_VERSION = 0\n', /CURRENT_PROJECT/],
      ])
        it(`refuses a file with ${what}`, () => {
          setVersion(text);
          assertRefused(['patch'], pattern);
        });

      for (const words of [[], ['huge'], ['minor', 'major'], ['--dry-run'], ['patch', '--force']])
        it(`refuses ${words.join(' ') || 'to be called with nothing'}`, () => {
          assertRefused(words, /major\|minor\|patch|not two/);
        });
    }

    describe('with a remote', () => {
      let remote;
      const remoteRefs = () => git('ls-remote', remote).split('\n').map((line) => line.split('\t')[1]);
      beforeEach(() => {
        remote = join(folder, 'remote.git');
        execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', remote]);
        git('remote', 'add', 'origin', remote);
        git('push', '--quiet', '--set-upstream', 'origin', 'main');
      });

      it('pushes nothing unless it is told to', () => {
        const before = git('ls-remote', remote);
        const { said } = bump('patch');
        assert.equal(git('ls-remote', remote), before);
        assert.match(said, /To release it: git push --atomic origin HEAD ios-v1\.9\.4/);
      });

      it('pushes the commit and the tag when it is told to', () => {
        const { status, said } = bump('patch', '--push');
        assert.equal(status, 0, said);
        assert.ok(remoteRefs().includes('refs/tags/ios-v1.9.4'));
        assert.equal(git('rev-parse', 'origin/main'), git('rev-parse', 'HEAD'));
      });

      it('pushes neither when the remote has gone on', () => {
        const other = join(folder, 'other');
        execFileSync('git', ['clone', '--quiet', remote, other]);
        execFileSync('git', ['-C', other, 'commit', '--quiet', '--allow-empty', '-m', 'Elsewhere'], {
          env: environment(),
        });
        execFileSync('git', ['-C', other, 'push', '--quiet'], { env: environment() });
        const { status } = bump('patch', '--push');
        assert.notEqual(status, 0);
        assert.ok(!remoteRefs().includes('refs/tags/ios-v1.9.4'));
      });

      it('refuses to push from no branch', () => {
        git('checkout', '--quiet', '--detach');
        assertRefused(['patch', '--push'], /on no branch/);
      });
    });

    it('refuses to push where there is no remote', () => {
      assertRefused(['patch', '--push'], /no remote origin/);
    });
  });
}
