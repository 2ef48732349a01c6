// The workflows of .github do no more than they must, and run what was looked at. `./dev lint workflows`
// says whether they are well formed.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { YAML } from './support/packages.mjs';
import {
  faultsOf,
  faultsOfCalls,
  pinsOf,
  readGithub,
  scriptsOf,
  settingsOf,
} from './support/workflows.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readGithub(root);
const named = (name) => files.find((file) => file.name === name);

describe('the workflows', () => {
  it('are these', () => {
    assert.deepEqual(
      files.map(({ name }) => name).sort(),
      [
        'deploy.yml',
        'ios.yml',
        'keep-record',
        'prepare-releaser',
        'release.yml',
        'rollback.yml',
        'security.yml',
        'test.yml',
      ],
    );
  });

  for (const file of files)
    it(`${file.name}: pinned by commit, least permissions, a time limit, nothing injected`, () => {
      assert.deepEqual(faultsOf(file), []);
    });

  it('give each other what they ask for', () => assert.deepEqual(faultsOfCalls(files), []));

  it('use one commit of each action', () => {
    const commits = new Map();
    for (const { action, commit, version } of files.flatMap(pinsOf)) {
      const pin = `${commit} ${version}`;
      assert.equal(commits.get(action) ?? pin, pin, action);
      commits.set(action, pin);
    }
    assert.ok(commits.size >= 8);
  });

  it('use secrets and variables that docs/ci.md tells of, and it tells of no others', () => {
    const documented = [
      ...readFileSync(join(root, 'docs/ci.md'), 'utf8').matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm),
    ].map(([, name]) => name);
    assert.deepEqual(documented.sort(), settingsOf(files));
  });

  it('run commands of ours that are there', () => {
    const words = files.flatMap(scriptsOf).flatMap(({ script }) => script.split(/[\s"()$;]+/));
    const commands = words.filter((word) => /^((tools|ios)\/[a-z-]+|\.\/(dev|run|test))$/.test(word));
    assert.ok(commands.length >= 6);
    for (const command of commands) accessSync(join(root, command), constants.X_OK);
  });

  it('let a rollback break off a deployment, and a deployment nothing', () => {
    const [rollback, deploy] = ['rollback.yml', 'deploy.yml'].map((name) => named(name).workflow);
    assert.equal(rollback.concurrency.group, deploy.concurrency.group);
    assert.equal(rollback.concurrency['cancel-in-progress'], true);
    assert.equal(deploy.concurrency['cancel-in-progress'], false);
  });

  it('deploy only what an environment lets them, and sign in to the cloud nowhere else', () => {
    for (const { name, workflow } of files.filter((file) => file.workflow))
      for (const [id, { permissions, environment, uses }] of Object.entries(workflow.jobs)) {
        const attests = JSON.stringify(workflow.jobs[id]).includes('actions/attest@');
        if (permissions['id-token'] === 'write' && !attests && !uses)
          assert.match(environment ?? '', /^production/, `${name} ${id}`);
      }
  });

  it('keep the record of releases, and clean up a signing machine, whatever happened', () => {
    const step = (file, job, name) =>
      named(file).workflow.jobs[job].steps.find((one) => one.name === name);
    // What was never fetched must not be put back: that would be nothing.
    const whatever = "always() && steps.prepared.outcome == 'success'";
    assert.equal(step('deploy.yml', 'ship', 'Keep the record of releases').if, whatever);
    assert.equal(step('rollback.yml', 'rollback', 'Keep the record of releases').if, whatever);
    assert.equal(step('ios.yml', 'testflight', 'Remove what signs it').if, 'always()');
  });
});

describe('a releaser that a cancelled step has left', () => {
  const script = named('keep-record').action.runs.steps[0].run;
  let folder, left;
  // /bin/sleep under another name, as a process is known by that of its file.
  const leave = async (name) => {
    copyFileSync('/bin/sleep', join(folder, name));
    left = spawn(join(folder, name), ['600'], { stdio: 'ignore' });
    await once(left, 'spawn');
    writeFileSync(join(folder, 'running'), `${left.pid}\n`);
  };
  // As the runner starts a script of bash.
  const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const options = () => ({ env: { PATH: process.env.PATH, RECORD: folder } });
  const stop = () => spawnSync('bash', words, options()).status;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'astronova-record-'));
  });
  afterEach(() => {
    left?.kill('SIGKILL');
    left = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('is asked to stop, so that it writes down where it was', async () => {
    await leave('astronova');
    const ended = once(left, 'exit');
    const kept = spawn('bash', words, options());
    const finished = once(kept, 'exit');
    assert.deepEqual(await ended, [null, 'SIGTERM']);
    assert.deepEqual(await finished, [0, null]);
  });

  it('is not taken for another process that has its number now', async () => {
    await leave('postgres');
    assert.equal(stop(), 0);
    assert.equal(left.signalCode, null);
    assert.doesNotThrow(() => process.kill(left.pid, 0));
  });

  it('need not be there', () => {
    assert.equal(stop(), 0);
    writeFileSync(join(folder, 'running'), '4194999\n');
    assert.equal(stop(), 0);
  });
});

describe('a workflow with a fault is found', () => {
  const sound = `
name: Sound
on: [push]
permissions: {}
concurrency: {group: sound}
defaults: {run: {shell: bash}}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {contents: read}
    steps:
      - uses: actions/checkout@${'0123456789'.repeat(4)} # v1.2.3
        with: {persist-credentials: false}
      - name: Say it
        run: echo "$TITLE"
`;
  const faults = (text) => faultsOf({ name: 'sound.yml', text, workflow: YAML.parse(text) });

  it('but not where there is none', () => assert.deepEqual(faults(sound), []));

  for (const [what, from, to, fault] of [
    ['a tag in place of a commit', /@\d+/, '@v1', /not pinned/],
    ['a commit that is cut short', /@\d+/, '@0123456', /not pinned/],
    ['no version beside the commit', ' # v1.2.3', '', /no version/],
    ['a version that may move', 'v1.2.3', 'v1', /no version/],
    ['no time limit', '    timeout-minutes: 5\n', '', /one: no timeout/],
    ['no permissions of the job', '    permissions: {contents: read}\n', '', /one: no permissions/],
    ['permissions for all jobs', 'permissions: {}', 'permissions: write-all', /do not ask for/],
    ['none given up', 'permissions: {}\n', '', /do not ask for/],
    ['a title in a script', '"$TITLE"', '"${{ github.event.issue.title }}"', /becomes part/],
    ['an input in a script', '"$TITLE"', '"${{ inputs.title }}"', /becomes part/],
    ['no concurrency group', 'concurrency: {group: sound}\n', '', /concurrency/],
    ['the default shell', 'defaults: {run: {shell: bash}}\n', '', /pipe/],
    ['a token left behind', 'false}', 'true}', /token/],
    ['a runner that changes', 'ubuntu-24.04', 'ubuntu-latest', /changes by itself/],
    ['our permissions for strangers', '[push]', '[pull_request_target]', /strangers/],
    ['secrets for strangers', /\[push\]([^]*)"\$TITLE"/, '[pull_request]$1"$TITLE" # secrets.KEY', /secrets/],
    ['writing by strangers', /\[push\]([^]*): read/, '[pull_request]$1: write', /may write contents/],
  ])
    it(what, () => {
      const broken = sound.replace(from, to);
      assert.notEqual(broken, sound);
      assert.ok(faults(broken).some((one) => fault.test(one)), faults(broken).join('; '));
    });

  for (const [what, inputs, fault] of [
    ['an input that is not given', { tag: { required: true }, other: { required: true } }, /not given other/],
    ['an input that is not known', {}, /does not know tag/],
  ])
    it(what, () => {
      const call = { uses: './.github/workflows/called.yml', with: { tag: 'v1.0.0' } };
      const broken = [
        { name: 'calling.yml', workflow: { jobs: { call } } },
        { name: 'called.yml', workflow: { on: { workflow_call: { inputs } }, jobs: {} } },
      ];
      assert.match(faultsOfCalls(broken).join('; '), fault);
    });
});
