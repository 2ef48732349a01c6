#pragma once

#include <memory>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// Swiss Ephemeris on Debian's files.
const sky::Ephemeris& swiss_sky();

/// A table of some bodies for a span, built for the test, with Swiss Ephemeris behind it.
std::unique_ptr<sky::Ephemeris> table_sky(std::vector<sky::Body> bodies, JulianDayUt first,
                                          JulianDayUt last);

}  // namespace astronova::astrology
