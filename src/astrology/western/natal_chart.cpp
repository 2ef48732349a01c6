#include "astrology/western/natal_chart.h"

#include <algorithm>
#include <cmath>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// +1 when the cusps follow each other counter-clockwise once around, -1 when clockwise, 0 when
// neither.
int direction_of(std::span<const double> cusps) {
  constexpr double tolerance = 1e-6;
  double ahead = 0;
  double behind = 0;
  for (std::size_t i = 0; i < cusps.size(); ++i) {
    const double next = cusps[(i + 1) % cusps.size()];
    ahead += normalized_degrees(next - cusps[i]);
    behind += normalized_degrees(cusps[i] - next);
  }
  if (std::abs(ahead - 360) < tolerance) return 1;
  if (std::abs(behind - 360) < tolerance) return -1;
  return 0;
}

int house_in_direction(double longitude, std::span<const double> cusps, int direction) {
  for (std::size_t i = 0; i < cusps.size(); ++i) {
    const double next = cusps[(i + 1) % cusps.size()];
    const double width = normalized_degrees(direction * (next - cusps[i]));
    if (normalized_degrees(direction * (longitude - cusps[i])) < width) {
      return static_cast<int>(i) + 1;
    }
  }
  // Rounding can leave a point in the crack just before the first cusp.
  return static_cast<int>(cusps.size());
}

void place_in_houses(std::vector<Placement>& placements, const sky::Houses& houses) {
  const auto cusps = houses.cusp_span();
  const int direction = direction_of(cusps);
  if (direction == 0) return;
  for (auto& placement : placements) {
    placement.house = house_in_direction(placement.state.longitude, cusps, direction);
  }
}

void add_to_hemispheres(Balance::Hemispheres& hemispheres, Body body, int house) {
  (house >= 7 ? hemispheres.above : hemispheres.below).push_back(body);
  (house >= 10 || house <= 3 ? hemispheres.east : hemispheres.west).push_back(body);
}

Balance balance_of(const NatalChart& chart) {
  Balance balance;
  const bool twelve_houses = chart.houses && chart.houses->count == 12;
  if (twelve_houses) balance.hemispheres.emplace();
  for (const auto& placement : chart.placements) {
    if (placement.body > Body::pluto) continue;
    const Sign sign = sign_of(placement.state.longitude);
    balance.elements[static_cast<std::size_t>(element_of(sign))].push_back(placement.body);
    balance.modalities[static_cast<std::size_t>(modality_of(sign))].push_back(placement.body);
    if (twelve_houses && placement.house) {
      add_to_hemispheres(*balance.hemispheres, placement.body, *placement.house);
    }
  }
  return balance;
}

const sky::BodyState* find_state(const NatalChart& chart, Body body) {
  const auto found = std::ranges::find(chart.placements, body, &Placement::body);
  return found == chart.placements.end() ? nullptr : &found->state;
}

void derive(NatalChart& chart, const AspectSettings& settings) {
  if (chart.houses) {
    place_in_houses(chart.placements, *chart.houses);
    const Sign rising = sign_of(chart.houses->angles.ascendant);
    chart.ruler = ChartRuler{rising, traditional_ruler(rising), modern_ruler(rising)};
  }
  chart.aspects = aspects_within(aspect_points(chart), settings);
  chart.balance = balance_of(chart);
  const auto* sun = find_state(chart, Body::sun);
  const auto* moon = find_state(chart, Body::moon);
  if (sun && moon) chart.phase = moon_phase(*sun, *moon);
}

}  // namespace

std::optional<int> house_of(double longitude, std::span<const double> cusps) {
  const int direction = direction_of(cusps);
  if (direction == 0) return std::nullopt;
  return house_in_direction(longitude, cusps, direction);
}

std::vector<AspectPoint> aspect_points(const NatalChart& chart) {
  std::vector<AspectPoint> points;
  points.reserve(chart.placements.size() + 2);
  for (const auto& placement : chart.placements) {
    points.push_back({PointKind::body, placement.body, placement.state.longitude,
                      placement.state.longitude_speed});
  }
  if (chart.houses) {
    points.push_back({PointKind::ascendant, {}, chart.houses->angles.ascendant, 0});
    points.push_back({PointKind::midheaven, {}, chart.houses->angles.midheaven, 0});
  }
  return points;
}

Result<NatalChart> compute_natal_chart(const sky::Ephemeris& ephemeris, JulianDayUt when,
                                       const std::optional<sky::GeographicPosition>& place,
                                       const NatalSettings& settings) {
  std::vector<sky::BodyState> states(settings.bodies.size());
  if (auto done = ephemeris.states_at(when, settings.bodies, settings.frame, states); !done) {
    return done.error();
  }
  NatalChart chart;
  chart.placements.reserve(states.size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    chart.placements.push_back({settings.bodies[i], states[i], {}});
  }
  if (place) {
    auto houses = ephemeris.houses(when, *place, settings.house_system, settings.frame.ayanamsa);
    if (!houses) return houses.error();
    chart.houses = *houses;
  }
  derive(chart, settings.aspects);
  return chart;
}

}  // namespace astronova::astrology
