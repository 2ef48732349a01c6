#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bulk/journal.h"

namespace astronova::bulk {

/// How far a run is.
struct Progress {
  Checkpoint at{};
  Checkpoint began{};  ///< zero but for a run that goes on
  std::optional<std::uint64_t> input_bytes{};
};

/// "  42 %      123456 charts     12345/s  0:01:23 left  3 bad". How much there is of a pipe nobody
/// knows, so nothing is said of it.
/// @param seconds  since the run began, more than 0
/// @param made     what is made of lines
std::string progress_line(const Progress& progress, double seconds,
                          std::string_view made = "charts");

/// What became of the lines, in the end.
std::string summary(const Progress& progress, double seconds, std::string_view made = "charts");

}  // namespace astronova::bulk
