#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace astronova::telemetry {

/// Lets the first few of each second through.
///
/// Threads: all. Where two meet at a second's turn, one more may get through.
class Pace {
 public:
  explicit Pace(unsigned each_second) : each_second_(each_second) {}

  bool is_within(std::chrono::steady_clock::time_point now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    auto known = second_.load(std::memory_order_relaxed);
    if (known != second &&
        second_.compare_exchange_strong(known, second, std::memory_order_relaxed))
      count_.store(0, std::memory_order_relaxed);
    // Looked at first, so that those who are not let through share the line unchanged.
    if (count_.load(std::memory_order_relaxed) >= each_second_) return false;
    return count_.fetch_add(1, std::memory_order_relaxed) < each_second_;
  }

 private:
  const unsigned each_second_;
  std::atomic<std::int64_t> second_ = -1;
  std::atomic<unsigned> count_ = 0;
};

}  // namespace astronova::telemetry
