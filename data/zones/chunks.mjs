// Cuts lines into runs of segments and packs them. src/places/zone_boundaries_format.h describes a run.

export const runHeaderBytes = 16;
const segmentsMax = 48;
const widthMin = 2;

const half = (width) => 1 << (width - 1);

// How many bits hold a whole number with its sign.
function widthOf(value) {
  let width = widthMin;
  while (value < -half(width) || value >= half(width)) ++width;
  return width;
}

function segmentWidths(points) {
  return points.slice(1).map(([x, y], i) => ({
    x: widthOf(x - points[i][0]),
    y: widthOf(y - points[i][1]),
  }));
}

const packedBytes = (count, width) => Math.ceil((count * width) / 8);

// Where to cut so that the fewest bytes are needed: the first segment of each run.
function cheapestCuts(widths) {
  const cost = [0];
  const from = [0];
  for (let end = 1; end <= widths.length; ++end) {
    let [x, y] = [0, 0];
    cost[end] = Infinity;
    for (let begin = end - 1; begin >= Math.max(0, end - segmentsMax); --begin) {
      x = Math.max(x, widths[begin].x);
      y = Math.max(y, widths[begin].y);
      const bytes = cost[begin] + runHeaderBytes + packedBytes(end - begin, x + y);
      if (bytes < cost[end]) [cost[end], from[end]] = [bytes, begin];
    }
  }
  const cuts = [];
  for (let end = widths.length; end > 0; end = from[end]) cuts.unshift([from[end], end]);
  return cuts;
}

function pack(points, width) {
  const bits = width.x + width.y;
  const bytes = new Uint8Array(packedBytes(points.length - 1, bits));
  const put = (at, count, value) => {
    for (let bit = 0; bit < count; ++bit) {
      if ((value >> bit) & 1) bytes[(at + bit) >> 3] |= 1 << ((at + bit) & 7);
    }
  };
  for (let i = 1; i < points.length; ++i) {
    const at = (i - 1) * bits;
    put(at, width.x, points[i][0] - points[i - 1][0] + half(width.x));
    put(at + width.x, width.y, points[i][1] - points[i - 1][1] + half(width.y));
  }
  return bytes;
}

/** The runs of a line through `points` ([x, y] in steps): { header, bytes, south }. */
export function runsOf(points, zones) {
  const widths = segmentWidths(points);
  return cheapestCuts(widths).map(([begin, end]) => {
    const part = points.slice(begin, end + 1);
    const width = {
      x: Math.max(...widths.slice(begin, end).map(({ x }) => x)),
      y: Math.max(...widths.slice(begin, end).map(({ y }) => y)),
    };
    const xs = part.map(([x]) => x);
    const ys = part.map(([, y]) => y);
    const header = Buffer.alloc(runHeaderBytes);
    header.writeUInt16LE(xs[0], 0);
    header.writeUInt16LE(ys[0], 2);
    header.writeUInt16LE(ys[ys.length - 1], 4);
    header.writeUInt8(Math.min(...ys) >> 8, 8);
    header.writeUInt8(Math.max(...ys) >> 8, 9);
    header.writeUInt8(Math.min(...xs) >> 8, 10);
    header.writeUInt8(Math.max(...xs) >> 8, 11);
    header.writeUInt8(zones, 12);
    header.writeUInt8(end - begin, 13);
    header.writeUInt8(width.x - widthMin, 14);
    header.writeUInt8(width.y - widthMin, 15);
    return { header, bytes: pack(part, width), south: Math.min(...ys) >> 8 };
  });
}

/** Puts in the header where the run's bytes begin, counted from the end of its cell's last header. */
export function placeRun({ header }, offset) {
  header.writeUInt16LE(offset, 6);
}
