// A redis-server of the test's own, on a free port of 127.0.0.1, and a proxy before it that delays.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { temporaryFolder, within } from '../../blackbox/support/program.mjs';

async function freePort() {
  const listening = net.createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address();
  listening.close();
  await once(listening, 'close');
  return port;
}

export class PrivateRedis {
  // `settings` are those of redis.conf.
  static async start(settings = {}) {
    const redis = new PrivateRedis();
    redis.folder = temporaryFolder();
    redis.settings = settings;
    redis.port = await freePort();
    redis.endWithTests = () => redis.child?.kill('SIGKILL');
    process.once('exit', redis.endWithTests);
    await redis.start();
    return redis;
  }

  async start() {
    const settings = { bind: '127.0.0.1', port: this.port, save: '', appendonly: 'no', dir: this.folder.path };
    const options = Object.entries({ ...settings, ...this.settings }).flatMap(([name, value]) => [
      `--${name}`,
      `${value}`,
    ]);
    this.child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.exited = once(this.child, 'exit');
    const ready = new Promise((resolve, reject) => {
      let said = '';
      this.child.stdout.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-10_000);
        if (/Ready to accept connections/.test(said)) resolve();
      });
      this.exited.then(() => reject(new Error(`redis-server ended:\n${said}`)), reject);
    });
    await within(ready, 'redis-server');
    this.exited.catch(() => {});
  }

  get url() {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  run(...command) {
    return execFileSync('redis-cli', ['-p', `${this.port}`, ...command], { encoding: 'utf8' });
  }

  signal(name) {
    this.child.kill(name);
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    await within(this.exited, 'the end of redis-server');
  }

  async remove() {
    await this.stop('SIGKILL');
    process.off('exit', this.endWithTests);
    this.folder.remove();
  }
}

// Passes bytes on, in both directions, `delay()` milliseconds late.
export class SlowProxy {
  static async start(port) {
    const proxy = new SlowProxy();
    proxy.delay = () => 0;
    proxy.server = net.createServer((client) => proxy.connect(client, port)).listen(0, '127.0.0.1');
    proxy.sockets = new Set();
    await once(proxy.server, 'listening');
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  connect(client, port) {
    const server = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      this.passOn(from, to);
    }
  }

  // In order, however the delays fall.
  passOn(from, to) {
    let last = 0;
    from.on('data', (bytes) => {
      last = Math.max(last, performance.now() + this.delay() / 2);
      setTimeout(() => to.destroyed || to.write(bytes), last - performance.now());
    });
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
