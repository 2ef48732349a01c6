#pragma once

#include <cstdint>

#include "base/duration_histogram.h"

namespace astronova::http {

/// How busy a server is. Plain values, taken at about one moment; what is counted is counted since
/// the start.
struct ServerFigures {
  std::uint64_t connections = 0;
  std::uint64_t connections_max = 0;
  std::uint64_t accept_failures = 0;  ///< no descriptor or memory was left for a connection
  /// How long an event loop's last one in a turn waited for the others, and how late a loop that
  /// nobody had asked for anything came back from its wait.
  DurationHistogram::Snapshot loop_lag{};
  std::uint64_t worker_queue_length = 0;  ///< requests that wait for a worker, of either sort
  std::uint64_t workers_busy = 0;
  std::uint64_t workers = 0;
  std::uint64_t held_body_bytes = 0;    ///< of requests
  std::uint64_t held_answer_bytes = 0;  ///< of long answers that their clients have yet to take
  std::uint64_t turned_away = 0;        ///< requests that got 503, as there was too much to do
};

}  // namespace astronova::http
