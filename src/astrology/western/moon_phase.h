#pragma once

#include <string_view>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// Where the Moon stands in her month.
struct MoonPhase {
  double angle = 0;        ///< Moon minus Sun in ecliptic longitude, degrees, [0, 360)
  double illuminated = 0;  ///< fraction of the disc, [0, 1]; Meeus, Astronomical Algorithms, 48
  std::string_view name;   ///< "new", "waxingCrescent", "firstQuarter", "waxingGibbous",
                           ///< "full", "waningGibbous", "lastQuarter", "waningCrescent": eighths
                           ///< of the month, centred on the four principal phases
};

/// The phase from the geocentric (or topocentric) apparent places of both, in one zodiac.
MoonPhase moon_phase(const sky::BodyState& sun, const sky::BodyState& moon);

}  // namespace astronova::astrology
