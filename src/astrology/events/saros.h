#pragma once

#include "base/quantity.h"

namespace astronova::astrology {

/// The number of the saros series of a solar eclipse at an instant, as van den Bergh counts them
/// (Periodicity and Variation of Solar (and Lunar) Eclipses, 1955). Found from the lunation: one
/// saros on (223 lunations) an eclipse has the same number, one inex on (358) the next.
int solar_saros(JulianDayUt when);

/// The same of a lunar eclipse.
int lunar_saros(JulianDayUt when);

}  // namespace astronova::astrology
