// Records what geo-tz answers, for the C++ tests: node record.mjs. Numbers are written as in Google's
// encoded polylines: five bits a character, least significant first, the sign in the lowest bit.

import fs from "node:fs";

import { locate } from "./grid.mjs";
import { populatedPlaces } from "./places.mjs";
import { asSet, landPoints, referenceZones } from "./reference.mjs";
import { readSource, sourceVersion } from "./source.mjs";

const landPointsRecorded = 100_000;
// Of the places whose cell has no border, which all others of the cell stand for.
const everyNth = 5;

function encoded(numbers) {
  let text = "";
  for (const number of numbers) {
    let bits = number < 0 ? -2 * number - 1 : 2 * number;
    for (; bits >= 32; bits = Math.floor(bits / 32)) text += String.fromCharCode((bits % 32) + 95);
    text += String.fromCharCode(bits + 63);
  }
  return text;
}

function write(name, record) {
  const file = new URL(`../../tests/places/data/${name}.json`, import.meta.url);
  fs.writeFileSync(file, `${JSON.stringify(record, null, 1)}\n`);
}

const boundariesSource = `${sourceVersion}; boundaries © OpenStreetMap contributors, ODbL 1.0`;

// By how often they are met, so that most numbers are short.
function listNumbers(land) {
  const counts = new Map();
  for (const { zones } of land) counts.set(asSet(zones), (counts.get(asSet(zones)) ?? 0) + 1);
  const lists = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Map(lists.map(([list], number) => [list, number]));
}

function recordLandPoints() {
  const land = landPoints(landPointsRecorded);
  const numbers = listNumbers(land);
  write("zones_land_points", {
    source: boundariesSource,
    about: "for each land point of random_points.mjs: sea points drawn before it, number of its list",
    lists: [...numbers.keys()].map((list) => list.split(",")),
    points: encoded(land.flatMap(({ zones, seaBefore }) => [seaBefore.length, numbers.get(asSet(zones))])),
  });
}

function cellsWithBorders() {
  const cells = new Set();
  const visit = (node) => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node.read !== undefined) cells.add(`${node.cellX} ${node.cellY}`);
  };
  visit(readSource());
  return cells;
}

function placesToRecord() {
  const cells = cellsWithBorders();
  const nearBorder = ({ latitude, longitude }) => {
    const { cellX, cellY } = locate(latitude, longitude);
    return cells.has(`${cellX} ${cellY}`);
  };
  return populatedPlaces().filter((place, i) => i % everyNth === 0 || nearBorder(place));
}

function inHundredThousandths(degrees) {
  const whole = Math.round(degrees * 1e5);
  if (whole / 1e5 !== degrees) throw new Error(`${degrees} has more than five decimals.`);
  return whole;
}

function positions(places) {
  const points = places.map((place) => ({
    latitude: inHundredThousandths(place.latitude),
    longitude: inHundredThousandths(place.longitude),
  }));
  points.sort((a, b) => a.latitude - b.latitude || a.longitude - b.longitude);
  let last = { latitude: 0, longitude: 0 };
  return encoded(
    points.flatMap((point) => {
      const step = [point.latitude - last.latitude, point.longitude - last.longitude];
      last = point;
      return step;
    }),
  );
}

function recordPlaces() {
  const byZones = new Map();
  for (const place of placesToRecord()) {
    const zones = asSet(referenceZones(place));
    byZones.set(zones, [...(byZones.get(zones) ?? []), place]);
  }
  write("zones_populated_places", {
    source: `${boundariesSource}; places: GeoNames (geonames.org), CC BY 4.0`,
    about: "places as encoded polylines of latitude and longitude, by their zones",
    places: [...byZones]
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([zones, places]) => ({ zones: zones.split(","), positions: positions(places) })),
  });
}

recordLandPoints();
recordPlaces();
