#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The table ephemeris's file: Chebyshev pieces of what Swiss Ephemeris answers, mapped into memory
/// and read as it lies.
///
/// The file is a Header, then a Series for each quantity, then per series its index and slots, then
/// the parts of all series together in the order of time, so that what one instant needs lies in
/// few pages. Everything is little-endian; a part begins at a multiple of part_unit and fills whole
/// lines of the processor's cache. The checksum is XXH3-64 of all that follows the Header.
namespace astronova::sky::table {

inline constexpr std::array<char, 8> magic{'A', 'N', 'E', 'P', 'H', 'T', 'A', 'B'};
inline constexpr std::uint32_t version = 2;
inline constexpr std::uint32_t endian_mark = 0x01020304;

inline constexpr std::size_t terms = 12;  ///< of a Chebyshev piece: degree 11
/// So many of them are doubles. The others are small, and floats: 1e-4 arc seconds are lost.
inline constexpr std::size_t precise_terms = 4;

inline constexpr std::size_t coordinates_max = 3;

/// What a series is of: the bodies by their numbers, then these.
inline constexpr std::uint32_t orientation_series = 100;  ///< nutation in longitude, true obliquity
inline constexpr std::uint32_t sidereal_series = 101;     ///< see sidereal_at_j2000
inline constexpr std::uint32_t delta_t_series = 102;      ///< TT - UT1, seconds
/// From here on the ayanamsas by their numbers: tropical minus sidereal longitude, degrees, without
/// nutation.
inline constexpr std::uint32_t ayanamsa_series = 200;

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t endian = 0;
  std::uint32_t version = 0;
  std::uint64_t file_size = 0;
  std::uint64_t checksum = 0;
  double first_day = 0;  ///< Julian day (UT) from which every series answers
  double last_day = 0;   ///< and until which
  std::uint32_t series = 0;
  std::uint32_t reserved = 0;
  std::array<char, 64> source{};  ///< provenance of the values, NUL-padded
};

/// A quantity of one to three coordinates. Its stretch of time is cut into pieces of one length,
/// and those into parts by halving where their values need it. Time is UT for sidereal time and
/// Delta T, TT for all others.
struct Series {
  std::uint32_t what = 0;
  std::uint32_t coordinates = 0;
  double first_day = 0;
  double piece_days = 0;
  std::uint64_t pieces = 0;
  std::uint64_t index = 0;  ///< where in the file: u32 a piece, below halvings_bits how often it is
                            ///< halved at most, above them its first slot, or where it is not
                            ///< halved its part
  std::uint64_t slots = 0;  ///< where in the file: u32 each of a piece's 2^halvings slots, below
                            ///< halvings_bits how often the part is halved that holds it, above
                            ///< them that part
  std::uint64_t slot_count = 0;
  std::uint64_t part_count = 0;
};

inline constexpr std::uint32_t halvings_bits = 4;

/// Parts are counted in such units from the file's beginning.
inline constexpr std::size_t part_unit = 64;

/// A part: precise_terms x coordinates doubles, then the other terms x coordinates floats, the
/// coordinates of a term together.
constexpr std::size_t part_bytes(std::size_t coordinates) {
  return coordinates * (precise_terms * sizeof(double) + (terms - precise_terms) * sizeof(float));
}
static_assert(part_bytes(1) == part_unit);

/// Apparent sidereal time of Greenwich in degrees is the series' value plus this, modulo 360.
inline constexpr double sidereal_at_j2000 = 280.46061837;
inline constexpr double sidereal_per_day = 360.98564736629;
inline constexpr double j2000 = 2451545.0;

}  // namespace astronova::sky::table
