// JSON Web Tokens (RFC 7519) by node's own cryptography, good ones and bad ones.
import { createHmac, sign, verify } from 'node:crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());

// header.alg: RS256 or ES256 by a private key, HS256 by a secret, none without either.
export function signToken(header, claims, key) {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${signature(header.alg, Buffer.from(text), key)}`;
}

function signature(algorithm, bytes, key) {
  switch (algorithm) {
    case 'RS256':
      return sign('sha256', bytes, key).toString('base64url');
    case 'ES256':
      return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    case 'HS256':
      return createHmac('sha256', key).update(bytes).digest('base64url');
    case 'none':
      return '';
    default:
      throw new Error(`no way to sign by ${algorithm}`);
  }
}

// { header, claims } of a token that the public key signed by ES256, or undefined.
export function verifyES256(token, key) {
  const parts = (token ?? '').split('.');
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = [decode(parts[0]), decode(parts[1])];
    const bytes = Buffer.from(`${parts[0]}.${parts[1]}`);
    const proof = Buffer.from(parts[2], 'base64url');
    const good =
      header.alg === 'ES256' && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, proof);
    return good ? { header, claims } : undefined;
  } catch {
    return undefined;
  }
}
