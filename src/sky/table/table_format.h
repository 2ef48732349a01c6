#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The table ephemeris's file: Chebyshev pieces of what Swiss Ephemeris answers, mapped into memory
/// and read as it lies.
///
/// The file is a Header, then a Series for each quantity, then per series its index and its
/// coefficients. Everything is little-endian and aligned to eight bytes. The checksum is XXH3-64 of
/// all that follows the Header.
namespace astronova::sky::table {

inline constexpr std::array<char, 8> magic{'A', 'N', 'E', 'P', 'H', 'T', 'A', 'B'};
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint32_t endian_mark = 0x01020304;

inline constexpr std::size_t terms = 12;  ///< of a Chebyshev piece: degree 11

/// What a series is of: the bodies by their numbers, then these.
inline constexpr std::uint32_t orientation_series = 100;  ///< nutation in longitude, true obliquity
inline constexpr std::uint32_t sidereal_series = 101;     ///< see SiderealTime
inline constexpr std::uint32_t delta_t_series = 102;      ///< TT - UT1, seconds

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
/// and those into parts by halving where their values need it. Time is TT for bodies and
/// orientation, UT for the others.
struct Series {
  std::uint32_t what = 0;
  std::uint32_t coordinates = 0;
  double first_day = 0;
  double piece_days = 0;
  std::uint64_t pieces = 0;
  std::uint64_t index = 0;  ///< u32 a piece: halvings_bits of h, above them its first slot, or
                            ///< where h is 0 its part
  std::uint64_t slots = 0;  ///< u32 each of a piece's 2^h slots: the part that holds it
  std::uint64_t slot_count = 0;
  std::uint64_t parts = 0;  ///< a part: its middle (days), the inverse of half its length, then
                            ///< terms x coordinates coefficients, those of a term together
  std::uint64_t part_count = 0;
};

inline constexpr std::uint32_t halvings_bits = 4;

/// The doubles of a part.
constexpr std::size_t part_size(std::size_t coordinates) {
  return 2 + terms * coordinates;
}

/// Apparent sidereal time of Greenwich in degrees is the series' value plus this, modulo 360.
inline constexpr double sidereal_at_j2000 = 280.46061837;
inline constexpr double sidereal_per_day = 360.98564736629;
inline constexpr double j2000 = 2451545.0;

}  // namespace astronova::sky::table
