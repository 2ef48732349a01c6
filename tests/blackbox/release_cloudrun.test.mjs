// `astronova release` with its engine cloudrun: the real gcloud against a stand-in for Google Cloud, whose
// revisions are answered for by servers that run here. A call of gcloud takes about a second: this has one
// release that is promoted, and with ASTRONOVA_WHOLE_CLOUD=1 (tests/google_cloud/whole) also the first one
// of all, those that fail their gates, and rollbacks.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareWithGolden } from './support/golden_requests.mjs';
import { GoogleCloud, gcloudVersion } from './support/google_cloud.mjs';
import { repository, run, startServer, temporaryFolder } from './support/program.mjs';

const version = gcloudVersion();
const without = version ? false : 'gcloud is not installed here';
const isWhole = process.env.ASTRONOVA_WHOLE_CLOUD === '1';
const project = 'astronova-example';
const image = `us-central1-docker.pkg.dev/${project}/astronova/astronova`;
const digest = (digit) => `sha256:${digit.repeat(64)}`;
const versions = { '1.4.1': digest('1'), '1.4.2': digest('2'), '1.4.3': digest('3') };
const service = 'astronova-backend';

// An image cannot be asked here. In the short run the service was made past the tool, as an operator may
// find it: what its first revision knows of the database nobody can say.
const schemaCheck = isWhole ? 'require' : 'when-known';
const schema = ['--schema', '4', '--oldest-schema', '3'];

const settings = (cloud, folder) => `
[service]
name = "astronova"
engine = "cloudrun"
address = "https://api.astronova.app"
state = "${folder}/state"
ca_file = "${cloud.authority}"
[migrations]
check = "${schemaCheck}"
[gates.smoke]
attempts = 1
[[gates.smoke.requests]]
name = "health and version"
path = "/api/v1/misc/health"
json."/version" = "{version}"
vital = true
[canary]
steps = [${isWhole ? "10, 50" : "10"}]
windows = ["1s"]
interval = "1s"
poll = "5s"
minimum_sample = 100
[figures]
from = "engine"
[cloudrun]
google_cloud = "${repository}/infra/google-cloud.toml"
`;

describe('astronova release on Cloud Run', { skip: without }, () => {
  let cloud;
  let folder;
  const servers = [];

  // A fine revision's figures: 1,000 requests, p99 of 20 ms.
  const figures = (revision, figure = {}) =>
    cloud.runFigures.set(`${service}-${revision}`, { requests: { '2xx': 1000 }, p99: 20, ...figure });
  const release = (...words) =>
    run(['release', words[0], ...words.slice(1), '--config', join(folder.path, 'release.toml'), '--by', 'somebody'], {
      env: { ...cloud.environment, https_proxy: `http://127.0.0.1:${cloud.port}` },
      milliseconds: 1_200_000,
    });
  const traffic = () =>
    Object.fromEntries(
      cloud.runServices.get(service).status.traffic
        .filter((target) => target.percent > 0)
        .map((target) => [target.revisionName, target.percent]),
    );
  const tags = () =>
    cloud.runServices.get(service).status.traffic.filter(({ tag }) => tag).map(({ tag }) => tag);
  // What infra apply would have made before.
  const makeAround = () => {
    for (const name of ['run', 'artifactregistry', 'compute', 'monitoring'])
      cloud.enabled.add(`${name}.googleapis.com`);
    cloud.apis.compute.answer({
      method: 'POST',
      path: `/compute/v1/projects/${project}/global/addresses`,
      body: { name: 'astronova-address' },
    });
    cloud.apis.artifactregistry.answer({
      method: 'POST',
      path: `/v1/projects/${project}/locations/us-central1/repositories`,
      url: new URL('https://artifactregistry.googleapis.com/?repositoryId=astronova'),
      body: { format: 'DOCKER' },
    });
    for (const [tag, of] of Object.entries(versions)) cloud.push('astronova', tag, of);
  };
  // The service with a revision of 1.4.1 that has all traffic, as the first release leaves it.
  const makeService = () =>
    cloud.apis.run.answer({
      method: 'POST',
      path: `/apis/serving.knative.dev/v1/namespaces/${project}/services`,
      url: new URL('https://run.googleapis.com/'),
      body: {
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
        metadata: { name: service, namespace: project, annotations: {}, labels: {} },
        spec: {
          template: {
            metadata: { name: `${service}-r0001-1-4-1`, labels: { 'astronova-version': '1_4_1' }, annotations: {} },
            spec: { containerConcurrency: 64, containers: [{ image: `${image}@${versions['1.4.1']}`, env: [] }] },
          },
          traffic: [{ revisionName: `${service}-r0001-1-4-1`, percent: 100 }],
        },
      },
    });

  before(async () => {
    cloud = await GoogleCloud.start(project);
    folder = temporaryFolder();
    makeAround();
    for (const [tag, of] of Object.entries(versions)) {
      const server = await startServer([], { env: { APP_VERSION: tag, ASTRONOVA_ACCOUNTS: 'false' } });
      servers.push(server);
      cloud.servers.set(`${image}@${of}`, server.port);
    }
    writeFileSync(join(folder.path, 'release.toml'), settings(cloud, folder.path));
    if (!isWhole) makeService();
    for (const name of ['r0001-1-4-1', 'r0002-1-4-2', 'r0003-1-4-3', 'r0004-1-4-3', 'r0005-1-4-3', 'r0006-1-4-3'])
      figures(name);
  });
  after(async () => {
    cloud.stop();
    for (const server of servers) await server.stop();
    folder.remove();
  });

  it('makes the service with its first release', { skip: !isWhole }, async (t) => {
    const { code, stdout, stderr } = await release('ship', '1.4.1', ...schema);
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(traffic(), { [`${service}-r0001-1-4-1`]: 100 });
    assert.deepEqual(tags(), []);
    compareWithGolden(t, 'release_first', version, cloud.takeChanges());
  });

  it('plans and touches nothing', { skip: !isWhole }, async () => {
    const { code, stdout, stderr } = await release('plan', '1.4.2', ...schema);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, new RegExp(`gcloud run deploy ${service} --image=${image}@${versions['1.4.2']} --no-traffic --tag=green --revision-suffix=r0002-1-4-2 `));
    assert.deepEqual(cloud.takeChanges(), []);
  });

  it('ships through the canary, by these requests', async (t) => {
    cloud.takeChanges();
    const { code, stdout, stderr } = await release('ship', '1.4.2', ...schema);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /giving r0002-1-4-2 10 % of the requests/);
    assert.deepEqual(traffic(), { [`${service}-r0002-1-4-2`]: 100 });
    assert.deepEqual(tags(), []);
    compareWithGolden(t, isWhole ? 'release_ship' : 'release_ship_alone', version, cloud.takeChanges());
  });

  it('tells what is, from the service itself', { skip: !isWhole }, async () => {
    const { code, stdout } = await release('status');
    assert.equal(code, 0);
    assert.match(stdout, /r0002-1-4-2.*1\.4\.2/);
  });

  it('rolls back by itself when too many requests of the canary fail', { skip: !isWhole }, async (t) => {
    figures('r0003-1-4-3', { requests: { '2xx': 960, '5xx': 40 } });
    const { code, stdout, stderr } = await release('ship', '1.4.3', ...schema);
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout, /rolling back: success rate is 0\.96 \(40 of 1000 requests failed\)/);
    assert.deepEqual(traffic(), { [`${service}-r0002-1-4-2`]: 100 });
    assert.deepEqual(tags(), []);
    compareWithGolden(t, 'release_failed_gate', version, cloud.takeChanges());
  });

  it('gives a revision that does not start no traffic', { skip: !isWhole }, async () => {
    cloud.broken.set(`${image}@${versions['1.4.3']}`, 'The user-provided container failed the configured startup probe checks.');
    const { code, stdout, stderr } = await release('ship', '1.4.3', ...schema);
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout + stderr, /does not become ready: The user-provided container failed/);
    assert.deepEqual(traffic(), { [`${service}-r0002-1-4-2`]: 100 });
    cloud.broken.clear();
  });

  it('gives one that says a wrong version no traffic', { skip: !isWhole }, async () => {
    const right = cloud.servers.get(`${image}@${versions['1.4.3']}`);
    cloud.servers.set(`${image}@${versions['1.4.3']}`, cloud.servers.get(`${image}@${versions['1.4.2']}`));
    const { code, stdout, stderr } = await release('ship', '1.4.3', ...schema);
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout, /rolling back: .*version/);
    assert.deepEqual(traffic(), { [`${service}-r0002-1-4-2`]: 100 });
    cloud.servers.set(`${image}@${versions['1.4.3']}`, right);
  });

  it('rolls back in one command, and verifies what serves then', { skip: !isWhole }, async (t) => {
    cloud.takeChanges();
    const { code, stdout, stderr } = await release('rollback');
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(traffic(), { [`${service}-r0001-1-4-1`]: 100 });
    compareWithGolden(t, 'release_rollback', version, cloud.takeChanges());
  });
});
