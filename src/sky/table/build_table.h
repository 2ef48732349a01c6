#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/ayanamsas.h"
#include "sky/bodies.h"

namespace astronova::sky::table {

/// What to build.
struct BuildSettings {
  std::string ephemeris_directory;  ///< with the .se1 files
  std::string file;                 ///< written whole beside, then renamed
  JulianDayUt first{};
  JulianDayUt last{};
  std::stop_token stop{};      ///< ends the work early, with an error
  std::vector<Body> bodies{};  ///< these alone; none means all that the files cover
  std::optional<std::vector<Ayanamsa>> ayanamsas{};  ///< these alone; nothing means all
};

/// How large a series became.
struct SeriesSize {
  std::string name;
  std::uint64_t parts = 0;
  std::uint64_t bytes = 0;
};

/// What a table's file holds, built in memory: `file` is not read. As build_table.
Result<std::vector<std::byte>> table_bytes(const BuildSettings& settings,
                                           const std::function<void(const SeriesSize&)>& progress);

/// Samples Swiss Ephemeris and writes the table's file, a thread a core.
/// @param progress called after each series, from any of the threads, one at a time
/// errors  data_missing where the ephemeris files do not cover the span or the file cannot be
///         written, or when it was stopped; then no file is left behind
Result<void> build_table(const BuildSettings& settings,
                         const std::function<void(const SeriesSize&)>& progress);

}  // namespace astronova::sky::table
