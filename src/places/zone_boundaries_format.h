#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// The layout of data/zones/boundaries.bin, which data/zones/build.mjs writes. Numbers are
/// little-endian and need not be aligned.
///
/// The world, from -179.9999 to 179.9999 and from -89.9999 to 89.9999 degrees, is a quadtree. Its
/// ninth level has 512 by 512 cells, each with steps 0..65535 from west to east and from south to
/// north. A file is a Header and the sections that it names:
///
/// names     text, each name ended by a zero byte.
/// lists     uint16: for each list of zones how many, then their names' numbers. The first 25
///           lists are the sea's bands from the west.
/// nodes     uint16[4]: references to the south-western, south-eastern, north-western and
///           north-eastern quarter. Node 0 is the world. A reference below the number of nodes is a
///           node; what is left of it, below the number of cells, a cell with borders; what is left
///           of that, a list that holds in the whole quarter; and 65535 is the sea.
/// palettes  uint16: lists, or 65535 for the sea. The zones of a cell are bits of a number; at that
///           place in the cell's palette is their list.
/// cells     uint32: where each cell begins in the section of borders.
/// borders   for each cell a CellHeader, its RunHeaders, those with the southernmost points first,
///           and the segments of its runs.
///
/// A run is a piece of a border line: a start and up to 255 segments, each packed as a difference
/// east and a difference north of the widths that the run states, least significant bit first, with
/// half of the width's range added to make them positive. By crossing a run one leaves those of its
/// zones that one was in and enters the others. A ray from a point to the east ends among the zones
/// that the cell states for its east frame; so the point is in these, changed by each run that the
/// ray crosses an odd number of times. Where other zones reach the east frame, runs lie along it.
namespace astronova::places::boundary_format {

static_assert(std::endian::native == std::endian::little, "the file is read as it lies");

inline constexpr std::array<char, 8> magic{'A', 'N', 'Z', 'O', 'N', 'E', 'S', '\0'};
inline constexpr std::uint32_t version = 1;

inline constexpr double longitude_edge = 179.9999;
inline constexpr double latitude_edge = 89.9999;
inline constexpr int levels = 9;
inline constexpr std::uint64_t steps_per_cell = 65535;
/// A point is located more finely than the vertices are.
inline constexpr int fine_bits = 8;

inline constexpr std::uint32_t sea = 0xffff;
inline constexpr std::uint32_t sea_bands = 25;

struct Section {
  std::uint32_t count;
  std::uint32_t offset;
};

struct Header {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t reserved;
  /// The name and version of the data's source; zeroes fill it.
  std::array<char, 32> source;
  Section names;
  Section lists;
  Section nodes;
  Section palettes;
  Section cells;
  Section borders;
};
static_assert(sizeof(Header) == 96);

struct CellHeader {
  std::uint16_t palette;
  std::uint16_t zones_east;
  std::uint16_t runs;
};
static_assert(sizeof(CellHeader) == 6);

struct RunHeader {
  std::uint16_t x;
  std::uint16_t y;
  std::uint16_t y_end;
  /// Where the segments begin, counted from behind the cell's last header.
  std::uint16_t segments_offset;
  /// What the run covers, in 256ths of the cell, both ends included.
  std::uint8_t south;
  std::uint8_t north;
  std::uint8_t west;
  std::uint8_t east;
  std::uint8_t zones;
  std::uint8_t segments;
  /// How many bits a difference has, less two.
  std::uint8_t width_x;
  std::uint8_t width_y;
};
static_assert(sizeof(RunHeader) == 16);

template <class Value>
Value read(const unsigned char* bytes) {
  Value value{};
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

}  // namespace astronova::places::boundary_format
