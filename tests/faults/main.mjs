// Runs the faults of the fault_*.mjs beside it, or those that are named, and prints their table. Ends
// with 1 where a fault broke what it must not.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heading, print, verdict } from './support/table.mjs';

const here = dirname(fileURLToPath(import.meta.url));

async function allFaults() {
  const files = readdirSync(here).filter((name) => /^fault_.*\.mjs$/.test(name));
  const modules = await Promise.all(files.sort().map((file) => import(`./${file}`)));
  return modules.flatMap(({ faults }) => faults);
}

function chosen(faults, names) {
  if (names.length === 0) return faults;
  const known = new Set(faults.map(({ name }) => name));
  for (const name of names) {
    if (known.has(name)) continue;
    console.error(`There is no fault ${name}. There are: ${[...known].join(', ')}`);
    process.exit(2);
  }
  return faults.filter(({ name }) => names.includes(name));
}

const names = process.argv.slice(2);
const option = names.indexOf('--json');
const [, json] = option < 0 ? [] : names.splice(option, 2);

const results = [];
const faults = chosen(await allFaults(), names);
heading();
for (const { name, what, unless, run } of faults) {
  const missing = unless?.();
  if (missing) {
    console.log(`${name}: SKIPPED, ${missing}`);
    continue;
  }
  const row = { name, what, ...(await run().catch((error) => ({ broken: error.stack }))) };
  row.verdict = verdict(row);
  print(row);
  results.push(row);
}
if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
process.exit(results.some((row) => row.verdict.length > 0) ? 1 : 0);
