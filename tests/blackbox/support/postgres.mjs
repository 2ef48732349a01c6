// A server of PostgreSQL of the test's own, in a temporary folder, reached through a socket in it
// alone.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, within } from './program.mjs';

const programs = '/usr/lib/postgresql/15/bin';

// Who runs it: PostgreSQL refuses to be root.
function otherUser() {
  if (process.getuid() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find(([own]) => own === name)).find(Boolean);
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

export class PrivatePostgres {
  constructor() {
    this.folder = temporaryFolder();
    this.user = otherUser();
    if ('uid' in this.user) chownSync(this.folder.path, this.user.uid, this.user.gid);
    const data = join(this.folder.path, 'data');
    const how = ['--username=test', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
    execFileSync(join(programs, 'initdb'), [`--pgdata=${data}`, ...how, '--no-sync'], {
      ...this.user,
      stdio: 'pipe',
      cwd: '/',
    });
    this.data = data;
    this.databases = 0;
    this.endWithTests = () => this.child?.kill('SIGQUIT');
    process.once('exit', this.endWithTests);
  }

  // `settings` are those of postgresql.conf.
  static async start(settings = {}) {
    const postgres = new PrivatePostgres();
    postgres.settings = { max_connections: 60, shared_buffers: '32MB', ...settings };
    await postgres.start();
    return postgres;
  }

  async start() {
    const settings = Object.entries(this.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const place = ['-D', this.data, '-k', this.folder.path, '-h', ''];
    this.child = spawn(join(programs, 'postgres'), [...place, ...settings], {
      ...this.user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.exited = once(this.child, 'exit');
    let log = '';
    const ready = new Promise((resolve, reject) => {
      this.child.stderr.setEncoding('utf8').on('data', (text) => {
        log = (log + text).slice(-10_000);
        if (/ready to accept connections/.test(text)) resolve();
      });
      this.exited.then(() => reject(new Error(`PostgreSQL ended:\n${log}`)), reject);
    });
    await within(ready, 'PostgreSQL');
    this.exited.catch(() => {});
  }

  // SIGQUIT is what `pg_ctl stop -m immediate` sends: no goodbye to clients, recovery at the next
  // start.
  async stop(signal = 'SIGINT') {
    this.child.kill(signal);
    await within(this.exited, 'the end of PostgreSQL');
  }

  async remove() {
    await this.stop('SIGQUIT');
    process.off('exit', this.endWithTests);
    this.folder.remove();
  }

  // Runs a statement and returns what it prints, unaligned.
  run(statement, database = 'postgres') {
    const place = ['-h', this.folder.path, '-U', 'test', '-d', database];
    return execFileSync(join(programs, 'psql'), ['-qAtX', ...place, '-c', statement], {
      encoding: 'utf8',
      cwd: '/',
    });
  }

  // The URL of a new, empty database.
  createDatabase() {
    const name = `test_${++this.databases}`;
    this.run(`CREATE DATABASE ${name}`);
    return `postgresql://test@${encodeURIComponent(this.folder.path)}/${name}`;
  }
}
