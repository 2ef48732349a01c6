#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::bench {

/// A table of some bodies, made in a file of its own that is gone when this returns: the mapping
/// stays.
inline std::unique_ptr<sky::Ephemeris> temporary_table(std::string_view name, JulianDayUt first,
                                                       JulianDayUt last,
                                                       const std::vector<sky::Body>& bodies) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("astronova-" + std::string{name} + "-" + std::to_string(getpid()) + ".table");
  (void)sky::table::build_table(
      {sky::default_ephemeris_directory, file.string(), first, last, {}, bodies},
      [](const sky::table::SeriesSize&) {});
  auto behind = *sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  auto ephemeris = *sky::open_table_ephemeris(file.string(), behind);
  std::filesystem::remove(file);
  return ephemeris;
}

}  // namespace astronova::bench
