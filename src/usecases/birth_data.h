#pragma once

#include <optional>
#include <string>
#include <vector>

#include "places/civil_time.h"
#include "sky/ephemeris.h"
#include "usecases/warning.h"

namespace astronova::usecases {

/// When and where somebody was born. Personal data: it has no formatter on purpose, so that it
/// cannot reach a log by accident.
struct BirthData {
  places::CivilTime civil{};  ///< its longitude is that of `place`
  /// How the clock was read, where it has been already: places::resolve(civil).
  std::optional<places::Moment> moment{};
  sky::GeographicPosition place{};  ///< WGS84
  std::string place_name{};         ///< where it was given by name: what was taken
  std::vector<Warning> warnings{};  ///< of how the place and its zone were found
};

}  // namespace astronova::usecases
