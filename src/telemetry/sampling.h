#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/trace_context.h"

namespace astronova::telemetry {

struct SamplingSettings {
  double share = 0;           ///< of traces begun here, 0 to 1
  unsigned traces_max = 100;  ///< a second, those that callers want included
};

/// Which pieces of work have their spans exported.
///
/// Of traces that begin here a share, chosen by the id, which is random: so every part of a trace
/// comes to the same. Of a caller's trace what the caller records, since a trace with holes tells
/// little. But anybody on the internet can be a caller, so no more than `traces_max` requests in a
/// second are recorded, whoever wants it.
///
/// Threads: all may ask at once; nobody waits.
class Sampling {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Sampling(SamplingSettings settings);

  /// Whether this trace, which begins here, is one of the share. Cheap.
  bool is_of_share(const TraceContext& trace) const;

  /// Whether one more may be recorded in this second; counts it.
  bool may_record(Time now);

 private:
  const std::uint64_t threshold_;
  const std::uint32_t traces_max_;
  std::atomic<std::uint64_t> second_and_count_ = 0;  // the second above, what it had so far below
};

}  // namespace astronova::telemetry
