#pragma once

#include "sky/houses/local_sphere.h"

// Systems whose cusps lie on great circles that rise like a horizon.
namespace astronova::sky {

IntermediateCusps regiomontanus_cusps(const LocalSphere& sphere);
IntermediateCusps campanus_cusps(const LocalSphere& sphere);
/// Polich and Page.
IntermediateCusps topocentric_cusps(const LocalSphere& sphere);
/// Outside the polar circles.
IntermediateCusps koch_cusps(const LocalSphere& sphere);

}  // namespace astronova::sky
