// The units of infra/systemd, looked at by systemd itself.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const unitText = (name) => readFileSync(join(repository, 'infra/systemd', name), 'utf8');

// By the name that each has when it runs.
const units = { 'astronova.service': 'astronova.service', 'astronova@blue.service': 'astronova@.service' };

describe('the units for systemd', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'astronova-units-'));
    for (const [name, file] of Object.entries(units)) {
      // What they start need not be installed here.
      const text = unitText(file).replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true');
      writeFileSync(join(folder, name), text);
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const name of Object.keys(units)) {
    it(`${name} is understood without a warning`, () => {
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, name)], {
        encoding: 'utf8',
      });
      const own = stderr.split('\n').filter((line) => line.includes('astronova'));
      assert.deepEqual(own, []);
      assert.equal(status, 0, stderr);
    });

    it(`${name} is hardened`, () => {
      // From 0, nothing is exposed, to 100.
      const args = ['security', '--offline=true', '--threshold=20', join(folder, name)];
      execFileSync('systemd-analyze', args, { stdio: 'pipe' });
    });
  }

  it('run what the engine of releases puts into a slot, by the settings that it has by default', () => {
    const settings = readFileSync(join(repository, 'infra/release.toml'), 'utf8');
    const directory = /^state = "(.*)"$/m.exec(settings)[1];
    const unit = unitText('astronova@.service');
    assert.match(unit, new RegExp(`^ExecStart=${directory}/slots/%i/astronova serve$`, 'm'));
    assert.match(unit, new RegExp(`^EnvironmentFile=${directory}/slots/%i/environment$`, 'm'));
    const seconds = /^stop_within = "(.*)"$/m.exec(settings)[1];
    assert.match(unit, new RegExp(`^TimeoutStopSec=${seconds}$`, 'm'));
  });
});
