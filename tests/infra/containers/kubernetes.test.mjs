// The manifests, as kustomize builds them: Kubernetes' schemas, and whether what they name is there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../../blackbox/support/program.mjs';
import { YAML } from '../support/packages.mjs';
import { knownVariables } from './support/configuration.mjs';
import { mistakesOfManifest } from './support/kubernetes_schema.mjs';

const folder = join(repository, 'infra/kubernetes');
const overlays = readdirSync(join(folder, 'overlays'));
const kubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
const skip = kubectl ? false : 'kubectl is not installed, and nothing else here builds kustomizations';

function build(path) {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, path)], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return YAML.parseAllDocuments(stdout).map((document) => document.toJS());
}

const matches = (labels, selector) =>
  Object.entries(selector).every(([name, value]) => labels?.[name] === value);

describe('each file of the manifests', () => {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.yaml'));

  it('is named by a kustomization, and what that names is there', () => {
    const named = files
      .filter((name) => name.endsWith('kustomization.yaml'))
      .flatMap((name) => {
        const { resources = [], patches = [] } = YAML.parse(readFileSync(join(folder, name), 'utf8'));
        const own = [...resources, ...patches.flatMap(({ path }) => path ?? [])];
        return own.filter((path) => path.endsWith('.yaml')).map((path) => join(name, '..', path));
      });
    const others = files.filter((name) => !name.endsWith('kustomization.yaml'));
    assert.deepEqual(named.sort(), others.sort());
  });

  for (const name of files.filter(
    (name) => name.startsWith('base') && !name.endsWith('kustomization.yaml'),
  )) {
    it(`is what Kubernetes takes, with no field that it does not know: ${name}`, () => {
      assert.deepEqual(mistakesOfManifest(YAML.parse(readFileSync(join(folder, name), 'utf8'))), []);
    });
  }

  it('would not be taken with a mistake in it', () => {
    const text = readFileSync(join(folder, 'base/deployment.yaml'), 'utf8');
    const container = (manifest) => manifest.spec.template.spec.containers[0];
    for (const [change, mistake] of [
      [(manifest) => (container(manifest).readinessprobe = {}), /readinessprobe is unknown/],
      [(manifest) => (container(manifest).resources.limits.memory = ['1Gi']), /memory/],
      [(manifest) => delete manifest.spec.selector, /selector/],
      [(manifest) => (manifest.kind = 'Deploiment'), /no Deploiment/],
    ]) {
      const manifest = YAML.parse(text);
      change(manifest);
      assert.match(mistakesOfManifest(manifest).join('\n'), mistake, String(change));
    }
  });
});

describe('each overlay', { skip }, () => {
  for (const overlay of overlays) {
    const all = kubectl ? build(`overlays/${overlay}`) : [];
    const of = (kind) => all.filter((one) => one.kind === kind);
    const [deployment] = of('Deployment');
    const pod = deployment?.spec.template;
    const [container] = pod?.spec.containers ?? [];
    const labels = pod?.metadata.labels;
    const ports = container?.ports.map(({ name }) => name);

    it(`is what Kubernetes takes: ${overlay}`, () => {
      for (const one of all)
        assert.deepEqual(mistakesOfManifest(one), [], `${one.kind} ${one.metadata.name}`);
    });

    it(`puts everything into one namespace that is restricted: ${overlay}`, () => {
      const [namespace] = of('Namespace');
      assert.equal(namespace.metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted');
      for (const one of all.filter(({ kind }) => kind !== 'Namespace'))
        assert.equal(one.metadata.namespace, namespace.metadata.name, one.kind);
    });

    it(`has pods that fit into it: ${overlay}`, () => {
      assert.equal(pod.spec.securityContext.runAsNonRoot, true);
      assert.equal(pod.spec.securityContext.seccompProfile.type, 'RuntimeDefault');
      assert.equal(container.securityContext.allowPrivilegeEscalation, false);
      assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] });
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
      assert.equal(pod.spec.containers.length, 1);
    });

    it(`selects the server's pods, and no others: ${overlay}`, () => {
      const selectors = [
        deployment.spec.selector.matchLabels,
        ...of('Service').map(({ spec }) => spec.selector),
        ...of('NetworkPolicy').map(({ spec }) => spec.podSelector.matchLabels),
        ...of('PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels),
        ...pod.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels),
      ];
      for (const selector of selectors) {
        assert.ok(Object.keys(selector).length > 0);
        assert.ok(matches(labels, selector), JSON.stringify(selector));
      }
    });

    it(`names nothing that is not there: ${overlay}`, () => {
      const names = (kind) => of(kind).map(({ metadata }) => metadata.name);
      assert.ok(names('ServiceAccount').includes(pod.spec.serviceAccountName));
      for (const { configMapRef } of container.envFrom)
        assert.ok(names('ConfigMap').includes(configMapRef.name));
      for (const { spec } of of('Service'))
        for (const { targetPort } of spec.ports) assert.ok(ports.includes(targetPort));
      for (const { spec } of of('HorizontalPodAutoscaler')) {
        assert.equal(spec.scaleTargetRef.kind, 'Deployment');
        assert.equal(spec.scaleTargetRef.name, deployment.metadata.name);
        assert.equal(deployment.spec.replicas, undefined, 'the autoscaler and the Deployment would differ');
      }
      for (const { spec } of of('Ingress'))
        for (const { http } of spec.rules)
          for (const { backend } of http.paths) {
            const service = of('Service').find(({ metadata }) => metadata.name === backend.service.name);
            assert.ok(service.spec.ports.some(({ name }) => name === backend.service.port.name));
          }
      for (const { spec } of of('NetworkPolicy'))
        for (const { port } of spec.ingress.flatMap((rule) => rule.ports)) assert.ok(ports.includes(port));
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
        assert.ok(ports.includes(container[probe].httpGet.port), probe);
      const volumes = pod.spec.volumes.map(({ name }) => name);
      assert.deepEqual(container.volumeMounts.map(({ name }) => name).sort(), volumes.sort());
      for (const { persistentVolumeClaim } of pod.spec.volumes.filter(
        (volume) => volume.persistentVolumeClaim,
      ))
        assert.ok(names('PersistentVolumeClaim').includes(persistentVolumeClaim.claimName));
    });

    it(`asks what docs/health.md says: ${overlay}`, () => {
      assert.equal(container.livenessProbe.httpGet.path, '/livez');
      assert.equal(container.startupProbe.httpGet.path, '/livez');
      assert.equal(container.readinessProbe.httpGet.path, '/readyz');
      const settings = Object.assign({}, ...of('ConfigMap').map(({ data }) => data));
      const { periodSeconds, timeoutSeconds, failureThreshold } = container.readinessProbe;
      const noticed = periodSeconds * failureThreshold + timeoutSeconds;
      const delay = Number(settings.ASTRONOVA_DRAIN_DELAY);
      assert.ok(noticed < delay, 'connections would be refused before the pod is out of the Service');
      // And the 10 s in which what is in flight is answered.
      assert.ok(delay + 10 < pod.spec.terminationGracePeriodSeconds);
    });

    it(`sets what the server knows: ${overlay}`, () => {
      const set = [
        ...of('ConfigMap').flatMap(({ data }) => Object.keys(data)),
        ...container.env.map(({ name }) => name),
      ];
      for (const name of set) assert.ok(knownVariables.has(name), name);
    });

    it(`has its secrets from files below where they are mounted: ${overlay}`, () => {
      const { mountPath } = container.volumeMounts.find(({ name }) => name === 'secrets');
      const secrets = container.env.filter(({ name }) => name.endsWith('_FILE'));
      assert.ok(secrets.length >= 3);
      for (const { name, value } of container.env) assert.ok(value.startsWith(`${mountPath}/`), name);
      assert.deepEqual(of('Secret'), []);
    });

    it(`shows the world the API and its description alone: ${overlay}`, () => {
      const shown = of('Ingress').flatMap(({ spec }) => spec.rules.flatMap(({ http }) => http.paths));
      assert.deepEqual(
        shown.map(({ path }) => path),
        ['/api', '/docs'],
      );
      const hosts = of('Ingress').map(({ spec }) => [spec.tls[0].hosts, spec.rules.map(({ host }) => host)]);
      for (const [certified, served] of hosts) assert.deepEqual(certified, served);
    });

    it(`is of an image by its digest: ${overlay}`, () => {
      assert.match(container.image, /^[a-z0-9.\-/]+\/astronova@sha256:[0-9a-f]{64}$/);
    });
  }

  it('that is for many servers grows at 70% of the processor and 80% of memory', { skip }, () => {
    const autoscaler = build('overlays/production').find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    const targets = autoscaler.spec.metrics.map(({ resource }) => [
      resource.name,
      resource.target.averageUtilization,
    ]);
    assert.deepEqual(targets, [
      ['cpu', 70],
      ['memory', 80],
    ]);
    assert.deepEqual([autoscaler.spec.minReplicas, autoscaler.spec.maxReplicas], [3, 100]);
  });

  it('that is for one server has no database beside it', { skip }, () => {
    const all = build('overlays/small');
    assert.ok(!all.some(({ kind }) => /Autoscaler|Disruption/.test(kind)));
    const { spec } = all.find(({ kind }) => kind === 'Deployment');
    assert.equal(spec.replicas, 1);
    assert.deepEqual(spec.strategy, { type: 'Recreate' });
    const [{ env }] = spec.template.spec.containers;
    assert.ok(!env.some(({ name }) => /DATABASE|REDIS/.test(name)));
    const policy = all.find(({ kind }) => kind === 'NetworkPolicy');
    assert.deepEqual(
      policy.spec.egress.flatMap((rule) => rule.ports.map(({ port }) => port)),
      [53, 53, 443],
    );
  });
});
