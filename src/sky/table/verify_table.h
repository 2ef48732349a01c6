#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "sky/ephemeris.h"
#include "sky/table/table_file.h"

namespace astronova::sky::table {

/// By how much a body's values differ at most between a table and its reference.
struct Differences {
  Body body{};
  double longitude = 0;        ///< arc seconds
  double latitude = 0;         ///< arc seconds
  double distance = 0;         ///< AU
  double longitude_speed = 0;  ///< degrees a day
  double latitude_speed = 0;   ///< degrees a day
  double right_ascension = 0;  ///< arc seconds
  double declination = 0;      ///< arc seconds
  /// Instants that are left out of all these, since they differ by more than is allowed and the
  /// reference itself is not continuous there (steps_near in verify_steps.h).
  std::uint64_t at_steps = 0;
  double longitude_at_steps = 0;  ///< the most among those, arc seconds
};

/// What is allowed; beyond it, a step of the reference is looked for.
inline constexpr double allowed_arc_seconds = 0.001;
inline constexpr double allowed_distance = 1e-8;  ///< AU, or of the distance where that is more
inline constexpr double allowed_speed = 1e-4;     ///< degrees a day

/// Which instants to compare at.
struct VerifySettings {
  JulianDayUt first{};
  JulianDayUt last{};
  std::uint64_t instants = 0;         ///< random, as many in each stretch of time
  std::uint64_t border_instants = 0;  ///< within minutes of a border of some body's parts
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

/// How many instants are done, of how many. Called by any of the threads, one at a time.
using VerifyProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Compares each body that the table holds at all instants, geocentric and tropical.
/// @param table  made of `file`
/// errors  those of either ephemeris
/// cost    memory does not grow with the instants
Result<std::vector<Differences>> verify_bodies(const Ephemeris& table, const Ephemeris& reference,
                                               const TableFile& file,
                                               const VerifySettings& settings,
                                               const VerifyProgress& progress);

/// By how much cusps and angles differ at most, arc seconds.
struct HouseDifferences {
  HouseSystem system{};
  double cusps = 0;
  double angles = 0;  ///< ascendant, midheaven, vertex, east point, sidereal time
  /// By how much the table's cusps miss the definition, for Placidus: the reference ends its
  /// iteration at a step of 0.01 arc seconds. 0 for the others.
  double from_definition = 0;
};

/// Compares the ten main systems at random instants and places between 66 degrees south and north.
Result<std::vector<HouseDifferences>> verify_houses(const Ephemeris& table,
                                                    const Ephemeris& reference,
                                                    const VerifySettings& settings);

/// By how much the ayanamsas differ at most, arc seconds, in their order.
Result<std::vector<double>> verify_ayanamsas(const Ephemeris& table, const Ephemeris& reference,
                                             const VerifySettings& settings);

}  // namespace astronova::sky::table
