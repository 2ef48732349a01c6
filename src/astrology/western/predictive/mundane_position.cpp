#include "astrology/western/predictive/mundane_position.h"

#include <cmath>
#include <numbers>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

constexpr double mundane_radians = std::numbers::pi / 180;

double sine_of(double degrees) {
  return std::sin(degrees * mundane_radians);
}

double tangent_of(double degrees) {
  return std::tan(degrees * mundane_radians);
}

// None beyond the circle that never sets or never rises.
std::optional<double> arc_sine(double sine) {
  if (std::abs(sine) > 1) return std::nullopt;
  return std::asin(sine) / mundane_radians;
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
  const double distance = from_the_upper_meridian(sphere, point) * mundane_radians;
  const double tilt = tangent_of(point.declination) * tangent_of(sphere.latitude);
  const double cut = std::atan2(std::sin(distance), std::cos(distance) + tilt);
  return {true, cut / mundane_radians};
}

// The distance from the upper meridian at which a point has the position.
std::optional<double> distance_at(const MundaneSphere& sphere, const MundanePosition& position,
                                  double declination) {
  if (sphere.system == MundaneSystem::regiomontanus) {
    const double pole_tangent = tangent_of(sphere.latitude) * sine_of(position.measure);
    const auto difference = arc_sine(tangent_of(declination) * pole_tangent);
    if (!difference) return std::nullopt;
    return position.measure + *difference;
  }
  if (position.above && position.measure == 0) return 0;  // a point that never sets has it too
  const auto difference = ascensional_difference(sphere, declination);
  if (!difference) return std::nullopt;
  return position.above ? position.measure * (90 + *difference)
                        : 180 + position.measure * (90 - *difference);
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

std::optional<double> degrees_until(const MundaneSphere& sphere, const MundanePosition& position,
                                    const EquatorialPoint& point) {
  const auto distance = distance_at(sphere, position, point.declination);
  if (!distance) return std::nullopt;
  return normalized_degrees(from_the_upper_meridian(sphere, point) - *distance);
}

}  // namespace astronova::astrology
