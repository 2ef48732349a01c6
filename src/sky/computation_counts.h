#pragma once

#include "base/sharded_counter.h"

namespace astronova::sky {

/// How much the process has computed since its start, by who computed it: positions of bodies at an
/// instant, cusps of an instant and ayanamsas count one each. What the table does not hold is
/// computed, and counted, by Swiss Ephemeris alone.
struct ComputationCounts {
  ShardedCounter table;
  ShardedCounter swiss;
};

/// Threads: any, at any time.
inline ComputationCounts& computation_counts() {
  static constinit ComputationCounts counts;
  return counts;
}

}  // namespace astronova::sky
