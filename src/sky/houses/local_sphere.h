#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace astronova::sky {

/// A plane vector at an angle, of any positive length unless said otherwise: sums of angles without
/// a call of sine or cosine.
struct Direction {
  double sine = 0;
  double cosine = 1;
};

inline constexpr double radians_of_degree = std::numbers::pi / 180;

inline Direction direction_of_radians(double radians) {
  return {std::sin(radians), std::cos(radians)};
}

inline Direction direction_of(double degrees) {
  return direction_of_radians(degrees * radians_of_degree);
}

inline Direction operator+(Direction one, Direction other) {
  return {one.sine * other.cosine + one.cosine * other.sine,
          one.cosine * other.cosine - one.sine * other.sine};
}

inline Direction operator-(Direction one, Direction other) {
  return {one.sine * other.cosine - one.cosine * other.sine,
          one.cosine * other.cosine + one.sine * other.sine};
}

/// The angle of a direction in [0, 360). The direction is not (0, 0).
///
/// Signs are copied, not branched on: no processor foresees in which quarter a longitude lies.
inline double degrees_of(Direction direction) {
  const double height = std::abs(direction.sine);
  const double width = std::abs(direction.cosine);
  const double eighth =
      std::atan(std::min(height, width) / std::max(height, width)) / radians_of_degree;
  const double quarter = 45.0 + std::copysign(45.0 - eighth, height - width);
  const double half = 90.0 - std::copysign(90.0 - quarter, direction.cosine);
  const double degrees = 180.0 - std::copysign(180.0 - half, direction.sine);
  return degrees < 360.0 ? degrees : 0.0;
}

/// The sphere of a place and instant: all directions of length one.
struct LocalSphere {
  Direction armc;
  Direction obliquity;
  Direction latitude;

  /// The point of the ecliptic with this right ascension.
  double longitude_at(Direction right_ascension) const {
    return degrees_of({right_ascension.sine, right_ascension.cosine * obliquity.cosine});
  }

  /// Where the ecliptic crosses the eastern half of a great circle. The half meets the equator at
  /// the right ascension armc + `hour_angle` and stands over the equator like the horizon of a
  /// place whose latitude has the tangent `pole` / |hour_angle|.
  double longitude_on(Direction hour_angle, double pole) const {
    const Direction crossing = armc + hour_angle;
    const double cosine = crossing.cosine * obliquity.cosine - pole * obliquity.sine;
    const double length = std::abs(hour_angle.sine) + std::abs(hour_angle.cosine);
    // The ecliptic lies in the circle: the equinox that rises stands for it.
    if (std::abs(crossing.sine) + std::abs(cosine) < coincidence * length) {
      return crossing.cosine > 0 ? 0.0 : 180.0;
    }
    return degrees_of({vanishes(crossing.sine, cosine) ? 0.0 : crossing.sine,
                       vanishes(cosine, crossing.sine) ? 0.0 : cosine});
  }

 private:
  static constexpr double coincidence = 1e-10;

  // So that equinoxes and solstices, met within 1e-10 degrees, are met: else a whole sign is lost.
  static bool vanishes(double coordinate, double other) {
    constexpr double rounding = 1e-14;
    constexpr double nearness = 1e-10 * radians_of_degree;
    return std::abs(coordinate) < rounding + nearness * std::abs(other);
  }
};

/// 30, 60, 120 and 150 degrees east of the meridian: where houses 11, 12, 2 and 3 begin.
inline constexpr double half_of_root_three = std::numbers::sqrt3 / 2;
inline constexpr Direction thirty{0.5, half_of_root_three};
inline constexpr Direction sixty{half_of_root_three, 0.5};
inline constexpr Direction hundred_and_twenty{half_of_root_three, -0.5};
inline constexpr Direction hundred_and_fifty{0.5, -half_of_root_three};

/// The four cusps that are not angles; the six others lie opposite those and the angles.
struct IntermediateCusps {
  double eleventh = 0;
  double twelfth = 0;
  double second = 0;
  double third = 0;
};

}  // namespace astronova::sky
