#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "astrology/western/natal_chart.h"

namespace astronova::astrology {

/// How much an aspect counts by its distance from exact: 1 when exact, falling in a straight line
/// to 0 at the edge of its orb, so that nothing enters or leaves with a jump.
///   orb, allowed  degrees, not negative
///   returns       [0, 1]; 0 where nothing is allowed
inline double orb_weight(double orb, double allowed) {
  return allowed > 0 ? std::max(1.0 - orb / allowed, 0.0) : 0.0;
}

/// The orb that settings allow an aspect of a kind between two points, degrees.
double allowed_orb(const AspectSettings& settings, AspectKind kind, const AspectPoint& one,
                   const AspectPoint& other);

/// An aspect from a point of the first person to one of the second.
struct SynastryAspect {
  Aspect aspect;
  double weight = 0;  ///< orb_weight, (0, 1] but for an aspect at the very edge of its orb
};

/// A body of one person in a house of the other.
struct HouseOverlay {
  sky::Body body{};
  int house = 0;  ///< counted from 1
};

/// The same two points in aspect both ways: the first's Venus with the second's Mars, and the
/// first's Mars with the second's Venus. The aspects may be of different kinds.
struct DoubleWhammy {
  std::size_t one = 0;  ///< places in Synastry::aspects, ascending
  std::size_t other = 0;
};

/// What two charts say to each other.
struct Synastry {
  std::vector<SynastryAspect> aspects;  ///< by the points of the first, then of the second
  /// In the order of the bodies. None where the other's houses are unknown or overlap.
  std::vector<HouseOverlay> first_in_second;
  std::vector<HouseOverlay> second_in_first;
  std::vector<DoubleWhammy> double_whammies;  ///< ascending by `one`
};

/// Compares two charts of one zodiac. Angles take part where a chart has them.
/// threads  any; pure
/// source   the terms: Davison, Synastry (1977)
Synastry compute_synastry(const NatalChart& first, const NatalChart& second,
                          const AspectSettings& settings);

}  // namespace astronova::astrology
