#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "bulk/chart_maker.h"
#include "bulk/progress.h"
#include "sky/ephemeris.h"

namespace astronova::bulk {

/// What to do about files that are where outputs go.
enum class Existing { refuse, replace, go_on };

/// What `astronova bulk charts` is to do.
struct ChartRun {
  std::string input = "-";       ///< a file, or "-" for standard input
  std::optional<Format> from{};  ///< none: by the file's name, else by its first byte
  Format to = Format::json_lines;
  boost::json::object common{};  ///< ChartOrder::common
  std::string output{};          ///< a file; standard output when empty
  std::string errors{};          ///< a file; standard error (the first 20) when empty
  Existing existing = Existing::refuse;
  unsigned threads = 1;
};

/// Casts a chart of each line of the input, and writes them in its order. Beside an output file it
/// keeps a journal until it is done, so that Existing::go_on goes on where it was interrupted: the
/// output is then, byte for byte, what an uninterrupted run would have written.
/// @param report  called now and then, from a thread of its own
/// errors   invalid_value: the order makes no sense (options, columns, a file in the way);
///          data_missing: a file cannot be read or written. Bad lines are not errors: Counts::bad.
/// memory   some megabytes a thread, whatever the size of the input
Result<Progress> cast_charts(const ChartRun& run, const sky::Ephemeris& ephemeris,
                             const std::function<void(const Progress&)>& report);

}  // namespace astronova::bulk
