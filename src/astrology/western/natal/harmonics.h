#pragma once

#include <span>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

inline constexpr int harmonic_max = 360;

/// The chart of a harmonic: every longitude multiplied by its number (Addey, Harmonics in
/// Astrology, 1976). Points that are 360/n degrees apart stand together in it.
struct HarmonicChart {
  int number = 1;
  AspectPoints points;  ///< longitudes times the number, degrees, [0, 360); speeds likewise
  Aspects aspects;      ///< among them
};

/// number: 1 to harmonic_max; at most aspect_points_max points. threads any
HarmonicChart harmonic_chart(std::span<const AspectPoint> points, int number,
                             const AspectSettings& aspects);

}  // namespace astronova::astrology
