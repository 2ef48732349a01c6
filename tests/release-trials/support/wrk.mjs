// wrk, which never ceases to ask: charts, over 64 connections.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../blackbox/support/program.mjs';

const longest = 3600;

export class Wrk {
  static start(folder, address, connections = 64) {
    const wrk = new Wrk();
    const file = join(folder, 'requests');
    const births = execFileSync(join(repository, 'bench/http/make_requests'), ['generate', '5000']);
    writeFileSync(file, births);
    const args = ['-t1', `-c${connections}`, `-d${longest}s`, '--timeout', '60s'];
    const script = ['-s', join(repository, 'tests/release-trials/support/count.lua')];
    wrk.child = spawn('wrk', [...args, ...script, `${address}/`], {
      env: { ...process.env, BENCH_REQUESTS: file },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    wrk.ended = once(wrk.child, 'close');
    wrk.said = '';
    wrk.child.stdout.setEncoding('utf8').on('data', (text) => (wrk.said += text));
    wrk.endWithTests = () => wrk.child.kill('SIGKILL');
    process.once('exit', wrk.endWithTests);
    return wrk;
  }

  // Ends it: { requests, seconds, failures, connect, read, write, status, timeout }, where failures are
  // all that follow.
  async stop() {
    this.child.kill('SIGINT');
    await this.ended;
    process.off('exit', this.endWithTests);
    const match = /counted (.*)/.exec(this.said);
    if (!match) throw new Error(`wrk says nothing:\n${this.said}`);
    return JSON.parse(match[1]);
  }
}
