#include "astrology/western/predictive/mundane_position.h"

#include <algorithm>
#include <cmath>

#include "base/angle.h"
#include "base/degrees.h"

namespace astronova::astrology {
namespace {

double tangent_of(double degrees) {
  return std::tan(degrees * degree_in_radians);
}

// None beyond the circle that never sets or never rises.
std::optional<double> arc_sine(double sine) {
  if (std::abs(sine) > 1) return std::nullopt;
  return std::asin(sine) / degree_in_radians;
}

std::optional<double> ascensional_difference(const MundaneSphere& sphere, double declination) {
  return arc_sine(tangent_of(declination) * tangent_of(sphere.latitude));
}

double from_the_upper_meridian(const MundaneSphere& sphere, const EquatorialPoint& point) {
  return signed_separation_degrees(sphere.armc, point.right_ascension);
}

std::optional<MundanePosition> share_of_semi_arc(const MundaneSphere& sphere,
                                                 const EquatorialPoint& point) {
  const auto difference = ascensional_difference(sphere, point.declination);
  if (!difference) return std::nullopt;
  const double diurnal = 90 + *difference;
  const double nocturnal = 90 - *difference;
  const double distance = from_the_upper_meridian(sphere, point);
  if (std::abs(distance) <= diurnal) return MundanePosition{true, distance / diurnal};
  return MundanePosition{false, signed_separation_degrees(180, distance) / nocturnal};
}

MundanePosition cut_of_the_equator(const MundaneSphere& sphere, const EquatorialPoint& point) {
  const double distance = from_the_upper_meridian(sphere, point) * degree_in_radians;
  const double tilt = tangent_of(point.declination) * tangent_of(sphere.latitude);
  const double cut = std::atan2(std::sin(distance), std::cos(distance) + tilt);
  return {true, cut / degree_in_radians};
}

// The distances from the upper meridian at which a point has a position.
using Distances = boost::container::static_vector<double, 2>;

// A circle of position is a half of a great circle, from the north point of the horizon to the
// south point; on which half a point stands is told by the equator's side of the axis between them.
Distances distances_on_circle(const MundaneSphere& sphere, double cut, double declination) {
  const double tilt = tangent_of(declination) * tangent_of(sphere.latitude);
  const auto difference = arc_sine(tilt * sine_of_degrees(cut));
  if (!difference) return {};
  Distances distances;
  for (const double from_cut : {*difference, 180 - *difference}) {
    const double share = cosine_of_degrees(from_cut) + tilt * cosine_of_degrees(cut);
    if (share > 0) distances.push_back(cut + from_cut);
  }
  return distances;
}

Distances distances_at(const MundaneSphere& sphere, const MundanePosition& position,
                       double declination) {
  // Whatever culminates is on the midheaven, if it never sets or never rises too.
  if (position.above && position.measure == 0) return {0.0};
  if (sphere.system == MundaneSystem::regiomontanus) {
    return distances_on_circle(sphere, position.measure, declination);
  }
  const auto difference = ascensional_difference(sphere, declination);
  if (!difference) return {};
  return {position.above ? position.measure * (90 + *difference)
                         : 180 + position.measure * (90 - *difference)};
}

}  // namespace

std::optional<MundanePosition> mundane_position(const MundaneSphere& sphere,
                                                const EquatorialPoint& point) {
  if (sphere.system == MundaneSystem::regiomontanus) return cut_of_the_equator(sphere, point);
  return share_of_semi_arc(sphere, point);
}

MundanePosition midheaven_position() {
  return {true, 0};
}

MundanePosition ascendant_position(MundaneSystem system) {
  return {true, system == MundaneSystem::regiomontanus ? 90.0 : 1.0};
}

SphereTurns degrees_until(const MundaneSphere& sphere, const MundanePosition& position,
                          const EquatorialPoint& point) {
  SphereTurns turns;
  for (const double distance : distances_at(sphere, position, point.declination))
    turns.push_back(normalized_degrees(from_the_upper_meridian(sphere, point) - distance));
  std::ranges::sort(turns);
  return turns;
}

}  // namespace astronova::astrology
