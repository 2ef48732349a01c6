#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sky/ephemeris.h"

// The arithmetic of the table ephemeris: Chebyshev parts at points, and from the ecliptic to the
// equator. One source (kernel_body.h) compiled for several instruction sets. All kernels give the
// same bits: each does the same operations in the same order, without fused multiplication and
// addition.
namespace astronova::sky::table {

/// A point of time in a part of the file. Where kernels read several points, they are of parts of
/// one count of coordinates.
struct Point {
  const std::byte* part;
  double x;        ///< [-1, 1], from the part's begin to its end
  double per_day;  ///< how fast x runs
};

/// One coordinate and how it changes.
struct Motion {
  double value = 0;
  double per_day = 0;
};

/// How the equinox and the equator lie at an instant.
struct Orientation {
  Motion nutation{};     ///< in longitude, degrees
  Motion origin{};       ///< what longitudes without nutation are to be moved by: the nutation in
                         ///< the tropical zodiac, minus the ayanamsa without it in a sidereal one
  double obliquity = 0;  ///< true, degrees
  double sin_obliquity = 0;
  double cos_obliquity = 1;
};

/// Pure functions; none allocates, blocks or keeps state.
struct Kernel {
  std::string_view name;  ///< "scalar", "sse2", "avx2", "avx512", "neon"

  /// Series of one coordinate.
  void (*motions)(const Point* points, std::size_t count, Motion* motions);

  /// The series of orientation, for the tropical zodiac.
  void (*orientations)(const Point* points, std::size_t count, Orientation* orientations);

  /// Bodies. Point i goes with orientations[i * step], step being 0 or 1, and its state to
  /// states[i * stride].
  void (*states)(const Point* points, std::size_t count, const Orientation* orientations,
                 std::size_t step, BodyState* states, std::size_t stride);
};

/// Those that this processor can run; the fastest is the last.
std::span<const Kernel> kernels();

}  // namespace astronova::sky::table
