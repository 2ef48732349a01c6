// Certificates for servers of tests, made by the openssl command.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './program.mjs';

// A folder as Kubernetes mounts secrets: `certificate` and `key` are replaced at one moment.
export class KeyFolder {
  constructor() {
    this.folder = temporaryFolder();
    this.versions = 0;
    this.certificate = join(this.folder.path, 'tls.crt');
    this.key = join(this.folder.path, 'tls.key');
    for (const name of ['tls.crt', 'tls.key'])
      symlinkSync(join('..data', name), join(this.folder.path, name));
    this.replace({ serial: 1 });
  }

  // A new pair for localhost, or what `spoil` makes of the files of one.
  replace({ serial, algorithm = 'ec' }, spoil = () => {}) {
    this.versions += 1;
    const version = `..version${this.versions}`;
    const path = (name) => join(this.folder.path, version, name);
    mkdirSync(join(this.folder.path, version));
    const key =
      algorithm === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', ...key, '-nodes', '-days', '2', '-set_serial', String(serial)]
        .concat(['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'])
        .concat(['-keyout', path('tls.key'), '-out', path('tls.crt')]),
      { stdio: 'ignore' },
    );
    spoil(path);
    symlinkSync(version, join(this.folder.path, '..next'));
    renameSync(join(this.folder.path, '..next'), join(this.folder.path, '..data'));
  }

  get pem() {
    return readFileSync(this.certificate);
  }

  get flags() {
    return ['--tls-certificate', this.certificate, '--tls-key', this.key];
  }

  remove() {
    this.folder.remove();
  }
}
