// The grid in which the borders are kept: geo-tz's own cells of its ninth level, 512 by 512 over the
// world, each with 65535 by 65535 steps (about a metre). src/places/zone_boundaries_format.h says the
// same in C++.

export const levels = 9;
export const cellsPerSide = 512;
export const stepsPerCell = 65535;
// A point is located more finely than the borders' vertices are.
export const finePerStep = 256;

// The edges of the world by geo-tz.
const edge = { longitude: 179.9999, latitude: 89.9999 };

const finePerCell = 0x1000000;
const half = (cellsPerSide * finePerCell) / 2;
const fineMax = 2 * half - 1;

function locateAlong(degrees, edgeDegrees) {
  const fine = Math.floor((degrees / edgeDegrees) * half + half);
  const clamped = Math.min(Math.max(fine, 0), fineMax);
  const cell = Math.floor(clamped / finePerCell);
  const within = clamped - cell * finePerCell;
  return { cell, fine: Math.floor((within * stepsPerCell) / 65536) };
}

/** The cell of a point and its place within, in 1/256 of a step from the cell's south-west corner. */
export function locate(latitude, longitude) {
  const x = locateAlong(longitude, edge.longitude);
  const y = locateAlong(latitude, edge.latitude);
  return { cellX: x.cell, cellY: y.cell, x: x.fine, y: y.fine };
}

function stepAlong(microdegrees, edgeDegrees, cell) {
  const share = (microdegrees / 1e6 + edgeDegrees) / (2 * edgeDegrees);
  const step = Math.round((share * cellsPerSide - cell) * stepsPerCell);
  return Math.min(Math.max(step, 0), stepsPerCell);
}

export const stepX = (microdegrees, cell) => stepAlong(microdegrees, edge.longitude, cell);
export const stepY = (microdegrees, cell) => stepAlong(microdegrees, edge.latitude, cell);

/** The cosine. Math.cos, like ** and Math.pow, may differ in its last bit between engines. */
export function cosine(degrees) {
  const radians = degrees / 57.29577951308232;
  let term = 1;
  let sum = 1;
  for (let n = 2; n <= 24; n += 2) {
    term = (-term * radians * radians) / (n * (n - 1));
    sum += term;
  }
  return sum;
}

/** How many metres a step is to the east and to the north in the cells of a row. */
export function metresPerStep(cellY) {
  const metresPerDegree = 111_195;
  const height = (2 * edge.latitude) / cellsPerSide;
  const middle = (cellY + 0.5) * height - edge.latitude;
  const x = ((2 * edge.longitude) / cellsPerSide / stepsPerCell) * metresPerDegree;
  const y = (height / stepsPerCell) * metresPerDegree;
  return { x: x * cosine(middle), y };
}
