// astronova migrate, backup, restore and rotate-key.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { run } from './support/program.mjs';

const key = () => randomBytes(32).toString('base64');

describe('the commands of storage', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'astronova-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const data = (name) => ['--data-dir', join(folder, name)];

  async function succeeds(args, env = {}) {
    const { code, stdout, stderr } = await run(args, { env });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    return stdout;
  }

  async function fails(args, env = {}) {
    const { code, stdout, stderr } = await run(args, { env });
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^error: /);
    return stderr;
  }

  it('migrates once, and says before what it would do', async () => {
    const steps = (state) => new RegExp(`^(\\d{4} \\w+ +${state}\n)+$`);
    assert.match(await succeeds(['migrate', '--status', ...data('new')]), steps('not applied'));
    assert.match(await succeeds(['migrate', '--dry-run', ...data('new')]), steps('would be applied'));
    assert.ok(!existsSync(join(folder, 'new/astronova.db')));
    assert.match(await succeeds(['migrate', ...data('new')]), steps('applied'));
    assert.equal(statSync(join(folder, 'new/astronova.db')).mode & 0o777, 0o600);
    assert.match(await succeeds(['migrate', ...data('new')]), /^nothing to do/);
    assert.match(await succeeds(['migrate', '--dry-run', ...data('new')]), /^nothing to do/);
    assert.match(await succeeds(['migrate', '--status', ...data('new')]), steps('applied'));
  });

  it('says without a database of which schema it is, and which programs can live with it', async () => {
    const said = JSON.parse(await succeeds(['migrate', '--compatibility', ...data('none')]));
    assert.ok(!existsSync(join(folder, 'none')));
    assert.ok(said.oldestCompatibleSchema >= 1 && said.oldestCompatibleSchema <= said.schemaNumber);
    assert.deepEqual(said.migrations[0], { number: 1, name: 'accounts', oldestCompatibleSchema: 1 });
    assert.equal(said.migrations.at(-1).number, said.schemaNumber);
    assert.equal((await run(['migrate', '--compatibility', '--status'])).code, 2);
  });

  it('restores what it backed up, and refuses what is damaged', async () => {
    const file = join(folder, 'backup');
    assert.match(await succeeds(['backup', file, ...data('one')]), /^backed up 0 rows, schema \d+\n$/);
    assert.match(await succeeds(['restore', file, ...data('two')]), /^restored 0 rows/);
    const again = join(folder, 'again');
    await succeeds(['backup', again, ...data('two')]);
    assert.deepEqual(readFileSync(again), readFileSync(file));
    writeFileSync(again, readFileSync(file, 'utf8').slice(0, -20));
    assert.match(await fails(['restore', again, ...data('two')]), /no complete backup/);
  });

  it('takes keys from the environment alone, and never prints one', async () => {
    assert.match(await fails(['rotate-key', ...data('keys')]), /ASTRONOVA_DATA_KEYS/);
    const secret = key();
    const env = { ASTRONOVA_DATA_KEYS: `2026a:${secret}` };
    assert.match(await succeeds(['rotate-key', ...data('keys')], env), /all are sealed by 2026a/);
    const wrong = { ASTRONOVA_DATA_KEYS: `2026a:${secret}x` };
    assert.ok(!(await fails(['rotate-key', ...data('keys')], wrong)).includes(secret));
  });

  it('says that a server of databases does not answer, without the password', async () => {
    const env = { DATABASE_URL: 'postgresql://anna:geheim@127.0.0.1:1/none' };
    const refused = await fails(['migrate'], env);
    assert.match(refused, /does not answer/);
    assert.doesNotMatch(refused, /geheim/);
  });
});
