// `astronova infra` with the real gcloud, against a stand-in for Google Cloud. A call of gcloud takes
// about a second, so that this keeps to some of the steps; with ASTRONOVA_WHOLE_CLOUD=1, as
// tests/google_cloud/whole sets it, all are made, found, changed and destroyed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareWithGolden } from './support/golden_requests.mjs';
import { GoogleCloud, gcloudVersion } from './support/google_cloud.mjs';
import { repository, run, temporaryFolder } from './support/program.mjs';

const version = gcloudVersion();
const without = version ? false : 'gcloud is not installed here';
const isWhole = process.env.ASTRONOVA_WHOLE_CLOUD === '1';
const project = 'astronova-example';
const file = join(repository, 'infra/google-cloud.toml');
const pool = 'iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github';

describe('astronova infra', () => {
  it('lists its steps and asks nobody', async () => {
    const { code, stdout, stderr } = await run(['infra', 'steps', '--file', file]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^services /m);
    assert.match(stdout, /^database .*\(kept by destroy without --with-data\)$/m);
  });

  it('prints the service as it would be made', async () => {
    const image = `us-central1-docker.pkg.dev/${project}/astronova/astronova@sha256:${'0'.repeat(64)}`;
    const { code, stdout } = await run(['infra', 'service', '--file', file, '--image', image]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`image: ${image}$`, 'm'));
    assert.match(stdout, /run\.googleapis\.com\/ingress: internal-and-cloud-load-balancing/);
    assert.match(stdout, /path: \/livez/);
  });

  it('tells all mistakes of its file, and does nothing', async () => {
    const folder = temporaryFolder();
    const wrong = join(folder.path, 'google-cloud.toml');
    writeFileSync(wrong, 'project = "P"\n[redis]\nsize = 5\n');
    const { code, stderr } = await run(['infra', 'plan', '--file', wrong]);
    assert.equal(code, 2);
    assert.match(stderr, /google-cloud\.toml:1: 'project' of the file cannot be 'P'/);
    assert.match(stderr, /google-cloud\.toml:3: .*'size'/);
    folder.remove();
  });

  it('destroys nothing unless it is told the name of the project', async () => {
    const { code, stderr } = await run(['infra', 'destroy', '--file', file], { input: 'yes\n' });
    assert.equal(code, 1);
    assert.match(stderr, /nothing was destroyed/);
  });
});

describe('astronova infra on Google Cloud', { skip: without }, () => {
  let cloud;
  let folder;
  const some = ['services', 'redirect', 'limits-policy', 'limits', 'secret-data-keys', 'version-data-keys'];
  const chosen = isWhole ? [] : ['--only', some.join(',')];
  const calls = () => ({ env: cloud.environment, milliseconds: 3_600_000 });
  const infra = async (verb, ...more) => {
    const files = verb === 'destroy' ? [] : ['--secrets', folder.path];
    return run(['infra', verb, '--file', file, ...files, ...chosen, ...more], calls());
  };

  before(async () => {
    cloud = await GoogleCloud.start(project);
    folder = temporaryFolder();
    for (const name of ['secret-key', 'jwt-secret-key', 'data-keys', 'anthropic-api-key'])
      writeFileSync(join(folder.path, name), `the value of ${name}`);
  });
  after(() => {
    cloud.stop();
    folder.remove();
  });

  it('makes what is missing, by these requests', async (t) => {
    const { code, stdout, stderr } = await infra('apply');
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^\d+ there already, \d+ done$/m);
    compareWithGolden(t, isWhole ? 'infra_apply' : 'infra_apply_some', version, cloud.takeChanges());
  });

  it('puts values of secrets into Secret Manager alone', async () => {
    assert.equal(cloud.payload('data-keys', 1), 'the value of data-keys');
    if (!isWhole) return;
    assert.equal(cloud.payload('redis-url', 1), 'rediss://:0d4bb3a6-8c1f-4f0e-9a54-aa11bb22cc33@10.20.0.3:6378/0');
    const [, password] = /^postgresql:\/\/astronova:([0-9a-f]{48})@10\.20\.1\.3\/astronova\?sslmode=verify-ca/.exec(cloud.payload('database-url', 1));
    assert.equal(cloud.databasePassword('astronova'), password);
    assert.match(cloud.payload('redis-authority', 1), /BEGIN CERTIFICATE/);
  });

  it('changes nothing the second time', async () => {
    const { code, stdout, stderr } = await infra('apply');
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^\d+ there already, 0 done$/m);
    assert.deepEqual(cloud.takeChanges(), []);
  });

  it('plans a change without making it, and makes that alone', async () => {
    const changed = join(folder.path, 'google-cloud.toml');
    const text = readFileSync(file, 'utf8').replace('requests = 100', 'requests = 50');
    writeFileSync(changed, text.replace(/^(file|policies|dashboard) = "/gm, `$1 = "${repository}/infra/`));
    const only = ['--file', changed, '--only', 'limits'];
    const planned = await run(['infra', 'plan', ...only], calls());
    assert.match(planned.stdout, /^~ to change limits .*\n +requests: 100 -> 50\n +gcloud compute security-policies rules update 1000 /m);
    assert.deepEqual(cloud.takeChanges(), []);
    const applied = await run(['infra', 'apply', ...only], calls());
    assert.equal(applied.code, 0, applied.stdout + applied.stderr);
    const changes = cloud.takeChanges();
    assert.equal(changes.length, 1, changes.join('\n'));
    assert.match(changes[0], /patchRule\?priority=1000[^]*"count": 50/);
  });

  it('says which step failed, and goes on from there', { skip: !isWhole }, async () => {
    cloud.setFault({ pattern: /^POST .*securityPolicies/, status: 403, name: 'PERMISSION_DENIED', message: 'You may not.' });
    const changed = join(folder.path, 'google-cloud.toml');
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('requests = 50', 'requests = 60'));
    const only = ['--file', changed, '--only', 'limits'];
    const failed = await run(['infra', 'apply', ...only], calls());
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /limits .*You may not\./);
    const again = await run(['infra', 'apply', ...only], calls());
    assert.equal(again.code, 0, again.stderr);
  });

  it('takes away trust that is wider than it is to be', { skip: !isWhole }, async () => {
    const account = `astronova-deployer@${project}.iam.gserviceaccount.com`;
    const members = () => cloud.accountPolicies.get(account).bindings.flatMap((binding) => binding.members);
    const job = (environment) => `principal://${pool}/subject/repository:123456789:environment:${environment}`;
    const wide = `principalSet://${pool}/attribute.repository/example/astronova`;
    assert.deepEqual(members(), [job('production'), job('production-rollback')]);
    const { etag } = cloud.accountPolicies.get(account);
    const bindings = [{ role: 'roles/iam.workloadIdentityUser', members: [wide, job('production')] }];
    cloud.accountPolicies.set(account, { policy: { etag, bindings } });
    const only = ['--file', file, '--only', 'github-trust'];
    const planned = await run(['infra', 'plan', ...only], calls());
    assert.match(planned.stdout, /^~ to change github-trust /m);
    assert.ok(planned.stdout.includes(`${wide}: trusted -> not trusted`), planned.stdout);
    const applied = await run(['infra', 'apply', ...only], calls());
    assert.equal(applied.code, 0, applied.stdout + applied.stderr);
    assert.deepEqual(members().sort(), [job('production'), job('production-rollback')]);
  });

  it('destroys what it made and keeps what holds data', async () => {
    cloud.takeChanges();
    const { code, stdout, stderr } = await infra('destroy', '--confirm', project);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^ {2}kept +secret-data-keys/m);
    assert.equal(cloud.payload('data-keys', 1), 'the value of data-keys');
    const changes = cloud.takeChanges();
    assert.ok(changes.some((change) => /^DELETE .*securityPolicies/.test(change)));
    // Those that follow from what was made go with it.
    const entrusted = /^DELETE .*(sqladmin|secrets\/(secret-key|jwt-secret-key|data-keys|anthropic-api-key))/;
    assert.deepEqual(changes.filter((change) => entrusted.test(change)), []);
    if (isWhole) assert.match(stdout, /^ {2}stays +record /m);
  });

  it('destroys data too when it is told to', { skip: !isWhole }, async () => {
    const { code, stdout, stderr } = await infra('destroy', '--confirm', project, '--with-data');
    assert.equal(code, 0, stdout + stderr);
    assert.equal(cloud.payload('data-keys', 1), undefined);
    assert.equal(cloud.compute.size, 0, [...cloud.compute.keys()].join(' '));
    assert.deepEqual([...cloud.buckets.keys()], [`${project}-releases`], 'records stay');
  });

  it('has back what keeps its name when it was destroyed', { skip: !isWhole }, async () => {
    cloud.takeChanges();
    const only = ['--file', file, '--only', 'deployer,github,github-provider,github-trust,record'];
    const { code, stdout, stderr } = await run(['infra', 'apply', ...only], calls());
    assert.equal(code, 0, stdout + stderr);
    const changes = cloud.takeChanges();
    assert.ok(changes.some((change) => /^POST .*workloadIdentityPools\/github:undelete/.test(change)));
    assert.ok(!changes.some((change) => /storage/.test(change)), 'the bucket is there');
  });
});
