// Takes vertices out of the lines of a cell, the one first whose triangle with its neighbours is smallest
// (Visvalingam and Whyatt), as long as the line stays near where it was. No triangle that holds another
// vertex or a populated place is cut off: lines never come to cross, and no place changes sides.

import { Graph, linesOf } from "./borders.mjs";
import { finePerStep } from "./grid.mjs";
import { Heap } from "./heap.mjs";

const bucketsPerSide = 128;
const stepsPerBucket = 512;

const turn = (ax, ay, bx, by, cx, cy) => (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);

// The points that a triangle must not hold, by squares of the cell.
class Obstacles {
  #buckets = new Map();

  add(x, y, vertex) {
    const bucket = this.#bucket(Math.floor(x / stepsPerBucket), Math.floor(y / stepsPerBucket));
    const points = this.#buckets.get(bucket);
    if (points === undefined) this.#buckets.set(bucket, [{ x, y, vertex }]);
    else points.push({ x, y, vertex });
  }

  remove(x, y, vertex) {
    const bucket = this.#bucket(Math.floor(x / stepsPerBucket), Math.floor(y / stepsPerBucket));
    const points = this.#buckets.get(bucket);
    const found = points.findIndex((point) => point.vertex === vertex);
    points[found] = points[points.length - 1];
    points.pop();
  }

  /** Whether there is a point in the triangle or on its edges, its own corners aside. */
  inside([ax, ay], [bx, by], [cx, cy], corners) {
    const low = (u, v, w) => Math.floor(Math.min(u, v, w) / stepsPerBucket);
    const high = (u, v, w) => Math.floor(Math.max(u, v, w) / stepsPerBucket);
    const [top, right] = [high(ay, by, cy), high(ax, bx, cx)];
    for (let row = low(ay, by, cy); row <= top; ++row) {
      for (let column = low(ax, bx, cx); column <= right; ++column) {
        for (const { x, y, vertex } of this.#buckets.get(this.#bucket(column, row)) ?? []) {
          if (corners.includes(vertex)) continue;
          const first = turn(ax, ay, bx, by, x, y);
          const second = turn(bx, by, cx, cy, x, y);
          const third = turn(cx, cy, ax, ay, x, y);
          if (first >= 0 && second >= 0 && third >= 0) return true;
          if (first <= 0 && second <= 0 && third <= 0) return true;
        }
      }
    }
    return false;
  }

  #bucket(column, row) {
    return row * bucketsPerSide + column;
  }
}

class Simplification {
  #graph;
  #metres;
  #limits;
  #obstacles = new Obstacles();
  #heap = new Heap();
  // Every line's vertices one after the other; `previous` and `next` skip those taken out.
  #vertex = [];
  #previous = [];
  #next = [];
  #lines = [];

  constructor(graph, places, metres, limits) {
    this.#graph = graph;
    this.#metres = metres;
    this.#limits = limits;
    graph.xs.forEach((x, vertex) => this.#obstacles.add(x, graph.ys[vertex], vertex));
    for (const { x, y } of places) this.#obstacles.add(x / finePerStep, y / finePerStep, -1);
    for (const line of linesOf(graph)) this.#take(line);
  }

  #take({ zones, vertices }) {
    const first = this.#vertex.length;
    vertices.forEach((vertex, i) => {
      const at = this.#vertex.push(vertex) - 1;
      this.#previous.push(i === 0 ? -1 : at - 1);
      this.#next.push(i + 1 === vertices.length ? -1 : at + 1);
    });
    this.#lines.push({ first, zones });
  }

  #point(at) {
    const vertex = this.#vertex[at];
    return [this.#graph.xs[vertex], this.#graph.ys[vertex]];
  }

  #squareMetres(at) {
    const [ax, ay] = this.#point(this.#previous[at]);
    const [bx, by] = this.#point(at);
    const [cx, cy] = this.#point(this.#next[at]);
    return (Math.abs(turn(ax, ay, bx, by, cx, cy)) / 2) * this.#metres.x * this.#metres.y;
  }

  #offer(at) {
    if (at < 0 || this.#previous[at] < 0 || this.#next[at] < 0) return;
    const area = this.#squareMetres(at);
    if (area <= this.#limits.squareMetres) this.#heap.push(area, at);
  }

  // Whether all that lay between two vertices is near the line that would join them.
  #staysNear(from, to) {
    const [ax, ay] = this.#point(from);
    const [bx, by] = this.#point(to);
    const dx = (bx - ax) * this.#metres.x;
    const dy = (by - ay) * this.#metres.y;
    const length = dx * dx + dy * dy;
    for (let at = from + 1; at < to; ++at) {
      const [x, y] = this.#point(at);
      const px = (x - ax) * this.#metres.x;
      const py = (y - ay) * this.#metres.y;
      const along = length === 0 ? 0 : Math.min(Math.max((px * dx + py * dy) / length, 0), 1);
      const offX = px - along * dx;
      const offY = py - along * dy;
      if (offX * offX + offY * offY > this.#limits.metres * this.#limits.metres) return false;
    }
    return true;
  }

  // Whether nothing but a triangle is left of the line around an enclave.
  #isLastOfEnclave(from, to) {
    const [before, after] = [this.#previous[from], this.#next[to]];
    return this.#vertex[from] === this.#vertex[after] || this.#vertex[before] === this.#vertex[to];
  }

  #canGo(at) {
    const [from, to] = [this.#previous[at], this.#next[at]];
    if (this.#isLastOfEnclave(from, to) || !this.#staysNear(from, to)) return false;
    const corners = [from, at, to].map((corner) => this.#vertex[corner]);
    return !this.#obstacles.inside(this.#point(from), this.#point(at), this.#point(to), corners);
  }

  #takeOut(at) {
    const [from, to] = [this.#previous[at], this.#next[at]];
    this.#next[from] = to;
    this.#previous[to] = from;
    this.#previous[at] = -1;
    this.#obstacles.remove(...this.#point(at), this.#vertex[at]);
    this.#offer(from);
    this.#offer(to);
  }

  run() {
    this.#vertex.forEach((_, at) => this.#offer(at));
    for (let least = this.#heap.pop(); least !== undefined; least = this.#heap.pop()) {
      const at = least.value;
      const current = this.#previous[at] >= 0 && this.#squareMetres(at) === least.cost;
      if (current && this.#canGo(at)) this.#takeOut(at);
    }
    const simpler = new Graph();
    for (const { first, zones } of this.#lines) {
      for (let at = first; this.#next[at] >= 0; at = this.#next[at]) {
        simpler.add(...this.#point(at), ...this.#point(this.#next[at]), zones);
      }
    }
    return simpler;
  }
}

/**
 * The graph with fewer vertices: no triangle of more than `limits.squareMetres` is cut off, and no line
 * moves by more than `limits.metres`. `places` are { x, y } in 1/256 of a step.
 */
export function simplify(graph, places, metres, limits) {
  return new Simplification(graph, places, metres, limits).run();
}
