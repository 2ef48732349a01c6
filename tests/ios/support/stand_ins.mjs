// Programs of macOS that are not here: scripts that write down how they were called, and do what their
// manuals say of that, as far as the scripts of ios/ rely on it. They have not been compared with a Mac.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './files.mjs';

export class Mac {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'astronova-mac-'));
    this.home = join(this.folder, 'home');
    this.temporary = join(this.folder, 'tmp');
    for (const name of ['bin', 'home', 'tmp', 'state']) mkdirSync(join(this.folder, name));
  }

  // A program, as a bash script. $STATE is a folder of the stand-ins'.
  install(name, script) {
    writeFileSync(
      join(this.folder, 'bin', name),
      `#!/usr/bin/env bash
set -euo pipefail
{ printf '%s' ${name}; printf '\\t%s' "$@"; printf '\\n'; } >>"$STATE/calls"
${script}
`,
      { mode: 0o755 },
    );
  }

  run(script, words, environment) {
    const { status, stdout, stderr } = spawnSync(join(root, script), words, {
      encoding: 'utf8',
      env: {
        PATH: [join(this.folder, 'bin'), process.env.PATH].join(delimiter),
        HOME: this.home,
        TMPDIR: this.temporary,
        STATE: join(this.folder, 'state'),
        ...environment,
      },
    });
    return { status, said: stdout + stderr };
  }

  // What each program was called with, a list of words a call.
  get calls() {
    const path = join(this.folder, 'state/calls');
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
