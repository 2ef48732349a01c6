// nginx in front of two servers, by the configuration that operators are given.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { repository, temporaryFolder, within } from './program.mjs';

// Who runs it: no more than it has to be.
function unprivileged() {
  if (process.getuid() !== 0) return {};
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

// infra/nginx/astronova.conf with these ports and files in the place of its own.
function configuration(folder, { port, plainPort, servers }) {
  let text = readFileSync(join(repository, 'infra/nginx/astronova.conf'), 'utf8');
  const replacements = [
    ['127.0.0.1:8080', `127.0.0.1:${servers[0].port}`],
    ['127.0.0.1:8081', `127.0.0.1:${servers[1].port}`],
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['/etc/nginx/tls/astronova.example.pem', join(folder, 'certificate.pem')],
    ['/etc/nginx/tls/astronova.example.key', join(folder, 'key.pem')],
  ];
  for (const [from, to] of replacements) {
    if (text.split(from).length !== 2) throw new Error(`'${from}' is not there once`);
    text = text.replace(from, to);
  }
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off;
    worker_processes 2;
    pid ${folder}/nginx.pid;
    error_log stderr;
    events { worker_connections 256; }
    http {
      access_log off;
      ${places.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      ${text}
    }`;
}

export class PrivateNginx {
  static async start(servers) {
    const nginx = new PrivateNginx();
    nginx.folder = temporaryFolder();
    const { path } = nginx.folder;
    nginx.port = await freePort();
    const plainPort = await freePort();
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', '/CN=astronova.example', '-days', '2'],
      ...['-keyout', join(path, 'key.pem'), '-out', join(path, 'certificate.pem')],
    ], { stdio: 'pipe' });
    const file = join(path, 'nginx.conf');
    writeFileSync(file, configuration(path, { port: nginx.port, plainPort, servers }));
    const user = unprivileged();
    if ('uid' in user)
      for (const name of ['', 'key.pem']) chownSync(join(path, name), user.uid, user.gid);
    nginx.plainPort = plainPort;
    await nginx.launch(['-p', path, '-c', file], user);
    return nginx;
  }

  async launch(args, user) {
    this.child = spawn('nginx', args, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    this.exited = once(this.child, 'exit');
    this.endWithTests = () => this.child.kill('SIGTERM');
    process.once('exit', this.endWithTests);
    this.log = '';
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    let ended = false;
    this.exited.then(() => (ended = true));
    const listens = async () => {
      while (!(await this.isListening())) {
        if (ended) throw new Error(`nginx ended:\n${this.log}`);
      }
    };
    await within(listens(), 'nginx');
  }

  isListening() {
    return new Promise((resolve) => {
      const socket = net.connect(this.port, '127.0.0.1');
      socket.on('connect', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
  }

  async remove() {
    this.child.kill('SIGTERM');
    await within(this.exited, 'the end of nginx');
    process.off('exit', this.endWithTests);
    this.folder.remove();
  }
}
