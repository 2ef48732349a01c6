#pragma once

#include <cmath>

namespace astronova {

/// The angle in [0, 360) degrees.
inline double normalized_degrees(double degrees) {
  const double rest = std::fmod(degrees, 360.0);
  if (rest >= 0) return rest;
  // A tiny negative rest rounds up to 360 itself.
  return rest + 360.0 < 360.0 ? rest + 360.0 : 0.0;
}

/// The same for angles in [-360, 720), chosen without a branch: no processor foresees where the
/// circle closes.
inline double turned_into_circle(double degrees) {
  const double positive = degrees + (degrees < 0 ? 360.0 : 0.0);
  // A tiny negative angle has been rounded up to 360 itself.
  return positive - (positive >= 360.0 ? 360.0 : 0.0);
}

/// The signed way from one direction to another along the shorter arc, in (-180, 180] degrees.
inline double signed_separation_degrees(double from, double to) {
  const double ahead = normalized_degrees(to - from);
  return ahead > 180.0 ? ahead - 360.0 : ahead;
}

}  // namespace astronova
