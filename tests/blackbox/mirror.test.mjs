// The mirror in CloudKit, with a stand-in for Apple's server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { People } from './support/people.mjs';
import { repository, run, temporaryFolder, within } from './support/program.mjs';
import { recordKinds } from './support/records.mjs';

const message = 'Does the ocelot of Tucumán dream?';

class CloudKit {
  static async start(folder) {
    const cloud = new CloudKit();
    const program = join(repository, 'tests/support/cloudkit_server.mjs');
    cloud.child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [port] = await within(once(cloud.child.stdout, 'data'), 'the stand-in for CloudKit');
    cloud.address = `http://127.0.0.1:${Number(port)}`;
    const { container, keyId, privateKey } = await cloud.control('credentials');
    cloud.keyFile = join(folder, 'cloudkit.pem');
    writeFileSync(cloud.keyFile, privateKey);
    cloud.env = {
      CLOUDKIT_CONTAINER: container,
      CLOUDKIT_KEY_ID: keyId,
      CLOUDKIT_PRIVATE_KEY_FILE: cloud.keyFile,
      CLOUDKIT_ADDRESS: cloud.address,
    };
    return cloud;
  }

  async control(route, wish) {
    const answer = await fetch(`${this.address}/control/${route}`, {
      method: wish ? 'POST' : 'GET',
      body: wish && JSON.stringify(wish),
    });
    return answer.json();
  }

  stop() {
    this.child.kill('SIGKILL');
  }
}

describe('the mirror in CloudKit', () => {
  let people;
  let cloud;
  const folder = temporaryFolder();
  before(async () => {
    cloud = await CloudKit.start(folder.path);
    people = await People.start({
      env: { ...cloud.env, ASTRONOVA_DATA_KEYS: `k1:${randomBytes(32).toString('base64')}` },
    });
  });
  after(async () => {
    await people.stop();
    cloud.stop();
    folder.remove();
  });

  it('gets over an outage that nobody who writes notices, and holds sealed copies alone', async () => {
    const person = await people.guest();
    await cloud.control('throttle', { times: 1, seconds: 1 });
    const chat = recordKinds.find((one) => one.kind === 'chatMessage');
    const kept = await person.keep(chat, { ...chat.sample(1), content: message });
    await people.server.said(/the mirror in CloudKit waits: too many requests/);
    await people.server.said(/the mirror in CloudKit goes on/);
    const { records } = await cloud.control('records');
    assert.deepEqual(
      records.map((record) => record.recordName),
      [`${person.id}.chat_message.${kept.id}`],
    );
    assert.equal(records[0].fields.owner.value, person.id);
    const text = Buffer.from(records[0].fields.document.value, 'base64').toString();
    assert.match(text, /^1k1\./);
    assert.ok(!JSON.stringify(records).includes('ocelot') && !text.includes('ocelot'));
  });

  it('is refused without a key to seal by, and without a key that opens the container', async () => {
    const unsealed = await run(['serve', '--port', '0'], { env: cloud.env });
    assert.notEqual(unsealed.code, 0);
    assert.match(unsealed.stderr, /ASTRONOVA_DATA_KEYS: it is not set, and the mirror/);
    const keyless = await run(['serve', '--port', '0', '--cloudkit-private-key-file', '/nowhere'], {
      env: people.env,
    });
    assert.notEqual(keyless.code, 0);
    assert.match(keyless.stderr, /--cloudkit-private-key-file/);
  });
});
