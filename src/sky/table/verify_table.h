#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "sky/ephemeris.h"

namespace astronova::sky::table {

/// By how much a body's values differ at most between two ephemerides.
struct Differences {
  Body body{};
  double longitude = 0;        ///< arc seconds
  double latitude = 0;         ///< arc seconds
  double distance = 0;         ///< AU
  double longitude_speed = 0;  ///< degrees a day
  double latitude_speed = 0;   ///< degrees a day
  double right_ascension = 0;  ///< arc seconds
  double declination = 0;      ///< arc seconds
};

/// Which instants to compare at.
struct VerifySettings {
  JulianDayUt first{};
  JulianDayUt last{};
  std::size_t instants = 0;
  std::uint64_t seed = 1;
};

/// Compares each body that is there at random instants, geocentric and tropical.
/// @param take called with each body's differences, in the order of bodies
/// errors  those of either ephemeris
Result<void> verify_table(const Ephemeris& table, const Ephemeris& reference,
                          const VerifySettings& settings,
                          const std::function<void(const Differences&)>& take);

}  // namespace astronova::sky::table
