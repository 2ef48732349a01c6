// Stands in for Google Cloud towards the real gcloud: an HTTP proxy on 127.0.0.1 that ends TLS itself,
// with a certificate for *.googleapis.com that gcloud is told to trust. So gcloud runs as it does
// anywhere, sends what it would send Google, and every request is recorded. Each API is a file of
// google_cloud/, which keeps to what Google documents and to what gcloud's own client accepts; none of
// it has been compared with Google. Names of run.app and of the domain lead to servers of the test.
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { artifacts } from './google_cloud/artifacts.mjs';
import { billing } from './google_cloud/billing.mjs';
import { compute } from './google_cloud/compute.mjs';
import { iam, projects } from './google_cloud/iam.mjs';
import { monitoring } from './google_cloud/monitoring.mjs';
import { redis, servicenetworking, sqladmin } from './google_cloud/data.mjs';
import { run } from './google_cloud/run.mjs';
import { secretmanager } from './google_cloud/secrets.mjs';
import { serviceusage } from './google_cloud/services.mjs';
import { storage } from './google_cloud/storage.mjs';
import { NotFound, Refused } from './google_cloud/answers.mjs';
import { temporaryFolder } from './program.mjs';

const apis = {
  artifactregistry: artifacts,
  billingbudgets: billing,
  cloudresourcemanager: projects,
  compute,
  iam,
  monitoring,
  redis,
  run,
  secretmanager,
  servicenetworking,
  serviceusage,
  sqladmin,
  storage,
};

// What gcloud has made up for this request alone.
const made = [
  [/"(requestId|client\.knative\.dev\/nonce)": ?"[^"]*"/g, '"$1": "MADE"'],
  [/"run\.googleapis\.com\/client-version": ?"[^"]*"/g, '"run.googleapis.com/client-version": "MADE"'],
];

// The version of gcloud, or nothing where there is none (or where it is not to be used).
export function gcloudVersion() {
  if (process.env.TESTED_WITHOUT_GCLOUD) return undefined;
  const asked = spawnSync('gcloud', ['version', '--format=json'], { encoding: 'utf8' });
  if (asked.error || asked.status !== 0) return undefined;
  return JSON.parse(asked.stdout)['Google Cloud SDK'];
}

export class GoogleCloud {
  static async start(project = 'astronova-test') {
    const cloud = new GoogleCloud();
    cloud.project = project;
    cloud.folder = temporaryFolder();
    cloud.makeCertificate();
    cloud.requests = [];
    cloud.fault = undefined;
    cloud.servers = new Map(); // image → the port of a server that stands for it
    cloud.apis = Object.fromEntries(
      Object.entries(apis).map(([name, make]) => [name, make(cloud)]),
    );
    await cloud.listen();
    return cloud;
  }

  makeCertificate() {
    this.authority = join(this.folder.path, 'authority.pem');
    const key = join(this.folder.path, 'key.pem');
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
        .concat(['-days', '2', '-subj', '/CN=Google Cloud that is none', '-addext'])
        .concat(['subjectAltName=DNS:*.googleapis.com,DNS:*.a.run.app,DNS:*.astronova.app,DNS:*.api.astronova.app'])
        .concat(['-keyout', key, '-out', this.authority]),
      { stdio: 'ignore' },
    );
    this.pair = { key: readFileSync(key), cert: readFileSync(this.authority) };
  }

  async listen() {
    this.sockets = new Set();
    this.inner = https.createServer(this.pair, (request, response) => this.receive(request, response));
    this.inner.listen(0, '127.0.0.1');
    await once(this.inner, 'listening');
    this.proxy = http.createServer((_, response) => response.writeHead(502).end());
    this.proxy.on('connect', (request, socket, head) => this.tunnel(request, socket, head));
    this.proxy.listen(0, '127.0.0.1');
    await once(this.proxy, 'listening');
    this.port = this.proxy.address().port;
  }

  // All tunnels end here, wherever they were to lead.
  tunnel(request, socket, head) {
    const onward = net.connect(this.inner.address().port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [socket, onward]) {
      this.sockets.add(one);
      one.on('error', () => {}).on('close', () => this.sockets.delete(one));
    }
  }

  // The environment in which gcloud finds nothing but this.
  get environment() {
    const token = join(this.folder.path, 'token');
    writeFileSync(token, 'ya29.token-of-the-test');
    return {
      CLOUDSDK_CONFIG: join(this.folder.path, 'gcloud'),
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: token,
      CLOUDSDK_PROXY_TYPE: 'http',
      CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
      CLOUDSDK_PROXY_PORT: String(this.port),
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: this.authority,
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1',
      CLOUDSDK_CORE_CHECK_GCE_METADATA: '0',
      CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: '1',
      CLOUDSDK_CORE_DISABLE_FILE_LOGGING: '1',
    };
  }

  receive(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { host } = request.headers;
      if (!host.endsWith('.googleapis.com')) return this.forward(request, response, Buffer.concat(chunks));
      const { status, body } = this.answer(request.method, host, request.url, Buffer.concat(chunks));
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
      return response.end(JSON.stringify(body));
    });
  }

  // What users and smoke tests ask goes to the server that stands for the revision's image.
  forward({ method, url, headers }, response, body) {
    const image = this.imageFor(headers.host);
    const port = image && this.servers.get(image);
    if (!port) return response.writeHead(404).end();
    const onward = http.request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(503).end());
    return onward.end(body);
  }

  answer(method, host, path, bytes) {
    const text = bytes.toString();
    const body = text === '' ? undefined : JSON.parse(text);
    const url = new URL(path, `https://${host}`);
    this.requests.push({ method, url: url.href, body });
    const name = host.split('.')[0];
    // Cloud Run's are REGION-run.googleapis.com.
    const api = this.apis[name] ?? this.apis[name.slice(name.lastIndexOf('-') + 1)];
    const fault = this.takeFault(method, url);
    if (fault) return fault;
    try {
      if (!api) throw new NotFound(`no such API: ${host}`);
      return { status: 200, body: api.answer({ method, path: url.pathname, url, body }) };
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      return { status: failure.code, body: failure.body };
    }
  }

  // { pattern, status, message, times }: so are those requests answered that match "METHOD URL".
  setFault(fault) {
    this.fault = fault && { times: 1, ...fault };
  }

  takeFault(method, url) {
    const { fault } = this;
    if (!fault || fault.times <= 0 || !fault.pattern.test(`${method} ${url.href}`)) return undefined;
    fault.times -= 1;
    return new Refused(fault.status, fault.name ?? 'UNAVAILABLE', fault.message ?? 'a fault').answer;
  }

  // Those that change something, as golden files have them; since the last call.
  takeChanges() {
    const asks = (request) =>
      request.method === 'GET' || /:(testIamPermissions|getIamPolicy|wait)\b|\/wait(\?|$)/.test(request.url);
    const changes = this.requests.filter((request) => !asks(request));
    this.requests = [];
    return changes.map(({ method, url, body: all }) => {
      // A service comes back with the state in which it was read.
      const body = all?.kind === 'Service' ? { ...all, status: undefined } : all;
      let text = body === undefined ? '' : `\n${JSON.stringify(body, null, 1)}`;
      for (const [pattern, instead] of made) text = text.replace(pattern, instead);
      const address = new URL(url);
      for (const name of ['alt', 'requestId']) address.searchParams.delete(name);
      return `${method} ${address}${text}\n`;
    });
  }

  stop() {
    this.proxy.close();
    this.inner.close();
    for (const socket of this.sockets) socket.destroy();
    this.folder.remove();
  }
}
