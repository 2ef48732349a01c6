// What geo-tz answers.

import { createRequire } from "node:module";

import { randomPoints } from "./random_points.mjs";

const { find } = createRequire(import.meta.url)("geo-tz/all");

/** The zones that geo-tz gives for a point, in its own order. */
export const referenceZones = ({ latitude, longitude }) => find(latitude, longitude);

export const isAtSea = (zones) => zones[0].startsWith("Etc/GMT");

/** The same zones in whatever order. */
export const asSet = (zones) => [...zones].sort().join();

/**
 * The first `count` random points on land: { point, zones, seaBefore }, the last being the points at sea
 * that were drawn between it and the one before.
 */
export function landPoints(count) {
  const land = [];
  let seaBefore = [];
  for (const point of randomPoints()) {
    const zones = referenceZones(point);
    if (isAtSea(zones)) {
      seaBefore.push(point);
    } else {
      land.push({ point, zones, seaBefore });
      if (land.length === count) return land;
      seaBefore = [];
    }
  }
  throw new Error("There is no end of points.");
}
