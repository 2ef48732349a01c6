// bench/http/concurrency.mjs: how many requests at once an instance should be given. A server with one
// thread, on the table ephemeris, is sent charts by wrk over 1 to 256 connections, SECONDS_EACH (5) each;
// docs/SCALING.md has what it printed. The processor time a request is the server's own, so others on the
// machine change it little; the rate and the latencies they do.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, repository, startServer, temporaryFolder } from '../../tests/blackbox/support/program.mjs';

const seconds = process.env.SECONDS_EACH ?? '5';
const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const processorTime = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
};

const folder = temporaryFolder();
const env = { ASTRONOVA_DATA_DIR: folder.path, ASTRONOVA_EPHEMERIS: 'table' };
execFileSync(binary, ['ephemeris', 'build', '--from', '1900', '--to', '2100', '--data-dir', folder.path], {
  stdio: 'ignore',
});
const server = await startServer(['--threads', '1'], { env });
console.log('connections   charts/s   p50 ms   p99 ms   processor µs a chart   failed');
for (const connections of [1, 4, 16, 32, 64, 128, 256]) {
  const before = processorTime(server.pid);
  const script = join(repository, 'bench/http/charts.lua');
  const how = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script];
  const { stdout } = spawnSync('wrk', [...how, `http://127.0.0.1:${server.port}`], { encoding: 'utf8' });
  const used = processorTime(server.pid) - before;
  const [requests, failed, broken, lasted, p50, p99] = /^RESULT (.+)$/m.exec(stdout)[1].split(' ').map(Number);
  const row = [Math.round(requests / lasted), p50.toFixed(2), p99.toFixed(2), ((1e6 * used) / requests).toFixed(1)];
  const widths = [11, 9, 9, 23];
  console.log(`${String(connections).padStart(11)}${row.map((cell, i) => String(cell).padStart(widths[i])).join('')}${String(failed + broken).padStart(9)}`);
}
await server.stop();
folder.remove();
