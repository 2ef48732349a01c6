// Reads timezone-boundary-builder's boundaries as geo-tz carries them: a quadtree whose leaves are either
// of one list of zones, or at sea (absent), or polygons clipped to the leaf.

import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

import { levels } from "./grid.mjs";

const require = createRequire(import.meta.url);
const { decode } = require("geobuf");
const Pbf = require("pbf");

const folder = path.join(path.dirname(require.resolve("geo-tz/all")), "..");

export const sourceVersion = `geo-tz ${
  JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")).version
}`;

const toMicrodegrees = ([longitude, latitude]) => [
  Math.round(longitude * 1e6),
  Math.round(latitude * 1e6),
];

function readZone(feature) {
  const { type, coordinates } = feature.geometry;
  if (type !== "Polygon" && type !== "MultiPolygon") throw new Error(`A border is a ${type}.`);
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return {
    name: feature.properties.tzid,
    rings: polygons.flatMap((rings) => rings.map((ring) => ring.map(toMicrodegrees))),
  };
}

/**
 * The quadtree as nested arrays [south-west, south-east, north-west, north-east]. Its leaves are
 * { sea: true }, { names } or { cellX, cellY, read }, where read() gives the zones that have a part of
 * the cell, each with its name and rings in microdegrees [longitude, latitude].
 */
export function readSource() {
  const product = path.join(folder, "data", "timezones.geojson");
  const index = JSON.parse(fs.readFileSync(`${product}.index.json`, "utf8"));
  const borders = fs.readFileSync(`${product}.geo.dat`);

  function read(node, depth, cellX, cellY) {
    if (node === undefined) return { sea: true };
    if (Array.isArray(node)) return { names: node.map((zone) => index.timezones[zone]) };
    if (node.pos !== undefined) {
      if (depth !== levels) throw new Error(`Borders at level ${depth} of the quadtree.`);
      const bytes = borders.subarray(node.pos, node.pos + node.len);
      return { cellX, cellY, read: () => decode(new Pbf(bytes)).features.map(readZone) };
    }
    const [west, south] = [cellX * 2, cellY * 2];
    return [
      read(node.c, depth + 1, west, south),
      read(node.d, depth + 1, west + 1, south),
      read(node.b, depth + 1, west, south + 1),
      read(node.a, depth + 1, west + 1, south + 1),
    ];
  }
  return read(index.lookup, 0, 0, 0);
}
