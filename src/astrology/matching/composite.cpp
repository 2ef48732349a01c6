#include "astrology/matching/composite.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "astrology/western/predictive/equator.h"
#include "base/angle.h"
#include "sky/houses/house_cusps.h"

namespace astronova::astrology {
namespace {

constexpr double half_circle = 180;

Placements placements_between(const NatalChart& first, const NatalChart& second) {
  Placements between;
  for (const auto& placement : first.placements) {
    const auto other = std::ranges::find(second.placements, placement.body, &Placement::body);
    if (other == second.placements.end()) continue;
    sky::BodyState state;
    state.longitude = near_midpoint(placement.state.longitude, other->state.longitude);
    state.latitude = (placement.state.latitude + other->state.latitude) / 2;
    state.distance = (placement.state.distance + other->state.distance) / 2;
    between.push_back({placement.body, state, {}});
  }
  return between;
}

NatalChart chart_between(const NatalChart& first, const NatalChart& second) {
  NatalChart chart;
  chart.placements = placements_between(first, second);
  return chart;
}

// Points of two house rings, each told by its way from the first cusp.
class RingsBetween {
 public:
  RingsBetween(const sky::Houses& first, const sky::Houses& second)
      : first_(first), second_(second) {
    const double ascendant = near_midpoint(first.angles.ascendant, second.angles.ascendant);
    const double midheaven = near_midpoint(first.angles.midheaven, second.angles.midheaven);
    start_ = ascendant;
    const double led_to = at(first.angles.midheaven, second.angles.midheaven);
    if (std::abs(signed_separation_degrees(midheaven, led_to)) > 90) {
      start_ = normalized_degrees(ascendant + half_circle);
    }
  }

  double at(double in_first, double in_second) const {
    const double ways = normalized_degrees(in_first - first_.angles.ascendant) +
                        normalized_degrees(in_second - second_.angles.ascendant);
    return normalized_degrees(start_ + ways / 2);
  }

  // Relative to cusp one, which in some systems lies a little before the ascendant.
  double cusp(std::size_t index) const {
    const double before = (signed_separation_degrees(first_.angles.ascendant, first_.cusps[0]) +
                           signed_separation_degrees(second_.angles.ascendant, second_.cusps[0])) /
                          2;
    const double ways = normalized_degrees(first_.cusps.at(index) - first_.cusps[0]) +
                        normalized_degrees(second_.cusps.at(index) - second_.cusps[0]);
    return normalized_degrees(start_ + before + ways / 2);
  }

 private:
  const sky::Houses& first_;
  const sky::Houses& second_;
  double start_ = 0;
};

sky::Houses houses_between(const sky::Houses& first, const sky::Houses& second) {
  const RingsBetween rings(first, second);
  sky::Houses houses;
  houses.system = first.system;
  houses.requested = first.requested;
  houses.count = std::min(first.count, second.count);
  for (std::size_t i = 0; i < houses.count; ++i)
    houses.cusps.at(i) = rings.cusp(i);
  const auto& [ascendant, midheaven, vertex, east_point, armc] = first.angles;
  const auto& other = second.angles;
  houses.angles = {rings.at(ascendant, other.ascendant), rings.at(midheaven, other.midheaven),
                   near_midpoint(vertex, other.vertex), near_midpoint(east_point, other.east_point),
                   near_midpoint(armc, other.armc)};
  return houses;
}

}  // namespace

double near_midpoint(double one, double other) {
  const double mean = (one + other) / 2;
  return std::abs(one - other) > half_circle ? normalized_degrees(mean + half_circle) : mean;
}

NatalChart composite_by_midpoints(const NatalChart& first, const NatalChart& second,
                                  const AspectSettings& settings) {
  auto chart = chart_between(first, second);
  if (first.houses && second.houses) {
    chart.houses = houses_between(*first.houses, *second.houses);
  }
  complete_chart(chart, settings);
  return chart;
}

NatalChart composite_at_place(const NatalChart& first, const NatalChart& second,
                              const ReferencePlace& place, sky::HouseSystem system,
                              const AspectSettings& settings) {
  auto chart = chart_between(first, second);
  if (first.houses && second.houses) {
    const double midheaven =
        near_midpoint(first.houses->angles.midheaven, second.houses->angles.midheaven);
    chart.houses = sky::houses_of(
        {right_ascension_of(midheaven, place.obliquity), place.obliquity, place.latitude}, system);
    if (!chart.houses) throw std::logic_error("a house system without cusps of our own");
  }
  complete_chart(chart, settings);
  return chart;
}

DavisonPoint davison_point(const DavisonPoint& first, const DavisonPoint& second) {
  const auto& one = first.place;
  const auto& other = second.place;
  double longitude = (one.longitude + other.longitude) / 2;
  if (std::abs(one.longitude - other.longitude) > half_circle) {
    longitude += longitude > 0 ? -half_circle : half_circle;
  }
  return {{(first.when.value + second.when.value) / 2},
          {(one.latitude + other.latitude) / 2, longitude,
           (one.altitude_metres + other.altitude_metres) / 2}};
}

}  // namespace astronova::astrology
