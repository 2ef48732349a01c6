#pragma once

#include <array>

#include "sky/houses/local_sphere.h"

// Systems that divide the equator, and carry its points to the ecliptic.
namespace astronova::sky {

/// Thirds of the time that the ascendant needs to the meridian. `ascendant`: longitude.
IntermediateCusps alcabitius_cusps(const LocalSphere& sphere, double ascendant);

/// All twelve, from the first: equal steps from the midheaven, carried by circles through the poles
/// of the ecliptic (Morinus) or of the equator (meridian, axial rotation), and from the ascendant
/// by the latter (Carter's poli-equatorial).
std::array<double, 12> morinus_cusps(const LocalSphere& sphere);
std::array<double, 12> meridian_cusps(const LocalSphere& sphere);
std::array<double, 12> carter_cusps(const LocalSphere& sphere, double ascendant);

}  // namespace astronova::sky
