#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "base/thread_slot.h"

namespace astronova {

/// A count that many threads add to at once, some nanoseconds each: they do not take each other's
/// cache line away. It wraps, so that what is taken away elsewhere may be added as its complement.
///
/// Threads: all may call at once; value() has all that was added before it was called.
class ShardedCounter {
 public:
  void add(std::uint64_t count = 1) {
    shards_[thread_slot() % shards_.size()].count.fetch_add(count, std::memory_order_relaxed);
  }
  void take(std::uint64_t count = 1) { add(~count + 1); }

  std::uint64_t value() const {
    std::uint64_t sum = 0;
    for (const auto& shard : shards_)
      sum += shard.count.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  static constexpr std::size_t cache_line = 64;
  struct alignas(cache_line) Shard {
    std::atomic<std::uint64_t> count = 0;
  };
  std::array<Shard, 16> shards_{};
};

}  // namespace astronova
