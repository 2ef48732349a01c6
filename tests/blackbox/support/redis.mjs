// A redis-server of the test's own on a free port of 127.0.0.1, which keeps nothing on disk.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './ports.mjs';
import { temporaryFolder, within } from './program.mjs';

export class PrivateRedis {
  // `options` are those of redis.conf: { maxmemory: '2mb' }.
  static async start(options = {}) {
    const redis = new PrivateRedis();
    redis.folder = temporaryFolder();
    redis.port = await freePort();
    redis.options = options;
    redis.endWithTests = () => redis.child?.kill('SIGKILL');
    process.once('exit', redis.endWithTests);
    await redis.start();
    return redis;
  }

  get url() {
    const password = this.options.requirepass;
    return `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${this.port}`;
  }

  async start() {
    const settings = { bind: '127.0.0.1', port: this.port, dir: this.folder.path, save: '', ...this.options };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.exited = once(this.child, 'exit');
    let log = '';
    const ready = new Promise((resolve, reject) => {
      this.child.stdout.setEncoding('utf8').on('data', (text) => {
        log = (log + text).slice(-10_000);
        if (/Ready to accept connections/.test(log)) resolve();
      });
      this.exited.then(() => reject(new Error(`redis-server ended:\n${log}`)), reject);
    });
    await within(ready, 'Redis');
    this.exited.catch(() => {});
  }

  // Whatever it held is gone.
  async stop() {
    this.child.kill('SIGKILL');
    await within(this.exited, 'the end of Redis');
  }

  pause() {
    this.child.kill('SIGSTOP');
  }

  resume() {
    this.child.kill('SIGCONT');
  }

  async remove() {
    await this.stop();
    process.off('exit', this.endWithTests);
    this.folder.remove();
  }

  // What redis-cli prints for a command.
  run(...command) {
    const password = this.options.requirepass;
    const args = ['-h', '127.0.0.1', '-p', String(this.port), ...(password ? ['-a', password] : [])];
    return execFileSync('redis-cli', [...args, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }
}
