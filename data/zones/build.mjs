// Builds boundaries.bin from geo-tz's data: node build.mjs [FILE]. The same data give the same bytes.

import { createHash } from "node:crypto";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

import { cellBorders, linesOf } from "./borders.mjs";
import { runsOf } from "./chunks.mjs";
import { BoundaryFile } from "./file.mjs";
import { locate, metresPerStep, stepsPerCell } from "./grid.mjs";
import { boundaryLookup } from "./lookup.mjs";
import { populatedPlaces } from "./places.mjs";
import { asSet, referenceZones } from "./reference.mjs";
import { simplify } from "./simplify.mjs";
import { readSource, sourceVersion } from "./source.mjs";

// How much a border may move when a vertex is left out.
const limits = { squareMetres: 2500, metres: 30 };

const cellKey = ({ cellX, cellY }) => `${cellX} ${cellY}`;

function byCell(places) {
  const cells = new Map();
  for (const { latitude, longitude } of places) {
    const point = locate(latitude, longitude);
    const points = cells.get(cellKey(point));
    if (points === undefined) cells.set(cellKey(point), [point]);
    else points.push(point);
  }
  return cells;
}

function buildCell(file, leaf, places) {
  const zones = leaf.read();
  if (zones.length > 8) throw new Error(`${zones.length} zones meet in a cell.`);
  const { graph, east, frame } = cellBorders(zones, leaf.cellX, leaf.cellY);
  const simple = simplify(graph, places, metresPerStep(leaf.cellY), limits);
  const lines = linesOf(simple).map((line) => ({
    zones: line.zones,
    points: line.vertices.map((vertex) => [simple.xs[vertex], simple.ys[vertex]]),
  }));
  for (const { from, to, zones } of frame) {
    lines.push({ zones, points: [[stepsPerCell, from], [stepsPerCell, to]] });
  }
  const runs = lines.flatMap((line) => runsOf(line.points, line.zones));
  return file.cell(zones.map(({ name }) => name), east, runs);
}

function buildTree(file, node, places) {
  if (Array.isArray(node)) return file.node(node.map((part) => buildTree(file, part, places)));
  if (node.sea) return file.uniform([]);
  if (node.names) return file.uniform(node.names);
  return buildCell(file, node, places.get(cellKey(node)) ?? []);
}

function checkPlaces(bytes, places) {
  const lookup = boundaryLookup(bytes);
  const wrong = places.filter(
    (place) => asSet(lookup(place.latitude, place.longitude)) !== asSet(referenceZones(place)),
  );
  for (const { name, latitude, longitude } of wrong.slice(0, 20)) {
    console.error(`${name} (${latitude}, ${longitude}) is in the wrong zone.`);
  }
  if (wrong.length > 0) throw new Error(`${wrong.length} places are in the wrong zone.`);
}

const target = process.argv[2] ?? fileURLToPath(new URL("boundaries.bin", import.meta.url));
const places = populatedPlaces();
const file = new BoundaryFile();
buildTree(file, readSource(), byCell(places));
const bytes = file.bytes(sourceVersion);
checkPlaces(bytes, places);
fs.writeFileSync(target, bytes);
console.log(`${bytes.length} bytes, sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
console.log(`All ${places.length} populated places have the zones that ${sourceVersion} gives them.`);
