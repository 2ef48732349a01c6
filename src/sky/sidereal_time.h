#pragma once

#include "sky/ephemeris.h"

namespace astronova::sky {

/// Apparent sidereal time of Greenwich, [0, 360) degrees: the right ascension of its midheaven.
/// errors   those of the port
/// threads  any
Result<Degrees> greenwich_sidereal_time(const Ephemeris& ephemeris, JulianDayUt when);

}  // namespace astronova::sky
