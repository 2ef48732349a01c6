// A server of Redis of the test's own, on a free port of 127.0.0.1, which keeps nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { within } from './program.mjs';

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

export class PrivateRedis {
  static async start() {
    const redis = new PrivateRedis();
    redis.port = await freePort();
    redis.endWithTests = () => redis.child?.kill('SIGKILL');
    process.once('exit', redis.endWithTests);
    await redis.start();
    return redis;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  // Also after a stop, on the same port.
  async start() {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''];
    this.child = spawn('redis-server', options, { cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
    this.exited = once(this.child, 'exit');
    let log = '';
    const ready = new Promise((resolve, reject) => {
      this.child.stdout.setEncoding('utf8').on('data', (text) => {
        log = (log + text).slice(-10_000);
        if (/Ready to accept connections/.test(log)) resolve();
      });
      this.exited.then(() => reject(new Error(`Redis ended:\n${log}`)), reject);
    });
    await within(ready, 'Redis');
  }

  // SIGSTOP makes it there but silent, until SIGCONT.
  signal(name) {
    this.child.kill(name);
  }

  async stop() {
    this.child.kill('SIGKILL');
    await within(this.exited, 'the end of Redis');
  }

  async remove() {
    await this.stop();
    process.off('exit', this.endWithTests);
  }
}
