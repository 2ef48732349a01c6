// apple_server.mjs [PORT]: stands in for appleid.apple.com. Prints its port (0: any that is free).
//
// It follows, as published in 2026:
//   https://developer.apple.com/documentation/signinwithapplerestapi/fetch-apple's-public-key-for-verifying-token-signature
//   https://developer.apple.com/documentation/signinwithapplerestapi/generate-and-validate-tokens
//   https://developer.apple.com/documentation/signinwithapplerestapi/revoke-tokens
//   https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse
//   https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
//   https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts
//
// Beside Apple's GET /auth/keys, POST /auth/token and POST /auth/revoke it has control routes, which
// take and give JSON objects:
//   GET  /control/credentials     teamId, keyId, privateKey (PEM, as in a .p8 file), clientIds
//   GET  /control/asked           how often each route was asked for
//   GET  /control/revoked         the refresh tokens that were revoked
//   POST /control/authorize       a person consents: { clientId, sub, email, nonce, redirectUri }, all
//                                 optional -> { code, identityToken, sub }
//   POST /control/identity_token  { claims, header, algorithm } over the usual ones; a claim or header
//                                 that is null is left out. algorithm: RS256, none, or HS256 with the
//                                 public key's PEM as its secret -> { identityToken }
//   POST /control/rotate          signs by a new key from now on; { keep }: publish so many old ones
//   POST /control/revoke_consent  { sub }: the person withdraws; refresh tokens end
//   POST /control/notify          { type, sub, email, clientId, claims, eventsAsObject, url }: the
//                                 notification of an event -> { body }, sent to `url` if there is one
//                                 -> { body, status }
//   POST /control/settings        { maxAge, now }: seconds the keys may be kept, null for no word of
//                                 it; now, RFC 3339, makes the clock stand
//   POST /control/fault           see stand_in.mjs
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { signToken, verifyES256 } from './json_web_token.mjs';
import { StandIn } from './stand_in.mjs';

const issuer = 'https://appleid.apple.com';
const secretSecondsMax = 15777000;
const codeSeconds = 300;

const client = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const credentials = {
  teamId: 'TEAM123456',
  keyId: 'KEY1234567',
  privateKey: client.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  clientIds: ['com.example.astronova', 'com.example.astronova.web'],
};
const settings = { maxAge: 86400, now: undefined };
const signingKeys = []; // the newest last; all are published
const authorizations = new Map(); // by code
const grants = new Map(); // by refresh token
const revoked = [];

const seconds = () => Math.floor((settings.now ? Date.parse(settings.now) : Date.now()) / 1000);
const randomText = (bytes) => randomBytes(bytes).toString('hex');

function addSigningKey() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  signingKeys.push({ kid: randomBytes(8).toString('base64url').slice(0, 10), ...pair });
}

const publicJwk = ({ kid, publicKey }) => {
  const { n, e } = publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', kid, use: 'sig', alg: 'RS256', n, e };
};

const withoutNulls = (object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));

function signByApple(claims, { header = {}, algorithm = 'RS256' } = {}) {
  const key = signingKeys.at(-1);
  const material = {
    RS256: key.privateKey,
    HS256: key.publicKey.export({ type: 'spki', format: 'pem' }),
  };
  const fullHeader = withoutNulls({ kid: key.kid, alg: algorithm, ...header });
  return signToken(fullHeader, withoutNulls(claims), material[algorithm]);
}

function identityClaims({ clientId, sub, email, nonce }) {
  return {
    iss: issuer,
    aud: clientId,
    exp: seconds() + 86400,
    iat: seconds(),
    sub,
    nonce: nonce ?? null,
    c_hash: randomBytes(16).toString('base64url'),
    email: email ?? null,
    email_verified: email ? true : null,
    is_private_email: email?.endsWith('@privaterelay.appleid.com') ? true : null,
    auth_time: seconds(),
    nonce_supported: true,
  };
}

const person = (wish) => ({
  clientId: wish.clientId ?? credentials.clientIds[0],
  sub: wish.sub ?? `001234.${randomText(16)}.0001`,
  email: wish.email,
  nonce: wish.nonce,
});

const refuse = (error, description) => ({
  status: 400,
  body: { error, ...(description && { error_description: description }) },
});

// Why a client may not be who it says, or undefined.
function faultOfClient(form) {
  const secret = verifyES256(form.get('client_secret'), client.publicKey);
  if (!secret) return 'the signature';
  const { header, claims } = secret;
  const clientId = form.get('client_id');
  const now = seconds();
  if (header.kid !== credentials.keyId) return 'kid';
  if (claims.iss !== credentials.teamId) return 'iss';
  if (claims.aud !== issuer) return 'aud';
  if (claims.sub !== clientId || !credentials.clientIds.includes(clientId)) return 'sub';
  if (!Number.isInteger(claims.iat) || claims.iat > now + 60) return 'iat';
  if (!Number.isInteger(claims.exp) || claims.exp <= now) return 'exp';
  if (claims.exp > now + secretSecondsMax) return 'exp';
  return undefined;
}

// A request with a form, by a client that has proved who it is.
const byClient = (handle) => ({ headers, body }) => {
  const type = (headers['content-type'] ?? '').split(';')[0].trim();
  if (type !== 'application/x-www-form-urlencoded') return refuse('invalid_request');
  const form = new URLSearchParams(body.toString());
  const fault = faultOfClient(form);
  return fault ? refuse('invalid_client', fault) : handle(form);
};

function tokens(holder, more) {
  const identityToken = signByApple(identityClaims(holder));
  const body = {
    access_token: `a${randomText(16)}.0.${randomText(2)}`,
    token_type: 'Bearer',
    expires_in: 3600,
    ...more,
    id_token: identityToken,
  };
  return { status: 200, headers: { 'cache-control': 'no-store' }, body };
}

function exchangeCode(form) {
  const code = form.get('code');
  const authorization = authorizations.get(code);
  authorizations.delete(code);
  if (!authorization || authorization.clientId !== form.get('client_id')) {
    return refuse('invalid_grant', 'The code has already been used.');
  }
  if (seconds() > authorization.at + codeSeconds) {
    return refuse('invalid_grant', 'The code has expired or has been revoked.');
  }
  if ((authorization.redirectUri ?? null) !== form.get('redirect_uri')) {
    return refuse('invalid_grant', 'redirect_uri mismatch.');
  }
  const refreshToken = `r${randomText(16)}.0.${randomText(2)}`;
  grants.set(refreshToken, authorization);
  return tokens(authorization, { refresh_token: refreshToken });
}

function useRefreshToken(form) {
  const grant = grants.get(form.get('refresh_token'));
  if (!grant || grant.clientId !== form.get('client_id')) return refuse('invalid_grant');
  return tokens(grant, {});
}

function endGrant(form) {
  const token = form.get('token');
  if (!token) return refuse('invalid_request');
  if (grants.delete(token)) revoked.push(token);
  return { status: 200 };
}

const routes = {
  'GET /auth/keys': () => ({
    status: 200,
    headers: settings.maxAge === null ? {} : { 'cache-control': `max-age=${settings.maxAge}` },
    body: { keys: signingKeys.map(publicJwk) },
  }),
  'POST /auth/token': byClient((form) => {
    const grantType = form.get('grant_type');
    if (grantType === 'authorization_code') return exchangeCode(form);
    if (grantType === 'refresh_token') return useRefreshToken(form);
    return refuse('unsupported_grant_type');
  }),
  'POST /auth/revoke': byClient(endGrant),
};

// The claim `events` is text in what Apple sends, though its documentation shows an object; and it
// documents "account-deleted" where it has sent "account-delete". Say which by `type`.
function notification({ type, sub, email, clientId, claims = {}, eventsAsObject }) {
  const event = {
    type,
    sub,
    event_time: seconds() * 1000,
    ...(email && { email, is_private_email: 'true' }),
  };
  const payload = signByApple({
    iss: issuer,
    aud: clientId ?? credentials.clientIds[0],
    exp: seconds() + 86400,
    iat: seconds(),
    jti: randomUUID(),
    events: eventsAsObject ? event : JSON.stringify(event),
    ...claims,
  });
  return { payload };
}

async function notify(wish) {
  const body = notification(wish);
  if (!wish.url) return { body };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(wish.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { body, status: response.status };
}

const control = {
  'GET /control/credentials': () => credentials,
  'GET /control/revoked': () => ({ revoked }),
  'POST /control/authorize': (wish) => {
    const authorization = { ...person(wish), redirectUri: wish.redirectUri, at: seconds() };
    const code = `c${randomText(16)}.0.${randomText(2)}`;
    authorizations.set(code, authorization);
    const identityToken = signByApple(identityClaims(authorization));
    return { code, identityToken, sub: authorization.sub };
  },
  'POST /control/identity_token': ({ claims = {}, ...how }) => ({
    identityToken: signByApple({ ...identityClaims(person({})), ...claims }, how),
  }),
  'POST /control/rotate': ({ keep = 1 }) => {
    addSigningKey();
    signingKeys.splice(0, Math.max(0, signingKeys.length - 1 - keep));
    return { kid: signingKeys.at(-1).kid };
  },
  'POST /control/revoke_consent': ({ sub }) => {
    for (const [token, grant] of grants) if (grant.sub === sub) grants.delete(token);
    return {};
  },
  'POST /control/notify': notify,
  'POST /control/settings': (wish) => Object.assign(settings, wish),
};

addSigningKey();
new StandIn(routes, control).start(process.argv[2]);
