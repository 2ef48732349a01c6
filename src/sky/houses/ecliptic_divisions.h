#pragma once

#include <array>

#include "base/angle.h"
#include "sky/houses/local_sphere.h"

// Systems that divide the ecliptic by its own longitudes. Degrees, [0, 360).
namespace astronova::sky {

inline double opposite(double longitude) {
  return turned_into_circle(longitude + 180.0);
}

/// Twelve houses of 30 degrees from the first cusp.
std::array<double, 12> equal_cusps(double first);

/// Thirds of the quadrants. The ascendant is east of the midheaven.
IntermediateCusps porphyry_cusps(double ascendant, double midheaven);

/// The middles of Porphyry's houses: the houses of Sripati begin there. All twelve.
std::array<double, 12> sripati_cusps(double ascendant, double midheaven);

/// The twelve of a system with these angles as its first and tenth cusps.
std::array<double, 12> quadrant_cusps(double ascendant, double midheaven,
                                      const IntermediateCusps& between);

}  // namespace astronova::sky
