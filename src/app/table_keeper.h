#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

#include "app/configuration.h"
#include "app/settings/mistakes.h"
#include "base/result.h"
#include "sky/replaceable_ephemeris.h"
#include "sky/table/build_table.h"

namespace astronova::app {

/// The years of a table: from the beginning of one to before another.
struct TableSpan {
  int from = 1800;
  int to = 2200;
};

/// Declares --table-from and --table-to with their variables.
void declare(CLI::App& command, TableSpan& span);

/// Whether it ends after it begins; else prints so to stderr.
bool is_possible(const TableSpan& span);
/// The same, for `serve`.
void check(const TableSpan& span, Mistakes& mistakes);

/// Makes the table's file, whatever is there. Of several processes on one machine one at a time
/// makes it.
/// @param still_wanted asked when it is this process's turn; false ends it there
/// errors  those of sky::table::build_table and of FileLock, and where the folder cannot be made
Result<void> make_table(const EphemerisConfiguration& configuration, TableSpan span,
                        const std::stop_token& stop, const std::function<bool()>& still_wanted,
                        const std::function<void(const sky::table::SeriesSize&)>& progress);

/// Opens the ephemeris of a command that computes much: the table, made first where it is missing
/// or damaged, with a note in the log. Swiss Ephemeris where that is asked for, or where no table
/// can be made. Nothing, and why on stderr, where there is not even that.
std::unique_ptr<sky::Ephemeris> open_or_make_table(const EphemerisConfiguration& configuration,
                                                   TableSpan span);

/// Gives a running server its table: opens it, which reads it once to know that it is whole, or
/// makes it where it is missing or damaged, when the processor has nothing else to do. Until then,
/// and if it cannot be done, the ephemeris answers as it did. Tells the log what takes long
/// or fails.
class TableKeeper {
 public:
  /// Begins at once, on a thread of its own. The ephemeris must outlive this object.
  TableKeeper(EphemerisConfiguration configuration, TableSpan span,
              sky::ReplaceableEphemeris& ephemeris);
  // The thread's destructor stops the work and waits for its end.

 private:
  std::jthread thread_;
};

}  // namespace astronova::app
