// Secret Manager v1. https://cloud.google.com/secret-manager/docs/reference/rest
import { Policies, Refused, added, found, routes } from './answers.mjs';

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

// CRC-32C (RFC 3720, B.4), with which who sends a payload proves that it came whole.
export function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

export function secretmanager(cloud) {
  const secrets = new Map();
  const versions = new Map();
  const policies = new Policies();
  cloud.payload = (secret, version) => versions.get(secret)?.[version - 1]?.payload.toString();
  const at = '/v1/projects/{project}/secrets';
  const shown = ({ name, state, createTime }) => ({ name, state, createTime });
  const add = ({ secret }, { body }) => {
    found(secrets, secret);
    const payload = Buffer.from(body.payload.data, 'base64');
    if (body.payload.dataCrc32c !== undefined && Number(body.payload.dataCrc32c) !== crc32c(payload))
      throw new Refused(400, 'INVALID_ARGUMENT', 'The checksum does not match the payload.');
    const list = versions.get(secret);
    const version = {
      name: `projects/123456789012/secrets/${secret}/versions/${list.length + 1}`,
      state: 'ENABLED',
      createTime: '2026-01-01T00:00:00Z',
      payload,
    };
    list.push(version);
    return { ...shown(version), clientSpecifiedPayloadChecksum: body.payload.dataCrc32c !== undefined };
  };
  return routes({
    [`GET ${at}`]: () => ({ secrets: [...secrets.values()], totalSize: secrets.size }),
    [`POST ${at}`]: (_, { url, body }) => {
      const name = url.searchParams.get('secretId');
      versions.set(name, []);
      return added(secrets, name, {
        ...body,
        name: `projects/123456789012/secrets/${name}`,
        createTime: '2026-01-01T00:00:00Z',
      });
    },
    [`GET ${at}/{secret}`]: ({ secret }) => found(secrets, secret),
    [`DELETE ${at}/{secret}`]: ({ secret }) => {
      found(secrets, secret);
      secrets.delete(secret);
      versions.delete(secret);
    },
    [`POST ${at}/{secret}:addVersion`]: add,
    [`GET ${at}/{secret}/versions`]: ({ secret }) => {
      found(secrets, secret);
      return { versions: versions.get(secret).map(shown).reverse() };
    },
    [`GET ${at}/{secret}:getIamPolicy`]: ({ secret }) => policies.get(secret),
    [`POST ${at}/{secret}:setIamPolicy`]: ({ secret }, { body }) => policies.set(secret, body),
  });
}
