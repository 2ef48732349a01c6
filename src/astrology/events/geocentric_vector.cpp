#include "astrology/events/geocentric_vector.h"

namespace astronova::astrology {
namespace {

constexpr double equatorial_radius_metres = 6'378'136.6;

}  // namespace

TurningPlace::TurningPlace(const sky::GeographicPosition& place)
    : cosine_latitude_(std::cos(to_radians(place.latitude))),
      sine_latitude_(std::sin(to_radians(place.latitude))) {
  constexpr double square = (1 - earth_flattening) * (1 - earth_flattening);
  const double curvature =
      1 / std::sqrt(cosine_latitude_ * cosine_latitude_ + square * sine_latitude_ * sine_latitude_);
  const double height = place.altitude_metres;
  beside_axis_ = (equatorial_radius_metres * curvature + height) * cosine_latitude_ / metres_in_au;
  along_axis_ =
      (equatorial_radius_metres * square * curvature + height) * sine_latitude_ / metres_in_au;
}

}  // namespace astronova::astrology
