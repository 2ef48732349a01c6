// A server of Prometheus of the test's own, on a free port, with its data in a temporary folder.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder, within } from './program.mjs';

export class Prometheus {
  // `files` are what lies in its folder, by name: prometheus.yml and the rules that it names.
  static async start(files) {
    const prometheus = new Prometheus();
    prometheus.folder = temporaryFolder();
    const { path } = prometheus.folder;
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    const settings = {
      'config.file': join(path, 'prometheus.yml'),
      'storage.tsdb.path': join(path, 'data'),
      'web.listen-address': '127.0.0.1:0',
    };
    const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
    // It ends with this process, also where that is killed.
    const command = ['--pdeathsig', 'KILL', 'prometheus', ...options];
    const child = spawn('setpriv', command, { cwd: path, stdio: ['ignore', 'ignore', 'pipe'] });
    prometheus.child = child;
    prometheus.exited = once(child, 'exit');
    prometheus.endWithTests = () => child.kill('SIGKILL');
    process.once('exit', prometheus.endWithTests);
    await within(prometheus.ready(), 'Prometheus');
    return prometheus;
  }

  ready() {
    let log = '';
    return new Promise((resolve, reject) => {
      this.child.stderr.setEncoding('utf8').on('data', (text) => {
        log = (log + text).slice(-20_000);
        this.address ??= /msg="Listening on" address=(\S+)/.exec(log)?.[1];
        if (/Server is ready to receive web requests/.test(log)) resolve();
      });
      this.exited.then(() => reject(new Error(`Prometheus ended:\n${log}`)), reject);
    });
  }

  // What an address of its API answers (https://prometheus.io/docs/prometheus/latest/querying/api/).
  async ask(path, parameters = {}) {
    const query = new URLSearchParams(parameters);
    const answer = await within(fetch(`http://${this.address}/api/v1/${path}?${query}`), path);
    const { status, data, error } = await answer.json();
    assert.equal(status, 'success', `${error}\n${JSON.stringify(parameters)}`);
    return data;
  }

  // The series that an expression has now: { metric, value }.
  async query(expression) {
    const { result } = await this.ask('query', { query: expression });
    return result;
  }

  // The alerts that are firing: their labels.
  async firing() {
    const { alerts } = await this.ask('alerts');
    return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels);
  }

  // Waits until a condition holds of it. Whoever asks leaves the processor to whom it waits for.
  async until(condition, what) {
    let isOver = false;
    const wait = async () => {
      while (!isOver && !(await condition(this))) await pause(50);
    };
    await within(wait(), what).finally(() => (isOver = true));
  }

  async stop() {
    this.child.kill('SIGTERM');
    await within(this.exited, 'the end of Prometheus');
    process.off('exit', this.endWithTests);
    this.folder.remove();
  }
}
