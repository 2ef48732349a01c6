#pragma once

#include "sky/ayanamsas.h"

namespace astronova::sky {

/// Whether the zodiac's mark is a star, or the center of the galaxy, where it is seen: such an
/// ayanamsa carries the mark's annual aberration, some 20 arc seconds either way.
/// Source: Swiss Ephemeris documentation (the "true" ayanamsas and those of the
/// galactic center).
bool is_of_a_star(Ayanamsa ayanamsa);

}  // namespace astronova::sky
