#pragma once

#include <cmath>
#include <numbers>

namespace astronova {

inline constexpr double degree_in_radians = std::numbers::pi / 180;

inline double sine_of_degrees(double degrees) {
  return std::sin(degrees * degree_in_radians);
}
inline double cosine_of_degrees(double degrees) {
  return std::cos(degrees * degree_in_radians);
}

}  // namespace astronova
