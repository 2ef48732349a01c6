// A machine on which `astronova release` ships by its local engine: HAProxy, a folder, a file of
// settings.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrivateHaproxy } from './haproxy.mjs';
import { freePort } from './ports.mjs';
import { binary, dataFolder, environment, repository, temporaryFolder, within } from './program.mjs';

// infra/release.toml with some of its keys replaced: { canary: { windows: '["1s"]' } }.
function settings(tables) {
  let text = readFileSync(join(repository, 'infra/release.toml'), 'utf8');
  for (const [table, keys] of Object.entries(tables)) {
    if (!text.includes(`[${table}]\n`)) text += `\n[${table}]\n`;
    for (const [key, value] of Object.entries(keys)) {
      const from = text.indexOf(`[${table}]\n`);
      const next = text.indexOf('\n[', from + 1);
      const end = next < 0 ? text.length : next + 1;
      const line = new RegExp(`^(# )?${key} = .*$`, 'm');
      const part = text.slice(from, end);
      const changed = line.test(part)
        ? part.replace(line, () => `${key} = ${value}`)
        : part.replace(/\n/, () => `\n${key} = ${value}\n`);
      text = text.slice(0, from) + changed + text.slice(end);
    }
  }
  return text;
}

export class ReleaseMachine {
  // `tables` are settings beside those of the machine itself.
  static async start(tables = {}) {
    const machine = new ReleaseMachine();
    machine.folder = temporaryFolder();
    machine.data = dataFolder();
    const { path } = machine.folder;
    machine.ports = { blue: await freePort(), green: await freePort() };
    machine.directory = join(path, 'release');
    const state = join(machine.directory, 'haproxy.state');
    machine.haproxy = await PrivateHaproxy.start({ folder: path, state, ...machine.ports });
    machine.port = machine.haproxy.port;
    writeFileSync(join(path, 'server.env'), machine.serverEnvironment());
    machine.configuration = join(path, 'release.toml');
    writeFileSync(machine.configuration, settings(machine.tables(tables)));
    machine.endWithTests = () => machine.killServers();
    process.once('exit', machine.endWithTests);
    return machine;
  }

  serverEnvironment() {
    const own = environment({
      ASTRONOVA_DATA_DIR: this.data.path,
      ASTRONOVA_LOG_LEVEL: 'warning',
    });
    const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`);
    return `${lines.join('\n')}\n`;
  }

  tables({ service, local, ...others }) {
    const text = JSON.stringify;
    return {
      ...others,
      service: {
        engine: text('local'),
        address: text(this.haproxy.address),
        state: text(this.directory),
        ...service,
      },
      local: {
        haproxy_socket: text(this.haproxy.socket),
        blue_port: this.ports.blue,
        green_port: this.ports.green,
        supervisor: text('processes'),
        environment_file: text(join(this.folder.path, 'server.env')),
        ...local,
      },
    };
  }

  // Starts a command, which is not waited for.
  begin(command, ...args) {
    const words = ['release', command, '--config', this.configuration, '--by', 'a test', ...args];
    const child = spawn(binary, words, { env: environment({}), stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'])
      child[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text));
    const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
    return { child, ended, said };
  }

  run(command, ...args) {
    return within(this.begin(command, ...args).ended, `release ${command}`, 300_000);
  }

  async status() {
    const { code, stdout, stderr } = await this.run('status', '--json');
    if (code !== 0) throw new Error(`status ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  processOf(slot) {
    const file = join(this.directory, 'slots', slot, 'process.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pid : undefined;
  }

  killServers() {
    for (const slot of ['blue', 'green']) {
      try {
        process.kill(-this.processOf(slot), 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  }

  logs() {
    return ['blue', 'green'].flatMap((slot) => {
      const folder = join(this.directory, 'slots', slot);
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((name) => name.startsWith('server.log'))
        .map((name) => `${slot}/${name}:\n${readFileSync(join(folder, name), 'utf8')}`);
    });
  }

  async remove() {
    this.killServers();
    process.off('exit', this.endWithTests);
    await this.haproxy.stop();
    this.folder.remove();
    this.data.remove();
  }
}
