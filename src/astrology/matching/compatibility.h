#pragma once

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <string_view>

#include "astrology/western/natal_chart.h"

namespace astronova::astrology {

/// The four parts of a compatibility score.
enum class MatchPart : std::uint8_t { emotional, mental, physical, spiritual };
inline constexpr std::size_t match_part_count = 4;
std::string_view name_of(MatchPart part);

/// The points of a chart that count: the Sun to Pluto and the true node; where the time of birth is
/// known also the ascendant and the midheaven, and without it not the Moon.
inline constexpr std::size_t match_points_max = 13;
sky::Bodies match_bodies();
struct MatchPoints {
  std::array<double, match_points_max> longitudes{};  ///< degrees, [0, 360)
  std::size_t count = 0;                              ///< 11 without the angles, else 13
  bool has_moon = true;  ///< where the time of birth is unknown, the Moon counts for nothing
};

/// The points of a chart that holds all of match_bodies(), or all but the Moon; std::logic_error
/// when it does not.
MatchPoints match_points(const NatalChart& chart);

/// What kind of point it is that stands at a place of MatchPoints.
AspectPoint match_point(const MatchPoints& points, std::size_t index);

/// Ten thousandths of a point of a score. Whole numbers, so that sums are exact and in no order.
using MatchUnits = std::int32_t;
inline constexpr double match_units_in_a_point = 10'000;

/// An aspect that counts, and what it counts.
struct MatchAspect {
  std::uint8_t first = 0;   ///< the place of its point in the first's MatchPoints
  std::uint8_t second = 0;  ///< and in the second's
  AspectKind kind{};
  double orb = 0;     ///< degrees
  double weight = 0;  ///< by the orb, [0, 1]
  std::array<MatchUnits, match_part_count> contributions{};
};
using MatchAspects =
    boost::container::static_vector<MatchAspect, match_points_max * match_points_max>;

/// How two people match. Each part is what a pair without any aspect has, compatibility_base, and
/// what the aspects contribute: exactly their sum.
struct Compatibility {
  std::array<MatchUnits, match_part_count> parts{};  ///< (0, 100) points
  MatchAspects aspects;  ///< by the points of the first, then of the second

  /// The mean of the four parts, points.
  double overall() const;
  double part(MatchPart which) const;
};

/// What a part is before any aspect counts.
MatchUnits compatibility_base(MatchPart part);

/// The score of two charts of one zodiac: docs/astrology/compatibility.md tells each weight and how
/// the parts were calibrated. The same whoever is the first: bit for bit. Continuous in every
/// longitude.
/// threads  any; pure; allocates nothing
void score_compatibility(const MatchPoints& first, const MatchPoints& second,
                         Compatibility& compatibility);

/// What the aspects of a pair come to before the parts are calibrated: millionths.
std::array<std::int64_t, match_part_count> raw_compatibility(const MatchPoints& first,
                                                             const MatchPoints& second);

}  // namespace astronova::astrology
