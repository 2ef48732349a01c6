// What must never be in the log of a server. Nobody has to say what that is: whatever the tests send
// (texts, dates, coordinates, queries, ids in paths, tokens) and are given (tokens, accounts), and
// every secret in a server's environment, is planted as it passes by, and program.mjs looks for it in
// all that every server has said when the test's process ends.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const paths = resolve(here, '../../../api/paths');

function filesWithin(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    return entry.isDirectory() ? filesWithin(name) : [name];
  });
}

// Longest first, so that none is replaced by the beginning of another.
const templates = filesWithin(paths)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^(\/\S*):$/gm)])
  .map(([, template]) => template)
  .sort((one, other) => other.length - one.length);

// By their texts, where they were.
const planted = new Map();

// As much of a text as is looked for: the log cuts what is long.
const lookedFor = 64;

// Whether a text would not be in a log by chance: no word of ours, no time of day.
const isDistinctive = (text) =>
  text.length >= 8 && /[^a-z_/.-]/.test(text) && !/^\d\d:\d\d(:\d\d)?$/.test(text);

export function plant(value, where) {
  const text = String(value);
  const distinctive = typeof value === 'number' ? /\.\d{4}/.test(text) : isDistinctive(text);
  if (distinctive) planted.set(text.slice(0, lookedFor), where);
}

function plantSecret(text, where) {
  if (text.length >= 8) planted.set(text.slice(0, lookedFor), where);
}

// Without a call for each level: hostile bodies have very many.
function plantAll(value, where) {
  const left = [[value, where]];
  while (left.length > 0) {
    const [next, place] = left.pop();
    if (typeof next === 'string' || typeof next === 'number') plant(next, place);
    else if (next !== null && typeof next === 'object') {
      for (const [name, member] of Object.entries(next)) left.push([member, `${where}'s ${name}`]);
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Also of bytes that are no proper request.
function plantToken(text) {
  for (const [, token] of text.matchAll(/bearer\s+(\S{8,})/gi)) plantSecret(token, 'a token');
}

export function plantRequest(path, headers, body) {
  const [bare, query = ''] = path.split('?');
  for (const segment of bare.split('/')) {
    if (/\d/.test(segment)) plant(segment, 'a path');
  }
  plant(query, 'a query');
  for (const [name, value] of new URLSearchParams(query)) plant(value, `the query's ${name}`);
  for (const value of Object.values(headers)) plantToken(String(value));
  if (body !== undefined) plantAll(parsed(String(body)), 'a body');
}

export function plantBytes(bytes) {
  plantToken(Buffer.from(bytes).toString('latin1'));
}

export function plantResponse(response) {
  if (response.contentType !== 'application/json' || !response.body.includes('Token"')) return;
  const { accessToken, refreshToken, sessionId, user } = parsed(response.text) ?? {};
  for (const secret of [accessToken, refreshToken, sessionId, user?.id]) {
    if (typeof secret === 'string') plantSecret(secret, 'an answer');
  }
}

export function plantEnvironment(environment) {
  for (const [name, value] of Object.entries(environment)) {
    const password = /:\/\/[^/@]*:([^/@]*)@/.exec(value);
    if (password) plantSecret(password[1], name);
    if (!/KEY|SECRET|PASSWORD|TOKEN/.test(name) || /_FILE$|_ID$/.test(name)) continue;
    plantSecret(value, name);
    for (const part of value.split(/[:,]/)) plantSecret(part, name);
  }
}

function leavesOf(value) {
  if (value === null || typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(leavesOf);
}

const harmless = {
  time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  timestamp: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  duration_ms: /^\d+(\.\d+)?$/,
  request_id: /^[0-9a-f]{32}$/,
};

// What of a line could be planted: all but what is measured, by the forms that it must have.
function textsOf(line) {
  // The greeting's proposal for a first request.
  if (line.startsWith('  try    curl ')) return [];
  const said = parsed(line);
  if (said === null || typeof said !== 'object') return [line];
  for (const [name, form] of Object.entries(harmless)) {
    if (form.test(String(said[name]))) delete said[name];
  }
  const { httpRequest } = said;
  if (httpRequest) {
    if (/^\d+\.\d+s$/.test(httpRequest.latency)) delete httpRequest.latency;
    if (/^\d+$/.test(httpRequest.responseSize)) delete httpRequest.responseSize;
  }
  return leavesOf(said);
}

const withoutTemplates = (text) =>
  templates.reduce((rest, template) => rest.replaceAll(template, ''), text);

// Whether whole addresses of clients are told.
const wholeAddress = /"remoteIp":"(?![^"]*(?:\.0|::)")[^"]*"/;

// What is in a server's output and must not be, as sentences.
export function leaksIn(output) {
  const lines = output.split('\n');
  const texts = new Set(lines.flatMap(textsOf));
  const all = withoutTemplates([...texts].join('\n'));
  const leaks = [...planted]
    .filter(([text]) => all.includes(text))
    .map(([text, where]) => `what was in ${where}: ${text}`);
  const address = lines.find((line) => wholeAddress.test(line));
  if (address) leaks.push(`the whole address of a client: ${address}`);
  return leaks;
}
