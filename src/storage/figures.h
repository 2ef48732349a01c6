#pragma once

#include <cstdint>

#include "base/duration_histogram.h"

namespace astronova::storage {

/// What became of transactions of one sort since the database was opened.
struct TransactionFigures {
  std::uint64_t done = 0;
  std::uint64_t refused =
      0;                     ///< undone, since what was asked for could not be: it is there already
  std::uint64_t failed = 0;  ///< the database could not, or not in time
  DurationHistogram::Snapshot duration{};  ///< from the call to its end, waits and retries included
};

/// How busy a database is. Plain values, taken at one moment.
struct DatabaseFigures {
  std::uint64_t connections_in_use = 0;
  std::uint64_t connections_idle = 0;           ///< open, and nobody's
  std::uint64_t connections_max = 0;            ///< that may be open
  DurationHistogram::Snapshot connection_wait;  ///< for one of them, or for the turn to write
  TransactionFigures reads{};                   ///< one statement
  TransactionFigures snapshots{};               ///< several that read the same state
  TransactionFigures writes{};
};

}  // namespace astronova::storage
