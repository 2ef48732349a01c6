// check.mjs ROOT: prints each place where the tree under ROOT breaks a rule of rules.mjs, and exits
// with 1 if there is any.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { confined, linesMax, mayInclude } from "./rules.mjs";

const sourceFolders = ["src", "tests", "bench", "fuzz", "tools", "api"];
const sourceName = /\.(h|cpp|mjs|js|sh)$/;

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(root, path);
    return sourceName.test(entry.name) ? [path] : [];
  });
}

function readSource(root, path) {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const includes = lines.flatMap((line, index) => {
    const match = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(line);
    return match ? [{ header: match[2], quoted: match[1] === '"', line: index + 1 }] : [];
  });
  return { path, lineCount: lines.length - 1, includes: sourceIsCpp(path) ? includes : [] };
}

const sourceIsCpp = (path) => /\.(h|cpp)$/.test(path);
// A room may be named as a header of the standard library is: <limits>.
const isOwnHeader = (root, header) =>
  header.includes("/") &&
  (existsSync(join(root, "src", header)) || existsSync(join(root, "src", `${header}.in`)));

function* tooLong({ path, lineCount }) {
  if (lineCount > linesMax) yield `${path}: ${lineCount} lines, at most ${linesMax}: split it`;
}

function* arrowsThatPointUp(root, { path, includes }) {
  const [top, room] = path.split("/");
  if (top !== "src" || !sourceIsCpp(path)) return;
  const allowed = mayInclude[room];
  if (!allowed) yield `${path}: the room src/${room} is not in tests/architecture/rules.mjs`;
  for (const { header, quoted, line } of includes) {
    if (isOwnHeader(root, header)) {
      const target = header.split("/")[0];
      if (allowed && ![room, "base", ...allowed].includes(target)) {
        yield `${path}:${line}: src/${room} may not include src/${target} ("${header}")`;
      }
    } else if (quoted) {
      yield `${path}:${line}: "${header}" is not a header in src/; includes are relative to src/`;
    }
  }
}

function* strayIncludes({ path, includes }) {
  for (const { header, line } of includes) {
    for (const { what, header: pattern, to } of confined) {
      const home = `src/${posix.dirname(header)}/`; // an adapter's own folder
      if (pattern.test(header) && ![home, ...to].some((folder) => path.startsWith(folder))) {
        yield `${path}:${line}: ${what} (${header}) may be included in ${to.join(", ")} only`;
      }
    }
  }
}

// The first way from a folder of src/ through includes back to itself.
function* folderCycle(root, sources) {
  const arrows = new Map();
  for (const { path, includes } of sources) {
    if (!path.startsWith("src/")) continue;
    const from = posix.dirname(path);
    for (const { header } of includes) {
      const to = posix.dirname(`src/${header}`);
      if (to !== from && isOwnHeader(root, header)) {
        arrows.set(from, (arrows.get(from) ?? new Map()).set(to, path));
      }
    }
  }
  const finished = new Set();
  const walk = (folder, way) => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (finished.has(folder)) return undefined;
    for (const next of arrows.get(folder)?.keys() ?? []) {
      const cycle = walk(next, [...way, folder]);
      if (cycle) return cycle;
    }
    finished.add(folder);
    return undefined;
  };
  for (const folder of arrows.keys()) {
    const cycle = walk(folder, []);
    if (cycle) {
      const because = cycle.slice(1).map((to, index) => arrows.get(cycle[index]).get(to));
      yield `the folders ${cycle.join(" -> ")} include each other (${because.join(", ")})`;
      return;
    }
  }
}

function* undocumentedDependencies(root) {
  const document = join(root, "docs/DEPENDENCIES.md");
  const text = existsSync(document) ? readFileSync(document, "utf8") : "";
  const documented = (name) => text.includes(`\`${name}\``);
  const lists = join(root, "tools/packages");
  for (const list of existsSync(lists) ? readdirSync(lists) : []) {
    for (const line of readFileSync(join(lists, list), "utf8").split("\n")) {
      const name = line.split(" ")[0];
      if (name && name !== "#" && !documented(name)) {
        yield `tools/packages/${list}: ${name} is not in docs/DEPENDENCIES.md`;
      }
    }
  }
  for (const folder of ["api", "tests/blackbox", "tests/infra/containers", "tools/workflows"]) {
    const manifest = join(root, folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (!documented(name)) yield `${folder}/package.json: ${name} is not in docs/DEPENDENCIES.md`;
    }
  }
}

// Every broken rule, as a sentence.
export function brokenRules(root) {
  const sources = sourceFolders
    .flatMap((folder) => filesBelow(root, folder))
    .map((path) => readSource(root, path));
  return [
    ...sources.flatMap((source) => [
      ...tooLong(source),
      ...arrowsThatPointUp(root, source),
      ...strayIncludes(source),
    ]),
    ...folderCycle(root, sources),
    ...undocumentedDependencies(root),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../..");
  const broken = brokenRules(root);
  for (const sentence of broken) console.log(sentence);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
