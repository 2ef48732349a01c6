#include "sky/horizon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/angle.h"

namespace astronova::sky {
namespace {

constexpr double degree_in_radians = std::numbers::pi / 180;

double sin_of_degrees(double degrees) {
  return std::sin(degrees * degree_in_radians);
}
double cos_of_degrees(double degrees) {
  return std::cos(degrees * degree_in_radians);
}

}  // namespace

HorizontalDirection horizontal_direction(double right_ascension, double declination, double armc,
                                         double latitude) {
  const double hour_angle = armc - right_ascension;
  const double cos_declination = cos_of_degrees(declination);
  const double south = cos_of_degrees(hour_angle) * cos_declination * sin_of_degrees(latitude) -
                       sin_of_degrees(declination) * cos_of_degrees(latitude);
  const double west = sin_of_degrees(hour_angle) * cos_declination;
  const double up = sin_of_degrees(latitude) * sin_of_degrees(declination) +
                    cos_of_degrees(latitude) * cos_declination * cos_of_degrees(hour_angle);
  return {normalized_degrees(std::atan2(-west, -south) / degree_in_radians),
          std::atan2(up, std::hypot(south, west)) / degree_in_radians};
}

std::optional<double> semi_diurnal_arc(double declination, double latitude) {
  const double down = -sin_of_degrees(latitude) * sin_of_degrees(declination);
  const double across = cos_of_degrees(latitude) * cos_of_degrees(declination);
  if (across <= 0 || std::abs(down) > across) return std::nullopt;
  return std::acos(down / across) / degree_in_radians;
}

double far_from_equinoxes(const BodyState& state) {
  return std::hypot(cos_of_degrees(state.latitude) * sin_of_degrees(state.longitude),
                    sin_of_degrees(state.latitude));
}

double obliquity_from(const BodyState& state) {
  const double from_equator =
      std::atan2(sin_of_degrees(state.declination),
                 cos_of_degrees(state.declination) * sin_of_degrees(state.right_ascension));
  const double from_ecliptic =
      std::atan2(sin_of_degrees(state.latitude),
                 cos_of_degrees(state.latitude) * sin_of_degrees(state.longitude));
  return signed_separation_degrees(from_ecliptic / degree_in_radians,
                                   from_equator / degree_in_radians);
}

double declination_of_ecliptic_point(double longitude, double obliquity) {
  return std::asin(sin_of_degrees(obliquity) * sin_of_degrees(longitude)) / degree_in_radians;
}

}  // namespace astronova::sky
