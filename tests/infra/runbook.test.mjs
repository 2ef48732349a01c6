// Whoever is woken follows links: those of the runbook and of the plan for scaling lead somewhere.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../blackbox/support/program.mjs';

// As GitHub makes anchors of headings.
const anchorsOf = (text) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
  );

for (const page of ['docs/RUNBOOK.md', 'docs/SCALING.md']) {
  describe(page, () => {
    const text = readFileSync(join(repository, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)].filter(([, file]) => !/^https?:/.test(file));
    assert.ok(links.length > 5);
    for (const [, file, anchor] of links) {
      const target = file === '' ? join(repository, page) : join(repository, dirname(page), file);
      const name = `${relative(repository, target)}${anchor ? `#${anchor}` : ''}`;
      it(`has a link to ${name}, which is there`, () => {
        assert.ok(existsSync(target), target);
        if (anchor) assert.ok(anchorsOf(readFileSync(target, 'utf8')).includes(anchor), anchor);
      });
    }
  });
}
