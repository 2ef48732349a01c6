#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/western/natal_chart.h"

namespace astronova::astrology {

/// A point of a chart by its distance from the equator.
struct DeclinationPoint {
  AspectPoint point;
  double declination = 0;      ///< true equator of date, degrees, [-90, 90]
  bool out_of_bounds = false;  ///< further from the equator than the Sun ever is
};

enum class Parallel : std::uint8_t { parallel, contraparallel };
std::string_view name_of(Parallel parallel);  ///< "parallel", "contraparallel"

/// Two points on the same parallel of declination, or on parallels of opposite sides.
struct ParallelContact {
  DeclinationPoint first;
  DeclinationPoint second;
  Parallel kind{};
  double orb = 0;  ///< degrees, >= 0
};

/// The points of a tropical chart with their declinations; those of the ascendant and midheaven are
/// the declinations of the degrees of the ecliptic. `obliquity` (degrees) says what is out of
/// bounds.
std::vector<DeclinationPoint> declination_points(const NatalChart& chart, double obliquity);

/// The obliquity of the chart's date from its own bodies, degrees; none of a chart without bodies.
/// The chart is geocentric or topocentric and tropical.
std::optional<double> obliquity_of(const NatalChart& chart);

/// All pairs within the orb, in the order of the points; a pair near the equator may be both. Pairs
/// of one family are left out, as they are among aspects.
std::vector<ParallelContact> find_parallels(std::span<const DeclinationPoint> points,
                                            double orb_degrees);

}  // namespace astronova::astrology
