#pragma once

#include <cmath>
#include <numbers>

#include "base/angle.h"
#include "rendering/geometry.h"
#include "rendering/natal_wheel.h"

namespace astronova::rendering {

/// The radii of the wheel's rings, pixels, from the middle outward.
namespace radius {
inline constexpr double aspects = 155;
inline constexpr double houses = 177;
inline constexpr double body_labels = 279;  ///< outer edge of the columns of labels
inline constexpr double leader_outer = 291;
inline constexpr double scale_inner = 297;
inline constexpr double zodiac_inner = 307;
inline constexpr double zodiac_outer = 348;
/// The second chart's ring, where there is one.
inline constexpr double ring_leader = 359;  ///< where leaders begin to turn
inline constexpr double ring_labels = 371;  ///< inner edge of the columns of labels
inline constexpr double ring_outer = 478;
}  // namespace radius

/// From the outermost circle outward, pixels.
inline constexpr double rim_tick = 5;
inline constexpr double rim_labels = 8;  ///< to the inner edge of the labels around the wheel

/// Where ecliptic longitudes lie on the page.
class Dial {
 public:
  explicit Dial(double longitude_at_left) : left_(longitude_at_left) {}

  /// The unit vector from the middle toward a longitude.
  Point direction(double longitude) const {
    const double radians =
        (180.0 + normalized_degrees(longitude - left_)) * std::numbers::pi / 180.0;
    return {std::cos(radians), -std::sin(radians)};
  }
  Point at(double longitude, double distance_from_middle) const {
    return on_ray(direction(longitude), distance_from_middle);
  }

  /// A point on the ray of a direction.
  static Point on_ray(Point direction, double distance_from_middle) {
    return middle + direction * distance_from_middle;
  }

  static constexpr Point middle{wheel_size / 2, wheel_size / 2};

 private:
  double left_;
};

}  // namespace astronova::rendering
