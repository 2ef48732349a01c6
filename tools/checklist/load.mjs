// tools/checklist/load.mjs PROGRAM: whether a server of the program bears a load, for `astronova release
// checklist`. wrk keeps CONNECTIONS (64) busy with charts for SECONDS (10); every answer must be 200, no
// connection may break, and there must be RATE (1000) of them a second at least. What a server can do at
// most is measured by `./dev bench http`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const [program] = process.argv.slice(2);
const { SECONDS: seconds = '10', CONNECTIONS: connections = '64', RATE: rate = '1000' } = process.env;
if (!program) {
  console.error('tools/checklist/load.mjs PROGRAM');
  process.exit(2);
}
process.env.ASTRONOVA_BINARY = program;
const { repository, startServer } = await import('../../tests/blackbox/support/program.mjs');

const script = join(repository, 'bench/http/charts.lua');
const server = await startServer();
const load = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script];
const { stdout, stderr, error } = spawnSync('wrk', [...load, `http://127.0.0.1:${server.port}`], { encoding: 'utf8' });
await server.stop();
const found = /^RESULT (\S+) (\S+) (\S+) (\S+) \S+ (\S+)$/m.exec(stdout ?? '');
if (!found) {
  console.error(`wrk did not come to its end: ${error?.message ?? stderr}`);
  process.exit(1);
}
const [requests, failed, broken, lasted, p99] = found.slice(1).map(Number);
const reached = requests / lasted;
console.log(
  `${requests} charts in ${lasted.toFixed(0)} s, ${Math.round(reached)} a second (at least ${rate}), p99 ${p99.toFixed(1)} ms; ` +
    `${failed} not answered with 2xx, ${broken} connections broken`,
);
process.exitCode = failed === 0 && broken === 0 && reached >= Number(rate) ? 0 : 1;
