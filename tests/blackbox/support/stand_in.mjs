// The programs of tests/support that stand in for other companies' servers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository, within } from './program.mjs';

export class StandIn {
  static async start(script) {
    const standIn = new StandIn();
    const program = join(repository, 'tests/support', script);
    standIn.child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [port] = await within(once(standIn.child.stdout, 'data'), script);
    standIn.host = `127.0.0.1:${Number(port)}`;
    standIn.address = `http://${standIn.host}`;
    return standIn;
  }

  async control(route, wish) {
    const answer = await fetch(`${this.address}/control/${route}`, {
      method: wish ? 'POST' : 'GET',
      body: wish && JSON.stringify(wish),
    });
    return answer.json();
  }

  stop() {
    this.child.stdin.end();
  }
}
