#pragma once

#include <array>
#include <cmath>
#include <numbers>

namespace astronova::places::gazetteer {

/// A direction from the centre of a spherical Earth: x to 0° east on the equator, y to 90° east, z
/// north.
using UnitVector = std::array<double, 3>;

/// @param latitude,longitude degrees
inline UnitVector unit_vector(double latitude, double longitude) {
  const double phi = latitude * std::numbers::pi / 180;
  const double lambda = longitude * std::numbers::pi / 180;
  return {std::cos(phi) * std::cos(lambda), std::cos(phi) * std::sin(lambda), std::sin(phi)};
}

/// The square of the straight distance between two directions' ends, in Earth radii.
inline double chord_squared(const UnitVector& a, const UnitVector& b) {
  const double x = a[0] - b[0];
  const double y = a[1] - b[1];
  const double z = a[2] - b[2];
  return x * x + y * y + z * z;
}

}  // namespace astronova::places::gazetteer
