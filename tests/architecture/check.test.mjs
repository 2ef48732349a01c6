// Each rule is broken once in a small tree of its own: a check that cannot fail proves nothing.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { brokenRules } from "./check.mjs";

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "architecture-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function assertBroken(...patterns) {
  const broken = brokenRules(root);
  assert.equal(broken.length, patterns.length, broken.join("\n"));
  patterns.forEach((pattern, index) => assert.match(broken[index], pattern));
}

test("a tree that keeps the rules has nothing said of it", () => {
  write({
    "src/base/result.h": "#include <string>\n",
    "src/base/version.h.in": "",
    "src/sky/ephemeris.h": '#include "base/result.h"\n',
    "src/sky/swiss/swiss_ephemeris.h": '#include "sky/ephemeris.h"\n',
    "src/sky/swiss/swiss_ephemeris.cpp":
      '#include <swephexp.h>\n#include "sky/swiss/swiss_ephemeris.h"\n',
    "src/http/server.cpp": "#include <boost/beast/http.hpp>\n",
    "src/app/main.cpp": '#include "base/version.h"\n#include "sky/swiss/swiss_ephemeris.h"\n',
    "tests/sky/swiss_test.cpp": '#include "sky/swiss/swiss_ephemeris.h"\n',
  });
  assertBroken();
});

test("an include that points up is found, with its line", () => {
  write({
    "src/api/routes.h": "",
    "src/sky/ephemeris.h": '#pragma once\n#include "api/routes.h"\n',
  });
  assertBroken(/src\/sky\/ephemeris\.h:2: src\/sky may not include src\/api/);
});

test("an include that points up is found in angle brackets too", () => {
  write({ "src/astrology/aspects.h": "", "src/sky/a.cpp": "#include <astrology/aspects.h>\n" });
  assertBroken(/may not include src\/astrology/);
});

test("an include that is not relative to src/ is found", () => {
  write({ "src/sky/a.h": "", "src/sky/a.cpp": '#include "a.h"\n' });
  assertBroken(/"a\.h" is not a header in src/);
});

test("a room that nobody drew is found", () => {
  write({ "src/attic/box.cpp": "" });
  assertBroken(/the room src\/attic is not in/);
});

test("Swiss Ephemeris outside its adapter is found", () => {
  const content = "#include <swephexp.h>\n";
  write({ "src/astrology/a.cpp": content, "tests/sky/a.cpp": content });
  assertBroken(/^src\/astrology\/a\.cpp:1: Swiss Eph/);
});

test("Beast and curl outside http and clients are found", () => {
  write({ "src/api/a.cpp": "#include <boost/beast/http.hpp>\n#include <curl/curl.h>\n" });
  assertBroken(/a\.cpp:1: Beast/, /a\.cpp:2: Beast/);
});

test("an adapter named by another room than app is found", () => {
  write({ "src/sky/swiss/s.h": "", "src/usecases/a.cpp": '#include "sky/swiss/s.h"\n' });
  assertBroken(/src\/usecases\/a\.cpp:1: an adapter/);
});

test("folders of one room that include each other are found", () => {
  write({
    "src/astrology/western/w.h": '#include "astrology/vedic/v.h"\n',
    "src/astrology/vedic/v.h": '#include "astrology/western/w.h"\n',
  });
  assertBroken(/(western -> .*vedic -> .*western|vedic -> .*western -> .*vedic) include each other/);
});

test("a file that is too long is found", () => {
  write({ "src/base/long.cpp": "\n".repeat(501), "src/base/just_right.cpp": "\n".repeat(500) });
  assertBroken(/long\.cpp: 501 lines/);
});

test("a dependency that is not written down is found", () => {
  write({
    "docs/DEPENDENCIES.md": "| `written-down` |\n",
    "tools/packages/build": "# comment\nwritten-down\nforgotten command\n",
    "api/package.json": '{"devDependencies": {"forgotten-too": "1.0.0"}}',
  });
  assertBroken(/build: forgotten is not/, /api\/package\.json: forgotten-too is not/);
});
