// Which sources may be read as one, by an #include of each, and mean what they mean alone.
//
// Most of the time of a compiler and of clang-tidy goes to the headers of Boost and of the standard
// library, again for each source. So several sources are taken together, but for those of which one
// uses a name that another has for itself.
//
// batches.mjs SIZE FILE...: prints one batch of at most SIZE files a line, for CMake.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What a test framework's macro makes of its arguments is the test's own as well.
const macros = /^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P)\((\w+),\s*(\w+)/;
const declaredTypes = /^(?:(?:struct|class|enum class|enum|union) (\w+)|using (\w+) =)/;
const constantDeclared = /^(?:inline |extern |constexpr |const )+.*?\b(\w+)(?: = |\{|\[|;)/gm;
const declaredNames = /^(?!using |namespace )[A-Za-z].*?\b(\w+)(?:\(|\{|\[| = )/;

// What stands at the margin of unnamed namespaces: functions, types, constants.
function ownNames(text) {
  const names = new Set();
  for (const [, body] of text.matchAll(/^namespace \{$(.*?)^\} {2}\/\/ namespace$/gms)) {
    for (const line of body.split('\n')) {
      const [, suite, test] = macros.exec(line) ?? [];
      const [, type, alias] = declaredTypes.exec(line) ?? [];
      const name = suite ? `${suite}_${test}_Test` : (type ?? alias ?? declaredNames.exec(line)?.[1]);
      if (name) names.add(name);
    }
  }
  return names;
}

// Functions and types that a source may take from elsewhere, and of all other words those that our
// headers have made constants: the rest are its own variables and members.
function usedNames(text) {
  const names = new Set(text.match(/(?<![\w.>"]|::)(?:[a-z]\w*(?=\()|[A-Z]\w*)/g));
  for (const [word] of text.matchAll(/(?<![\w.>"]|::)[a-z]\w*/g)) {
    if (constants.has(word)) names.add(word);
  }
  return names;
}

function constantsOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return constantsOf(path);
    if (!path.endsWith('.h')) return [];
    const text = readFileSync(path, 'utf8');
    return [...text.matchAll(constantDeclared)].map(([, name]) => name);
  });
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const ours = ['src', 'tests'].map((folder) => join(root, folder));
const constants = new Set(ours.flatMap(constantsOf));

const meddles = (one, other) =>
  [...one.names].some((name) => other.names.has(name) || other.used.has(name));

// Sorts `sources`, each with its `text`, into batches of at most `size`. Two are in one batch only
// where neither meddles with the other and `alike(one, other)`.
export function batched(sources, size, alike = () => true) {
  const batches = [];
  for (const source of sources) {
    const one = { source, names: ownNames(source.text), used: usedNames(source.text) };
    const fits = (other) => alike(other.source, source) && !meddles(one, other) && !meddles(other, one);
    const batch = batches.find((all) => all.length < size && all.every(fits));
    if (batch) batch.push(one);
    else batches.push([one]);
  }
  return batches.map((batch) => batch.map(({ source }) => source));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [size, ...files] = process.argv.slice(2);
  const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  for (const batch of batched(sources, Number(size))) {
    console.log(batch.map(({ file }) => file).join('|'));
  }
}
