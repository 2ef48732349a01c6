#pragma once

#include <optional>
#include <string>

#include "sky/ephemeris.h"

namespace astronova::sky::swiss {

/// The spans that the .se1 files of a directory cover, each the longest run of adjacent files.
/// A file holds 600 years and is named after its first century: sepl_18.se1 is 1800 to 2399,
/// seplm54.se1 begins in -5400. Ten days at either end are kept back for light-time and speeds.
struct DataFiles {
  std::optional<Coverage> planets;    ///< sepl and semo: the Earth needs both
  std::optional<Coverage> asteroids;  ///< seas, within the planets' span
};

DataFiles find_data_files(const std::string& directory);

/// Which 600 years an instant falls in, as libswe chooses a file by: 3 is 1800 to 2399.
int file_span_of(JulianDayUt when);

/// Whether an instant is so near to the border of two files that light-time can reach across.
bool is_near_file_border(JulianDayUt when);

}  // namespace astronova::sky::swiss
