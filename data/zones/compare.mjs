// Compares our zones with geo-tz's: node compare.mjs ZONES_AT [LAND_POINTS], where ZONES_AT is the program
// that zones_at.cpp becomes. Fails when fewer than 99.95 % of the random land points have the same
// zones, or when any populated place or point at sea has others.

import { spawnSync } from "node:child_process";

import { populatedPlaces } from "./places.mjs";
import { asSet, landPoints, referenceZones } from "./reference.mjs";

const leastShareOfLand = 0.9995;
const shown = 20;

function ourZones(program, points) {
  const input = points.map(({ latitude, longitude }) => `${latitude} ${longitude}\n`).join("");
  const run = spawnSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (run.error) throw run.error;
  const lines = run.stdout.trimEnd().split("\n");
  if (run.status !== 0 || lines.length !== points.length) throw new Error(`${program} failed.`);
  return lines.map((line) => line.split(","));
}

// How far one has to go from a point to meet the other answer in geo-tz's data, roughly.
function metresToOther({ latitude, longitude }, ours) {
  const metresPerDegree = 111_195;
  const narrowing = Math.cos((latitude * Math.PI) / 180);
  for (const metres of [1, 2, 5, 10, 20, 50, 100, 1000]) {
    for (let turn = 0; turn < 32; ++turn) {
      const angle = (turn * Math.PI) / 16;
      const near = {
        latitude: latitude + (Math.sin(angle) * metres) / metresPerDegree,
        longitude: longitude + (Math.cos(angle) * metres) / (metresPerDegree * narrowing),
      };
      if (asSet(referenceZones(near)) === asSet(ours)) return `within ${metres} m of a border`;
    }
  }
  return "far from any border";
}

function compare(what, program, points, references) {
  const ours = ourZones(program, points);
  const all = points.map((point, i) => ({ point, ours: ours[i], theirs: references[i] }));
  const different = all.filter((one) => asSet(one.ours) !== asSet(one.theirs));
  const otherFirst = all.filter((one) => one.ours[0] !== one.theirs[0]).length - different.length;
  const share = 1 - different.length / all.length;
  console.log(
    `${what}: ${all.length} points, ${(100 * share).toFixed(5)} % equal, ${different.length} different; ` +
      `${otherFirst} more with the same zones in another order`,
  );
  for (const one of different.slice(0, shown)) {
    const { latitude, longitude, name } = one.point;
    const where = `${latitude}, ${longitude}${name ? ` (${name})` : ""}`;
    const distance = metresToOther(one.point, one.ours);
    console.log(`  ${where}: ours ${one.ours}, geo-tz ${one.theirs}; ${distance}`);
  }
  return share;
}

const [program, count = "100000"] = process.argv.slice(2);
if (program === undefined) {
  console.error("Usage: node compare.mjs ZONES_AT [LAND_POINTS]");
  process.exit(2);
}
const drawn = landPoints(Number(count));
const sea = drawn.flatMap(({ seaBefore }) => seaBefore);
const places = populatedPlaces();
const landShare = compare(
  "Random points on land",
  program,
  drawn.map(({ point }) => point),
  drawn.map(({ zones }) => zones),
);
const placesShare = compare("Populated places", program, places, places.map(referenceZones));
const seaShare = compare("Random points at sea", program, sea, sea.map(referenceZones));
process.exitCode = landShare >= leastShareOfLand && placesShare === 1 && seaShare === 1 ? 0 : 1;
