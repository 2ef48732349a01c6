#include "astrology/western/natal/sect.h"

#include <algorithm>

#include "base/angle.h"
#include "sky/horizon.h"

namespace astronova::astrology {

using sky::Body;

std::string_view name_of(Sect sect) {
  return sect == Sect::day ? "day" : "night";
}

Sect sect_of(const sky::BodyState& sun, double armc, double latitude) {
  const auto direction =
      sky::horizontal_direction(sun.right_ascension, sun.declination, armc, latitude);
  return direction.altitude >= 0 ? Sect::day : Sect::night;
}

std::optional<Sect> sect_of(const NatalChart& chart, double latitude) {
  const auto sun = std::ranges::find(chart.placements, Body::sun, &Placement::body);
  if (!chart.houses || sun == chart.placements.end()) return std::nullopt;
  return sect_of(sun->state, chart.houses->angles.armc, latitude);
}

Sect sect_of_planet(Body planet, double sun_longitude, double mercury_longitude) {
  switch (planet) {
    case Body::sun:
    case Body::jupiter:
    case Body::saturn:
      return Sect::day;
    case Body::mercury:
      return signed_separation_degrees(sun_longitude, mercury_longitude) <= 0 ? Sect::day
                                                                              : Sect::night;
    default:
      return Sect::night;
  }
}

SectRoles roles_in(Sect sect) {
  if (sect == Sect::day) {
    return {Body::sun, Body::jupiter, Body::saturn, Body::venus, Body::mars};
  }
  return {Body::moon, Body::venus, Body::mars, Body::jupiter, Body::saturn};
}

}  // namespace astronova::astrology
