#pragma once

#include "base/quantity.h"
#include "places/civil_time.h"
#include "sky/ephemeris.h"
#include "usecases/birth_data.h"

namespace astronova::usecases {

/// The instant of a birth, and how its clock was read.
struct BirthMoment {
  places::Moment civil;
  JulianDayUt julian_day{};
  Seconds delta_t{};
};

/// Reads the clock of a birth.
/// errors   those of places::resolve, their pointers relative to the birth data
/// threads  any
Result<BirthMoment> read_the_clock(const sky::Ephemeris& ephemeris, const BirthData& birth);

}  // namespace astronova::usecases
