// HAProxy in front of the slots blue and green, by the configuration that operators are given.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { repository, within } from './program.mjs';

// infra/haproxy/astronova.cfg with these ports and files in the place of its own, in clear.
function configuration({ socket, port, state, blue, green }) {
  let text = readFileSync(join(repository, 'infra/haproxy/astronova.cfg'), 'utf8');
  const replacements = [
    ['    log /dev/log local0\n', ''],
    ['    user haproxy\n    group haproxy\n', ''],
    ['/run/haproxy/admin.sock', socket],
    ['maxconn 8000', 'maxconn 512'],
    ['    bind :80\n', `    bind 127.0.0.1:${port}\n`],
    ['    bind :443 ssl crt /etc/haproxy/tls/astronova.pem alpn h2,http/1.1\n', ''],
    ['    http-request redirect scheme https code 308 unless { ssl_fc }\n', ''],
    ['/var/lib/astronova-release/haproxy.state', state],
    ['127.0.0.1:8081', `127.0.0.1:${blue}`],
    ['127.0.0.1:8082', `127.0.0.1:${green}`],
  ];
  for (const [from, to] of replacements) {
    if (text.split(from).length !== 2) throw new Error(`'${from}' is not there once`);
    text = text.replace(from, to);
  }
  return text;
}

export class PrivateHaproxy {
  // `state` is the file that it comes up with.
  static async start({ folder, state, blue, green }) {
    const haproxy = new PrivateHaproxy();
    haproxy.port = await freePort();
    haproxy.socket = join(folder, 'haproxy.sock');
    haproxy.file = join(folder, 'haproxy.cfg');
    const { socket, port } = haproxy;
    writeFileSync(haproxy.file, configuration({ socket, port, state, blue, green }));
    await haproxy.start();
    return haproxy;
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    this.child = spawn('haproxy', ['-db', '-f', this.file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.exited = once(this.child, 'exit');
    this.endWithTests = () => this.child.kill('SIGKILL');
    process.once('exit', this.endWithTests);
    let said = '';
    let ended = false;
    this.child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    this.exited.then(() => (ended = true));
    const answers = async () => {
      while (!(await this.ask('show info').catch(() => ''))) {
        if (ended) throw new Error(`haproxy ended:\n${said}`);
      }
    };
    await within(answers(), 'haproxy');
  }

  // What it says to a command of its runtime API.
  ask(command) {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = net.connect(this.socket, () => socket.write(`${command}\n`));
      socket.setEncoding('utf8').on('data', (text) => (answer += text));
      socket.on('end', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  // The figures of what it balances, by "FRONTEND" and the servers' names.
  async figures() {
    const [names, ...rows] = (await this.ask('show stat')).trim().split('\n');
    const columns = names.replace('# ', '').split(',');
    const entries = rows.map((row) => {
      const values = row.split(',');
      return Object.fromEntries(columns.map((name, i) => [name, values[i]]));
    });
    return Object.fromEntries(entries.map((entry) => [entry.svname, entry]));
  }

  async stop(signal = 'SIGKILL') {
    this.child.kill(signal);
    await within(this.exited, 'the end of haproxy');
    process.off('exit', this.endWithTests);
  }
}
