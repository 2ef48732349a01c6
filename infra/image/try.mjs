// try.mjs ROOT FOLDER: looks at an unpacked image (ROOT, and image.json and manifest.json in FOLDER) and
// runs it as a container would be: its user, its environment, its root file system read-only, no
// capabilities, mounts and processes of its own. Prints what was found, and leaves it in figures.json.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../tests/blackbox/support/ports.mjs';

const [root, folder] = process.argv.slice(2);
const readJson = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const { config } = readJson('image.json').OCIv1;
const manifest = readJson('manifest.json');
const user = 10001;

// What a container's runtime does before the program: $1 is the root, $2 a folder that is mounted as
// the data folder, or nothing; then the environment, `--`, and the command.
const container = `
set -euo pipefail
root=$1 volume=$2
shift 2
mount --bind "$root" "$root"
mount -o remount,bind,ro,nosuid,nodev "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o nosuid,mode=755 tmpfs "$root/dev"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
[ -z "$volume" ] || mount --bind "$volume" "$root/var/lib/astronova"
environment=()
while [ "$1" != -- ]; do
  environment+=("$1")
  shift
done
shift
exec env -i "\${environment[@]}" /usr/bin/setpriv --clear-groups --no-new-privs \\
  /usr/bin/unshare --root="$root" --setgid=${user} --setuid=${user} -- "$@"
`;

class Container {
  static async start({ volume = '', env = {}, command = config.Cmd } = {}) {
    const own = new Container();
    own.port = await freePort();
    const environment = { ...env, ASTRONOVA_HOST: '127.0.0.1', PORT: String(own.port) };
    const entries = [
      ...config.Env,
      ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ];
    const isolation = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    const args = [
      'bash',
      '-c',
      container,
      'container',
      root,
      volume,
      ...entries,
      '--',
      ...config.Entrypoint,
      ...command,
    ];
    own.began = performance.now();
    own.child = spawn('unshare', [...isolation, '--', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    own.output = '';
    for (const stream of [own.child.stdout, own.child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (own.output += text));
    own.exited = once(own.child, 'exit');
    return own;
  }

  // The first process in it, as this machine numbers it.
  get pid() {
    const { pid } = this.child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  }

  status(field) {
    return new RegExp(`^${field}:[ \\t]*(.*)$`, 'm').exec(
      readFileSync(`/proc/${this.pid}/status`, 'utf8'),
    )[1];
  }

  async ready() {
    for (const end = performance.now() + 60_000; performance.now() < end;) {
      assert.equal(this.child.exitCode, null, `the server ended:\n${this.output}`);
      const answer = await fetch(this.url('/readyz')).catch(() => undefined);
      if (answer?.status === 200) return Math.round(performance.now() - this.began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the server is not ready:\n${this.output}`);
  }

  url(path) {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  async call(path, { token, body, status = 200 } = {}) {
    const answer = await fetch(this.url(path), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    assert.equal(answer.status, status, `${path}: ${await answer.clone().text()}`);
    return answer;
  }

  async stop() {
    process.kill(this.pid, 'SIGTERM');
    const [code] = await this.exited;
    assert.equal(code, 0, this.output);
  }

  kill() {
    this.child.kill('SIGKILL');
  }
}

// README.md's chart, with the numbers of Swiss Ephemeris.
async function answersTheChart(server) {
  const birthData = { date: '1990-05-15', time: '10:30', place: 'New York, NY' };
  const chart = await (await server.call('/api/v1/chart/generate', { body: { birthData } })).json();
  assert.ok(Math.abs(chart.charts.western.positions.sun.longitude - 54.4965451) < 1e-6);
  assert.ok(Math.abs(chart.charts.western.houses.ascendant - 122.2044) < 1e-4);
}

function isConfined(server) {
  assert.equal(server.status('Uid'), Array(4).fill(user).join('\t'));
  assert.equal(server.status('Gid'), Array(4).fill(user).join('\t'));
  assert.equal(server.status('Groups').trim(), '');
  assert.equal(server.status('NoNewPrivs'), '1');
  assert.equal(BigInt(`0x${server.status('CapEff')}`), 0n);
  const mounts = readFileSync(`/proc/${server.pid}/mountinfo`, 'utf8').trim().split('\n');
  const options = mounts.map((line) => line.split(' ')).find(([, , , , place]) => place === '/')[5];
  assert.ok(options.split(',').includes('ro'), options);
}

async function withContainer(options, use) {
  const server = await Container.start(options);
  try {
    const milliseconds = await server.ready();
    isConfined(server);
    await use(server);
    const kilobytes = Number.parseInt(server.status('VmRSS'), 10);
    await server.stop();
    return { milliseconds, kilobytes };
  } finally {
    server.kill();
  }
}

// One that only computes needs nothing to write to.
const computing = () => withContainer({ env: { ASTRONOVA_ACCOUNTS: 'false' } }, answersTheChart);

// One with accounts keeps them in a volume.
async function keeping() {
  const volume = mkdtempSync(join(folder, 'volume-'));
  chownSync(volume, user, user);
  try {
    return await withContainer({ volume }, async (server) => {
      await answersTheChart(server);
      const { accessToken: token } = await (await server.call('/api/v1/auth/guest', { body: {} })).json();
      const archive = await (await server.call('/api/v1/users/me/export', { token })).arrayBuffer();
      assert.equal(Buffer.from(archive).subarray(0, 2).toString(), 'PK');
      assert.ok(existsSync(join(volume, 'astronova.db')));
    });
  } finally {
    rmSync(volume, { recursive: true, force: true });
  }
}

const bytesOf = (...paths) =>
  execFileSync('du', ['--summarize', '--bytes', ...paths], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number.parseInt(line, 10), 0);

function sizes() {
  const ephemeris = bytesOf(join(root, 'usr/share/libswe'), join(root, 'var/lib/astronova'));
  return {
    everything: bytesOf(root),
    ephemeris,
    beside: bytesOf(root) - ephemeris,
    program: bytesOf(join(root, 'usr/local/bin/astronova')),
    compressed: manifest.layers.reduce((sum, { size }) => sum + size, 0),
  };
}

function isLabelled() {
  const labels = config.Labels;
  const version = execFileSync('chroot', [root, '/usr/local/bin/astronova', 'version'], { encoding: 'utf8' });
  assert.equal(`astronova ${labels['org.opencontainers.image.version']}`, version.split('\n')[0]);
  assert.match(labels['org.opencontainers.image.revision'], /^[0-9a-f]{40}(-dirty)?$/);
  // The last step that the program has is the one that the label names.
  const status = ['migrate', '--status', '--data-dir', '/tmp'];
  const steps = execFileSync('chroot', [root, '/usr/local/bin/astronova', ...status], { encoding: 'utf8' })
    .trim()
    .split('\n');
  assert.equal(Number.parseInt(steps.at(-1), 10), Number(labels['app.astronova.schema']));
  assert.equal(config.User, `${user}:${user}`);
}

// The bill is of this program, and of these packages.
function isBilled() {
  const bill = readJson('astronova.cdx.json');
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'usr/local/bin/astronova')))
    .digest('hex');
  assert.equal(bill.metadata.component.hashes[0].content, digest);
  const names = bill.components.map(({ name }) => name);
  const expected = ['libc6', 'libssl3', 'libswe2.0', 'libpq5', 'tzdata', 'libboost1.81-dev', 'swagger-ui-dist'];
  for (const name of expected)
    assert.ok(names.includes(name), `the bill of materials has no ${name}`);
  assert.deepEqual(names, [...new Set(names)]);
  return bill.components.length;
}

const size = sizes();
isLabelled();
const figures = {
  digest: readFileSync(join(folder, 'digest'), 'utf8').trim(),
  seconds: Number(readFileSync(join(folder, 'seconds'), 'utf8')),
  size,
  components: isBilled(),
  computing: await computing(),
  keeping: await keeping(),
};
writeFileSync(join(folder, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const started = ({ milliseconds, kilobytes }) =>
  `ready after ${milliseconds} ms, ${megabytes(kilobytes * 1024)} resident`;
console.log(`digest                  ${figures.digest}
built in                ${figures.seconds} s
unpacked                ${megabytes(size.everything)}
  ephemeris data        ${megabytes(size.ephemeris)}
  all else              ${megabytes(size.beside)}, of which the program ${megabytes(size.program)}
compressed              ${megabytes(size.compressed)}
bill of materials       ${figures.components} components
as user ${user}, read-only, no capabilities:
  computing             ${started(figures.computing)}, a chart is right
  with accounts         ${started(figures.keeping)}, an export is made`);
assert.ok(size.beside < 120e6, 'beside the ephemeris data the image has more than 120 MB');
