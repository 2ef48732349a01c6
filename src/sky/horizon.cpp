#include "sky/horizon.h"

#include <array>
#include <cmath>

#include "base/angle.h"
#include "base/degrees.h"

namespace astronova::sky {
HorizontalDirection horizontal_direction(double right_ascension, double declination, double armc,
                                         double latitude) {
  const double hour_angle = armc - right_ascension;
  const double cos_declination = cosine_of_degrees(declination);
  const double south = cosine_of_degrees(hour_angle) * cos_declination * sine_of_degrees(latitude) -
                       sine_of_degrees(declination) * cosine_of_degrees(latitude);
  const double west = sine_of_degrees(hour_angle) * cos_declination;
  const double up = sine_of_degrees(latitude) * sine_of_degrees(declination) +
                    cosine_of_degrees(latitude) * cos_declination * cosine_of_degrees(hour_angle);
  return {normalized_degrees(std::atan2(-west, -south) / degree_in_radians),
          std::atan2(up, std::hypot(south, west)) / degree_in_radians};
}

std::optional<double> semi_diurnal_arc(double declination, double latitude) {
  const double down = -sine_of_degrees(latitude) * sine_of_degrees(declination);
  const double across = cosine_of_degrees(latitude) * cosine_of_degrees(declination);
  if (across <= 0 || std::abs(down) > across) return std::nullopt;
  return std::acos(down / across) / degree_in_radians;
}

double obliquity_from(std::span<const BodyState> states) {
  double sine = 0;
  double cosine = 0;
  for (const auto& state : states) {
    const double across = cosine_of_degrees(state.latitude);
    const double y = across * sine_of_degrees(state.longitude);
    const double z = sine_of_degrees(state.latitude);
    const double equator_y =
        cosine_of_degrees(state.declination) * sine_of_degrees(state.right_ascension);
    const double equator_z = sine_of_degrees(state.declination);
    sine += y * equator_z - z * equator_y;
    cosine += y * equator_y + z * equator_z;
  }
  return std::atan2(sine, cosine) / degree_in_radians;
}

Result<double> obliquity_at(const Ephemeris& ephemeris, JulianDayUt when) {
  // One of them is far enough from the line of equinoxes, or all are a little.
  constexpr std::array bodies{Body::sun, Body::moon, Body::mars};
  std::array<BodyState, bodies.size()> states;
  if (auto done = ephemeris.states_at(when, bodies, {}, states); !done) return done.error();
  return obliquity_from(states);
}

double declination_of_ecliptic_point(double longitude, double obliquity) {
  return std::asin(sine_of_degrees(obliquity) * sine_of_degrees(longitude)) / degree_in_radians;
}

}  // namespace astronova::sky
