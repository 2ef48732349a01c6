#include "astrology/western/predictive/equator.h"

#include <array>
#include <cmath>
#include <numbers>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

double to_radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double to_degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

}  // namespace

Result<double> obliquity_at(const sky::Ephemeris& ephemeris, JulianDayUt when) {
  // By what the ecliptic is turned around the line of equinoxes to become the equator. One of the
  // two is far enough from that line, or both are a little.
  constexpr std::array bodies{sky::Body::sun, sky::Body::moon, sky::Body::mars};
  std::array<sky::BodyState, bodies.size()> states;
  if (auto done = ephemeris.states_at(when, bodies, {}, states); !done) return done.error();
  double sine = 0;
  double cosine = 0;
  for (const auto& state : states) {
    const double b = to_radians(state.latitude);
    const double d = to_radians(state.declination);
    const double y = std::cos(b) * std::sin(to_radians(state.longitude));
    const double z = std::sin(b);
    const double equator_y = std::cos(d) * std::sin(to_radians(state.right_ascension));
    const double equator_z = std::sin(d);
    sine += y * equator_z - z * equator_y;
    cosine += y * equator_y + z * equator_z;
  }
  return to_degrees(std::atan2(sine, cosine));
}

EquatorialPoint equatorial_point(double longitude, double latitude, double obliquity) {
  const double l = to_radians(longitude);
  const double b = to_radians(latitude);
  const double e = to_radians(obliquity);
  const double x = std::cos(b) * std::cos(l);
  const double y = std::cos(b) * std::sin(l) * std::cos(e) - std::sin(b) * std::sin(e);
  const double z = std::cos(b) * std::sin(l) * std::sin(e) + std::sin(b) * std::cos(e);
  return {normalized_degrees(to_degrees(std::atan2(y, x))),
          to_degrees(std::atan2(z, std::sqrt(x * x + y * y)))};
}

double right_ascension_of(double longitude, double obliquity) {
  return equatorial_point(longitude, 0, obliquity).right_ascension;
}

}  // namespace astronova::astrology
