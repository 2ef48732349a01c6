// Puts boundaries.bin together. src/places/zone_boundaries_format.h describes the file.

import { placeRun } from "./chunks.mjs";
import { customaryOrder } from "./customary.mjs";

export const magic = "ANZONES\0";
export const formatVersion = 1;
export const sea = 0xffff;
const headerBytes = 96;

const bandNames = Array.from({ length: 25 }, (_, band) => {
  const hours = band - 12;
  if (hours === 0) return "Etc/GMT";
  return hours < 0 ? `Etc/GMT+${-hours}` : `Etc/GMT-${hours}`;
});

const uint16s = (values) => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16LE(value, i * 2));
  return bytes;
};

const uint32s = (values) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32LE(value, i * 4));
  return bytes;
};

export class BoundaryFile {
  #names = new Map();
  #lists = new Map();
  #palettes = new Map();
  #palette = [];
  #cells = [];
  #nodes = [];

  constructor() {
    for (const name of bandNames) this.#list([name]);
  }

  /** A leaf that is of these zones throughout; of none at sea. */
  uniform(names) {
    return { list: this.#list(names) };
  }

  /** A leaf with borders: its zones by bit, those along its east frame, and its runs. */
  cell(names, east, runs) {
    const sorted = [...runs].sort((a, b) => a.south - b.south);
    const head = Buffer.alloc(6);
    head.writeUInt16LE(this.#paletteOf(names), 0);
    head.writeUInt16LE(east, 2);
    head.writeUInt16LE(sorted.length, 4);
    let offset = 0;
    for (const run of sorted) {
      placeRun(run, offset);
      offset += run.bytes.length;
    }
    const bytes = [head, ...sorted.map(({ header }) => header), ...sorted.map((run) => run.bytes)];
    return { cell: this.#cells.push(Buffer.concat(bytes)) - 1 };
  }

  /** An inner node of the quadtree, of its four parts: south-west, south-east, north-west, north-east. */
  node(parts) {
    return { node: this.#nodes.push(parts) - 1 };
  }

  /** The whole file. The node made last is the root. */
  bytes(source) {
    const nodes = [...this.#nodes].reverse();
    const reference = (part) => {
      if (part.node !== undefined) return nodes.length - 1 - part.node;
      if (part.cell !== undefined) return nodes.length + part.cell;
      return part.list === sea ? sea : nodes.length + this.#cells.length + part.list;
    };
    if (nodes.length + this.#cells.length + this.#lists.size > sea) throw new Error("Too many leaves.");
    const starts = [0];
    for (const cell of this.#cells) starts.push(starts[starts.length - 1] + cell.length);
    const lists = [...this.#lists.values()];
    return this.#join(source, [
      [this.#names.size, Buffer.from([...this.#names.keys()].map((name) => `${name}\0`).join(""))],
      [lists.length, uint16s(lists.flatMap(({ members }) => [members.length, ...members]))],
      [nodes.length, uint16s(nodes.flatMap((parts) => parts.map(reference)))],
      [this.#palette.length, uint16s(this.#palette)],
      [this.#cells.length, uint32s(starts)],
      // A reader may read eight bytes where the last segment begins.
      [starts[starts.length - 1], Buffer.concat([...this.#cells, Buffer.alloc(8)])],
    ]);
  }

  #join(source, sections) {
    const header = Buffer.alloc(headerBytes);
    header.write(magic, 0, "latin1");
    header.writeUInt32LE(formatVersion, 8);
    header.write(source, 16, 32, "latin1");
    const parts = [header];
    let offset = headerBytes;
    sections.forEach(([count, bytes], i) => {
      header.writeUInt32LE(count, 48 + i * 8);
      header.writeUInt32LE(offset, 52 + i * 8);
      const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
      parts.push(padded);
      offset += padded.length;
    });
    return Buffer.concat(parts);
  }

  #name(name) {
    if (!this.#names.has(name)) this.#names.set(name, this.#names.size);
    return this.#names.get(name);
  }

  #list(names) {
    if (names.length === 0) return sea;
    const ordered = customaryOrder(names);
    const key = ordered.join();
    if (!this.#lists.has(key)) {
      const members = ordered.map((name) => this.#name(name));
      this.#lists.set(key, { id: this.#lists.size, members });
    }
    return this.#lists.get(key).id;
  }

  // Where the list of every set of these zones begins; the set's bits are the index.
  #paletteOf(names) {
    const key = names.join();
    if (!this.#palettes.has(key)) {
      const lists = Array.from({ length: 1 << names.length }, (_, zones) =>
        this.#list(names.filter((_, bit) => (zones >> bit) & 1)),
      );
      this.#palettes.set(key, this.#palette.length);
      this.#palette.push(...lists);
    }
    return this.#palettes.get(key);
  }
}
