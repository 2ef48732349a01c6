#include "astrology/western/natal_chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

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
    const double next = cusps[i + 1 < cusps.size() ? i + 1 : 0];
    ahead += turned_into_circle(next - cusps[i]);
    behind += turned_into_circle(cusps[i] - next);
  }
  if (std::abs(ahead - 360) < tolerance) return 1;
  if (std::abs(behind - 360) < tolerance) return -1;
  return 0;
}

// Houses as the ways from the first cusp to each.
class HouseRing {
 public:
  explicit HouseRing(std::span<const double> cusps)
      : first_(cusps[0]), direction_(direction_of(cusps)), count_(cusps.size()) {
    for (std::size_t i = 0; i < count_; ++i)
      ways_[i] = way_to(cusps[i]);
  }

  /// Whether the cusps are in any order.
  bool exists() const { return direction_ != 0; }

  /// As many as there are cusps on the way to it.
  int house_of(double longitude) const {
    const double way = way_to(longitude);
    int house = 0;
    for (std::size_t i = 0; i < count_; ++i)
      house += way >= ways_[i] ? 1 : 0;
    return house;
  }

 private:
  double way_to(double longitude) const {
    return turned_into_circle(direction_ * (longitude - first_));
  }

  double first_;
  int direction_;
  std::size_t count_;
  std::array<double, 36> ways_{};
};

void place_in_houses(Placements& placements, const sky::Houses& houses) {
  const HouseRing ring(houses.cusp_span());
  if (!ring.exists()) return;
  for (auto& placement : placements)
    placement.house = ring.house_of(placement.state.longitude);
}

void add_to_hemispheres(Balance::Hemispheres& hemispheres, Body body, int house) {
  (house >= 7 ? hemispheres.above : hemispheres.below).push_back(body);
  (house >= 10 || house <= 3 ? hemispheres.east : hemispheres.west).push_back(body);
}

void fill_balance(const NatalChart& chart, Balance& balance) {
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
}

const sky::BodyState* find_state(const NatalChart& chart, Body body) {
  const auto found = std::ranges::find(chart.placements, body, &Placement::body);
  return found == chart.placements.end() ? nullptr : &found->state;
}

}  // namespace

std::optional<int> house_of(double longitude, std::span<const double> cusps) {
  const HouseRing ring(cusps);
  if (!ring.exists()) return std::nullopt;
  return ring.house_of(longitude);
}

AspectPoints aspect_points(const NatalChart& chart) {
  AspectPoints points;
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

void complete_chart(NatalChart& chart, const AspectSettings& settings) {
  if (chart.houses) {
    place_in_houses(chart.placements, *chart.houses);
    const Sign rising = sign_of(chart.houses->angles.ascendant);
    chart.ruler = ChartRuler{rising, traditional_ruler(rising), modern_ruler(rising)};
  }
  find_aspects_within(aspect_points(chart), settings, chart.aspects);
  fill_balance(chart, chart.balance);
  const auto* sun = find_state(chart, Body::sun);
  const auto* moon = find_state(chart, Body::moon);
  if (sun && moon) chart.phase = moon_phase(*sun, *moon);
}

Result<NatalChart> compute_natal_chart(const sky::Ephemeris& ephemeris, JulianDayUt when,
                                       const std::optional<sky::GeographicPosition>& place,
                                       const NatalSettings& settings) {
  // One variable returned everywhere is built where the caller wants it: a chart is large.
  NatalChart empty;  // braces would clear all of its lists' memory
  Result<NatalChart> result{std::move(empty)};
  std::array<sky::BodyState, sky::body_count> all_states;
  const auto states = std::span{all_states}.first(settings.bodies.size());
  if (auto done = ephemeris.states_at(when, settings.bodies, settings.frame, states); !done) {
    result = done.error();
    return result;
  }
  NatalChart& chart = *result;
  for (std::size_t i = 0; i < states.size(); ++i)
    chart.placements.push_back({settings.bodies[i], states[i], {}});
  if (place) {
    auto houses = ephemeris.houses(when, *place, settings.house_system, settings.frame.ayanamsa);
    if (!houses) {
      result = houses.error();
      return result;
    }
    chart.houses = *houses;
  }
  complete_chart(chart, settings.aspects);
  return result;
}

}  // namespace astronova::astrology
