#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "bulk/csv.h"
#include "bulk/line_maker.h"
#include "bulk/progress.h"

namespace astronova::bulk {

/// What to do about files that are where outputs go.
enum class Existing { refuse, replace, go_on };

/// From where to where a run goes, whatever it makes of the lines.
struct LineRun {
  std::string input = "-";       ///< a file, or "-" for standard input
  std::optional<Format> from{};  ///< none: by the file's name, else by its first byte
  Format to = Format::json_lines;
  std::string output{};  ///< a file; standard output when empty
  std::string errors{};  ///< a file; standard error (the first 20) when empty
  Existing existing = Existing::refuse;
  unsigned threads = 1;
};

/// What a run makes of each line.
struct LineWork {
  std::string order;   ///< all that decides what is written for a line, beside the input's format
  std::string header;  ///< the output's first line, without its end; "" for none
  /// Makes what works on lines, one for each thread; the columns outlive it.
  std::function<std::unique_ptr<LineMaker>(const std::optional<CsvBirths>& columns)> make_maker;
};

/// Makes a line of each line of the input, and writes them in its order. Beside an output file it
/// keeps a journal until it is done, so that Existing::go_on goes on where it was interrupted: the
/// output is then, byte for byte, what an uninterrupted run would have written.
/// @param report  called now and then, from a thread of its own
/// errors   invalid_value: columns that make no sense, a file in the way; data_missing: a file
/// cannot
///          be read or written. Bad lines are not errors: Counts::bad.
/// memory   some megabytes a thread, whatever the size of the input
Result<Progress> run_lines(const LineRun& run, const LineWork& work,
                           const std::function<void(const Progress&)>& report);

}  // namespace astronova::bulk
