// The files of ios/, property lists read by Python's own plistlib.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export const readText = (path) => readFileSync(join(root, path), 'utf8');
export const readJson = (path) => JSON.parse(readText(path));

const program = `
import json, plistlib, sys
with open(sys.argv[1], "rb") as file:
    print(json.dumps(plistlib.load(file, fmt=plistlib.FMT_XML)))
`;
export function readPlist(path) {
  return JSON.parse(execFileSync('python3', ['-c', program, join(root, path)], { encoding: 'utf8' }));
}

// The settings of an xcconfig file with those that it includes; later ones win.
export function readSettings(path) {
  const settings = {};
  for (const line of readText(path).split('\n')) {
    const [, included] = /^#include "(.*)"$/.exec(line) ?? [];
    const [, name, value] = /^([A-Z0-9_]+) = (.*)$/.exec(line) ?? [];
    if (included) Object.assign(settings, readSettings(join(path, '..', included)));
    else if (name) settings[name] = value;
    else if (line && !line.startsWith('//')) throw new SyntaxError(`${path}: ${line}`);
  }
  return settings;
}
