// Runs the trials of the trial_*.mjs beside it, or those that are named. Each prints its own figures;
// ends with 1 where one of them found what must not be.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

async function allTrials() {
  const files = readdirSync(here).filter((name) => /^trial_.*\.mjs$/.test(name));
  const modules = await Promise.all(files.sort().map((file) => import(`./${file}`)));
  return modules.map(({ trial }) => trial);
}

function chosen(trials, names) {
  if (names.length === 0) return trials;
  const known = trials.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    console.error(`There is no trial ${name}. There are: ${known.join(', ')}`);
    process.exit(2);
  }
  return trials.filter(({ name }) => names.includes(name));
}

const names = process.argv.slice(2);
const option = names.indexOf('--json');
const [, json] = option < 0 ? [] : names.splice(option, 2);

const results = [];
for (const { name, what, run } of chosen(await allTrials(), names)) {
  console.log(`${name}: ${what}`);
  const result = { name, ...(await run().catch((error) => ({ findings: [error.stack] }))) };
  for (const finding of result.findings) console.log(`  FAILED: ${finding}`);
  results.push(result);
}
if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
process.exit(results.some(({ findings }) => findings.length > 0) ? 1 : 0);
