#include "places/zone_boundaries.h"

#include <cstdint>

#include "places/zone_boundaries_file.h"

namespace astronova::places {
namespace {

namespace format = boundary_format;

struct Coordinate {
  std::uint32_t cell;
  /// From the cell's edge, in steps with format::fine_bits more.
  std::int64_t fine;

  std::int64_t step() const { return fine >> format::fine_bits; }
  /// In 256ths of the cell.
  std::int64_t strip() const { return fine >> (format::fine_bits + 8); }
};

// The first `levels` of 33 bits are the cell, the other 24 the place within.
Coordinate locate(double degrees, double edge) {
  constexpr double half = 4294967296.0;
  constexpr std::uint64_t end = std::uint64_t{1} << 33;
  constexpr int bits_within = 33 - format::levels;
  const double scaled = degrees / edge * half + half;
  std::uint64_t fine = 0;
  if (scaled > 0) fine = scaled < 2 * half ? static_cast<std::uint64_t>(scaled) : end - 1;
  const std::uint64_t within = fine & ((std::uint64_t{1} << bits_within) - 1);
  return {static_cast<std::uint32_t>(fine >> bits_within),
          static_cast<std::int64_t>((within * format::steps_per_cell) >> 16)};
}

struct Point {
  Coordinate x;
  Coordinate y;
};

// Whether a step of the quadtree's descent goes to the upper half.
std::uint32_t half_at(const Coordinate& along, int level) {
  return along.cell >> level & 1;
}

std::uint32_t leaf_at(const ZoneBoundariesFile& file, const Point& point) {
  std::uint32_t reference = 0;
  for (int level = format::levels - 1; reference < file.nodes(); --level) {
    reference = file.node(reference, half_at(point.y, level) * 2 + half_at(point.x, level));
  }
  return reference;
}

/// A difference of a segment and how it is packed.
class Difference {
 public:
  Difference(int place, int width) : place_(place), width_(width) {}

  std::int64_t in(std::uint64_t segment) const {
    const std::uint64_t range = std::uint64_t{1} << width_;
    return static_cast<std::int64_t>(segment >> place_ & (range - 1)) -
           static_cast<std::int64_t>(range / 2);
  }

 private:
  int place_;
  int width_;
};

bool crosses_segment(const Point& point, std::int64_t x, std::int64_t y, std::int64_t dx,
                     std::int64_t dy) {
  const std::int64_t turn = dx * (point.y.fine - (y << format::fine_bits)) -
                            dy * (point.x.fine - (x << format::fine_bits));
  return (turn > 0) == (dy > 0);
}

bool crosses_segments(const Point& point, const format::RunHeader& run,
                      const unsigned char* segments) {
  const int width_x = run.width_x + 2;
  const int width = width_x + run.width_y + 2;
  const Difference east(0, width_x);
  const Difference north(width_x, run.width_y + 2);
  const std::int64_t step = point.y.step();
  std::int64_t x = run.x;
  std::int64_t y = run.y;
  bool odd = false;
  for (int segment = 0, bit = 0; segment < run.segments; ++segment, bit += width) {
    const std::uint64_t packed = format::read<std::uint64_t>(segments + bit / 8) >> bit % 8;
    const std::int64_t dx = east.in(packed);
    const std::int64_t dy = north.in(packed);
    if ((y > step) != (y + dy > step)) odd ^= crosses_segment(point, x, y, dx, dy);
    x += dx;
    y += dy;
  }
  return odd;
}

// Whether the ray from the point to the east crosses the run an odd number of times.
bool crosses(const Point& point, const format::RunHeader& run, const unsigned char* segments) {
  if (point.y.strip() > run.north || point.x.strip() > run.east) return false;
  if (point.x.strip() < run.west) {
    return (run.y > point.y.step()) != (run.y_end > point.y.step());
  }
  return crosses_segments(point, run, segments);
}

std::uint32_t list_in_cell(const ZoneBoundariesFile& file, const unsigned char* bytes,
                           const Point& point) {
  const auto cell = format::read<format::CellHeader>(bytes);
  const unsigned char* run_bytes = bytes + sizeof cell;
  const unsigned char* segments = run_bytes + sizeof(format::RunHeader) * cell.runs;
  std::uint32_t zones = cell.zones_east;
  for (; run_bytes != segments; run_bytes += sizeof(format::RunHeader)) {
    const auto run = format::read<format::RunHeader>(run_bytes);
    if (run.south > point.y.strip()) break;
    if (crosses(point, run, segments + run.segments_offset)) zones ^= run.zones;
  }
  return file.palette(cell.palette + zones);
}

std::uint32_t band_at_sea(double longitude) {
  constexpr double width = 15;
  constexpr double west = -187.5;
  if (!(longitude > -180)) return 0;
  if (longitude >= 180) return format::sea_bands - 1;
  const auto band = static_cast<std::uint32_t>((longitude - west) / width);
  // The difference is rounded, the edges are not.
  return longitude < band * width + west ? band - 1 : band;
}

}  // namespace

std::span<const std::string_view> zones_at(double latitude, double longitude) {
  const ZoneBoundariesFile& file = ZoneBoundariesFile::instance();
  const Point point{locate(longitude, format::longitude_edge),
                    locate(latitude, format::latitude_edge)};
  std::uint32_t list = leaf_at(file, point);
  if (list != format::sea) {
    list -= file.nodes();
    const std::uint32_t cells = file.cells();
    list = list < cells ? list_in_cell(file, file.cell(list), point) : list - cells;
  }
  return file.list(list == format::sea ? band_at_sea(longitude) : list);
}

std::span<const std::string_view> zones_with_boundaries() {
  return ZoneBoundariesFile::instance().names();
}

std::string_view zone_boundaries_source() {
  return ZoneBoundariesFile::instance().source();
}

}  // namespace astronova::places
