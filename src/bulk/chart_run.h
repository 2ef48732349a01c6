#pragma once

#include <functional>

#include "base/result.h"
#include "bulk/chart_maker.h"
#include "bulk/line_run.h"
#include "sky/ephemeris.h"

namespace astronova::bulk {

/// What `astronova bulk charts` is to do.
struct ChartRun : LineRun {
  boost::json::object common{};  ///< ChartOrder::common
};

/// Casts a chart of each line of the input.
/// errors   those of run_lines; invalid_value for options that make no sense
Result<Progress> cast_charts(const ChartRun& run, const sky::Ephemeris& ephemeris,
                             const std::function<void(const Progress&)>& report);

}  // namespace astronova::bulk
