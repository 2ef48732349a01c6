#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "release/engine.h"

namespace astronova::release {

/// How one revision did over a time.
struct Figures {
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;  ///< answered by 5xx, or not at all
  /// The 99th percentile of the time to answer; 0 without requests.
  std::chrono::duration<double> p99{};
};

/// Where gates have the figures of revisions from: Prometheus, the servers' own /metrics, or Cloud
/// Monitoring. Threads: one at a time.
class FigureSource {
 public:
  virtual ~FigureSource() = default;

  /// A moment to count from: where figures are differences of counters, they are read now. Call it
  /// once when a canary step begins.
  virtual Result<void> begin(const std::vector<Revision>& revisions) = 0;

  /// Of what that revision has answered since begin(), which was `window` ago.
  /// errors  unavailable (it cannot be asked), conflict (it was started again since begin(), so
  ///         that it has died meanwhile)
  virtual Result<Figures> of(const Revision& revision, std::chrono::seconds window) = 0;
};

}  // namespace astronova::release
