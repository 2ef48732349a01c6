// Reads boundaries.bin as src/places/zone_boundaries.cpp does, so that the builder can check what it built.

import { runHeaderBytes } from "./chunks.mjs";
import { sea } from "./file.mjs";
import { finePerStep, levels, locate } from "./grid.mjs";

function readSections(file) {
  return Array.from({ length: 6 }, (_, i) => ({
    count: file.readUInt32LE(48 + i * 8),
    at: file.readUInt32LE(52 + i * 8),
  }));
}

function readLists(file, names, lists) {
  const text = file.toString("latin1", names.at, lists.at).split("\0").slice(0, names.count);
  const read = [];
  for (let at = lists.at; read.length < lists.count; ) {
    const size = file.readUInt16LE(at);
    read.push(Array.from({ length: size }, (_, i) => text[file.readUInt16LE(at + 2 + i * 2)]));
    at += 2 + size * 2;
  }
  return read;
}

function bandAtSea(longitude) {
  const band = Math.min(Math.max(Math.floor((longitude + 187.5) / 15), 0), 24);
  return longitude < band * 15 - 187.5 ? band - 1 : band;
}

function difference(file, at, width) {
  let value = 0;
  for (let bit = 0; bit < width; ++bit) {
    value |= ((file[(at + bit) >> 3] >> ((at + bit) & 7)) & 1) << bit;
  }
  return value - (1 << (width - 1));
}

// Whether a ray to the east crosses the run an odd number of times.
function crosses(file, run, data, { x, y }) {
  const [widthX, widthY] = [file[run + 14] + 2, file[run + 15] + 2];
  let x1 = file.readUInt16LE(run) * finePerStep;
  let y1 = file.readUInt16LE(run + 2) * finePerStep;
  let odd = false;
  for (let i = 0, at = data * 8; i < file[run + 13]; ++i, at += widthX + widthY) {
    const x2 = x1 + difference(file, at, widthX) * finePerStep;
    const y2 = y1 + difference(file, at + widthX, widthY) * finePerStep;
    if (y1 > y !== y2 > y) {
      const turn = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
      if (turn > 0 === y2 > y1) odd = !odd;
    }
    [x1, y1] = [x2, y2];
  }
  return odd;
}

function zonesInCell(file, cell, point) {
  const count = file.readUInt16LE(cell + 4);
  const runs = cell + 6;
  const data = runs + count * runHeaderBytes;
  let zones = file.readUInt16LE(cell + 2);
  const strip = Math.floor(point.y / finePerStep / 256);
  for (let run = runs; run < data; run += runHeaderBytes) {
    if (file[run + 8] > strip || file[run + 9] < strip) continue;
    if (crosses(file, run, data + file.readUInt16LE(run + 6), point)) zones ^= file[run + 12];
  }
  return zones;
}

/** A function that gives the zones at (latitude, longitude) by the bytes of boundaries.bin. */
export function boundaryLookup(file) {
  const [names, lists, nodes, palette, cells, borders] = readSections(file);
  const read = readLists(file, names, lists);
  return (latitude, longitude) => {
    const point = locate(latitude, longitude);
    let reference = 0;
    for (let level = levels - 1; reference < nodes.count; --level) {
      const part = ((point.cellY >> level) & 1) * 2 + ((point.cellX >> level) & 1);
      reference = file.readUInt16LE(nodes.at + (reference * 4 + part) * 2);
    }
    let list = reference === sea ? sea : reference - nodes.count - cells.count;
    if (list < 0) {
      const cell = borders.at + file.readUInt32LE(cells.at + (reference - nodes.count) * 4);
      const zones = zonesInCell(file, cell, point);
      list = file.readUInt16LE(palette.at + (file.readUInt16LE(cell) + zones) * 2);
    }
    return read[list === sea ? bandAtSea(longitude) : list];
  };
}
