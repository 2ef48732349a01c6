// Builds to ship: the program under another version, whole or broken.
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binary } from '../../blackbox/support/program.mjs';

const here = dirname(fileURLToPath(import.meta.url));

function writeProgram(folder, name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

// The program itself, which says that it is of that version.
export function build(folder, version) {
  return writeProgram(
    folder,
    `astronova-${version}`,
    `#!/bin/sh
[ "$1" = version ] && { echo "astronova ${version}"; exec ${binary} version | tail -n +2; }
APP_VERSION=${version} exec ${binary} "$@"
`,
  );
}

// The same, broken in a way of broken_server.cjs.
export function brokenBuild(folder, version, fault, settings = {}) {
  const wanted = { binary, version, fault, ...settings };
  return writeProgram(
    folder,
    `astronova-${fault}`,
    `#!/usr/bin/env node
require(${JSON.stringify(join(here, 'broken_server.cjs'))})(${JSON.stringify(wanted)});
`,
  );
}
