#pragma once

#include <optional>

#include "sky/houses/local_sphere.h"

namespace astronova::sky {

/// Placidus: the points of the ecliptic that have spent a third or two thirds of their own half
/// arc. None when the iteration does not settle; it does outside the polar circles.
std::optional<IntermediateCusps> placidus_cusps(const LocalSphere& sphere);

}  // namespace astronova::sky
