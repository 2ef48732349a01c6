#include "astrology/western/predictive/equator.h"

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
