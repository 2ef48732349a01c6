#pragma once

#include <cmath>
#include <numbers>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// A place in space, from the Earth's centre along the axes of the true equator and equinox of
/// date.
struct GeocentricVector {
  double x = 0;
  double y = 0;
  double z = 0;

  GeocentricVector operator+(const GeocentricVector& other) const {
    return {x + other.x, y + other.y, z + other.z};
  }
  GeocentricVector operator-(const GeocentricVector& other) const {
    return {x - other.x, y - other.y, z - other.z};
  }
  GeocentricVector operator*(double factor) const { return {x * factor, y * factor, z * factor}; }
};

inline double dot(const GeocentricVector& a, const GeocentricVector& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline double length(const GeocentricVector& a) {
  return std::sqrt(dot(a, a));
}
inline GeocentricVector cross(const GeocentricVector& a, const GeocentricVector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
/// The angle between two directions, radians; as exact for small angles as for others.
inline double angle_between(const GeocentricVector& a, const GeocentricVector& b) {
  return std::atan2(length(cross(a, b)), dot(a, b));
}

inline constexpr double degrees_in_radian = 180 / std::numbers::pi;
inline double to_radians(double degrees) {
  return degrees / degrees_in_radian;
}
inline double to_degrees(double radians) {
  return radians * degrees_in_radian;
}

/// Of an apparent place, AU.
inline GeocentricVector vector_of(const sky::BodyState& state) {
  const double ascension = to_radians(state.right_ascension);
  const double declination = to_radians(state.declination);
  const double across = state.distance * std::cos(declination);
  return {across * std::cos(ascension), across * std::sin(ascension),
          state.distance * std::sin(declination)};
}

inline constexpr double metres_in_au = 149'597'870'700;
/// Of the ellipsoid that Swiss Ephemeris takes for the Earth.
inline constexpr double earth_flattening = 1 / 298.25642;

/// A place on the Earth as it turns with it: where it is beside the axis and along it, AU, and its
/// vertical. The ellipsoid's equatorial radius is 6378136.6 m.
class TurningPlace {
 public:
  explicit TurningPlace(const sky::GeographicPosition& place);

  /// The place, and the direction of its zenith, when its sidereal time is so much.
  GeocentricVector position(double cosine, double sine) const {
    return {beside_axis_ * cosine, beside_axis_ * sine, along_axis_};
  }
  GeocentricVector zenith(double cosine, double sine) const {
    return {cosine_latitude_ * cosine, cosine_latitude_ * sine, sine_latitude_};
  }

 private:
  double beside_axis_;
  double along_axis_;
  double cosine_latitude_;
  double sine_latitude_;
};

}  // namespace astronova::astrology
