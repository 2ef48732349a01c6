#pragma once

#include <string>

#include "places/civil_time.h"
#include "sky/ephemeris.h"

namespace astronova::usecases {

/// When and where somebody was born. Personal data: it has no formatter on purpose, so that it
/// cannot reach a log by accident.
struct BirthData {
  places::CivilTime civil;        ///< its longitude is that of `place`
  sky::GeographicPosition place;  ///< WGS84
};

}  // namespace astronova::usecases
