#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>

#include "base/result.h"
#include "bulk/line_run.h"
#include "sky/ephemeris.h"

namespace astronova::bulk {

/// What `astronova bulk match` is to do.
struct MatchRun : LineRun {
  boost::json::object user{};         ///< BirthData of whom all are matched with
  std::optional<double> score_min{};  ///< matches below this are counted and not written
};

/// Scores each line of the input with one person, as /match/compatibility does.
/// errors   those of run_lines; those of the user's birth, pointers below "/user"
Result<Progress> match_births(const MatchRun& run, const sky::Ephemeris& ephemeris,
                              const std::function<void(const Progress&)>& report);

}  // namespace astronova::bulk
