// The borders within one cell as a graph: each edge is kept once, with the set of zones (a bit each) that
// one enters or leaves by crossing it.

import { stepX, stepY, stepsPerCell } from "./grid.mjs";

const onSameFrame = (x1, y1, x2, y2) =>
  (x1 === x2 && (x1 === 0 || x1 === stepsPerCell)) ||
  (y1 === y2 && (y1 === 0 || y1 === stepsPerCell));

const verticesMax = 0x1000000;

/** Edges and the vertices they join. Adding an edge again takes back what is in both sets. */
export class Graph {
  xs = [];
  ys = [];
  #vertices = new Map();
  #edges = new Map();

  #vertex(x, y) {
    const key = x * 65536 + y;
    let vertex = this.#vertices.get(key);
    if (vertex === undefined) {
      vertex = this.xs.push(x) - 1;
      this.ys.push(y);
      this.#vertices.set(key, vertex);
    }
    return vertex;
  }

  add(x1, y1, x2, y2, zones) {
    if (x1 === x2 && y1 === y2) return;
    const a = this.#vertex(x1, y1);
    const b = this.#vertex(x2, y2);
    const key = a < b ? a * verticesMax + b : b * verticesMax + a;
    this.#edges.set(key, (this.#edges.get(key) ?? 0) ^ zones);
  }

  *edges() {
    for (const [key, zones] of this.#edges) {
      if (zones !== 0) yield [Math.floor(key / verticesMax), key % verticesMax, zones];
    }
  }
}

// What lies along the east frame, from south to north: { from, to, zones }.
function eastSide(changes) {
  const ends = [...new Set([0, stepsPerCell, ...changes.keys()])].sort((a, b) => a - b);
  const parts = [];
  let zones = 0;
  for (let i = 0; i + 1 < ends.length; ++i) {
    const change = changes.get(ends[i]) ?? 0;
    zones ^= change;
    if (i > 0 && change === 0) parts[parts.length - 1].to = ends[i + 1];
    else parts.push({ from: ends[i], to: ends[i + 1], zones });
  }
  return parts;
}

// What holds along most of the east frame needs no edges there.
function mostCommon(parts) {
  const lengths = new Map();
  for (const { from, to, zones } of parts) {
    lengths.set(zones, (lengths.get(zones) ?? 0) + to - from);
  }
  return [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/**
 * The graph of a cell's zones; `east`, the zones along most of its east frame; and `frame`, the parts of
 * that frame { from, to, zones } where others are, with the zones by which they differ. A ray that goes
 * east from a point ends among `east` changed by all edges and parts that it crosses.
 */
export function cellBorders(zones, cellX, cellY) {
  const graph = new Graph();
  const changes = new Map();
  zones.forEach(({ rings }, bit) => {
    for (const ring of rings) {
      let [x1, y1] = [stepX(ring[0][0], cellX), stepY(ring[0][1], cellY)];
      for (const [longitude, latitude] of ring) {
        const [x2, y2] = [stepX(longitude, cellX), stepY(latitude, cellY)];
        if (!onSameFrame(x1, y1, x2, y2)) {
          graph.add(x1, y1, x2, y2, 1 << bit);
        } else if (x1 === stepsPerCell && x2 === stepsPerCell) {
          for (const end of [y1, y2]) changes.set(end, (changes.get(end) ?? 0) ^ (1 << bit));
        }
        [x1, y1] = [x2, y2];
      }
    }
  });
  const parts = eastSide(changes);
  const east = mostCommon(parts);
  const frame = parts.map((part) => ({ ...part, zones: part.zones ^ east }));
  return { graph, east, frame: frame.filter(({ zones }) => zones !== 0) };
}

// For each vertex its edges as [vertex at the other end, zones, edge].
function neighbours(graph) {
  const at = graph.xs.map(() => []);
  let count = 0;
  for (const [a, b, zones] of graph.edges()) {
    at[a].push([b, zones, count]);
    at[b].push([a, zones, count]);
    ++count;
  }
  return { at, count };
}

const onFrame = (x, y) => x === 0 || y === 0 || x === stepsPerCell || y === stepsPerCell;

/**
 * The lines of a graph: { zones, vertices }, as long as can be. They end at the frame, where lines meet
 * and where the zones change; a line around an enclave ends where it began.
 */
export function linesOf(graph) {
  const { at, count } = neighbours(graph);
  const isEnd = graph.xs.map(
    (x, vertex) =>
      onFrame(x, graph.ys[vertex]) ||
      at[vertex].length !== 2 ||
      at[vertex][0][1] !== at[vertex][1][1],
  );
  const used = new Uint8Array(count);
  const lines = [];
  function follow(start, [next, zones, edge]) {
    const vertices = [start];
    for (;;) {
      used[edge] = 1;
      vertices.push(next);
      if (isEnd[next] || next === start) break;
      const onward = at[next].find((other) => !used[other[2]]);
      [next, , edge] = onward;
    }
    lines.push({ zones, vertices });
  }
  const startAt = (vertex) => {
    for (const edge of at[vertex]) if (!used[edge[2]]) follow(vertex, edge);
  };
  at.forEach((_, vertex) => isEnd[vertex] && startAt(vertex));
  at.forEach((_, vertex) => startAt(vertex));
  return lines;
}
