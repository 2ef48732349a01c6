#pragma once

#include "sky/ephemeris.h"
#include "sky/table/table_file.h"

namespace astronova::sky::table {

/// Whether the reference jumps where a table differs from it: by more than 0.0005 arc seconds
/// (0.00005 for the osculating points of the Moon's orbit, or 5e-9 AU) beyond its motion between
/// two instants some seconds apart, either at the instant itself or somewhere in the part of the
/// table that holds it, which was fitted over the jump.
///
/// errors  those of either ephemeris
Result<bool> steps_near(const Ephemeris& table, const Ephemeris& reference, const TableFile& file,
                        Body body, JulianDayUt when);

}  // namespace astronova::sky::table
