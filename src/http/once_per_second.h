#pragma once

#include <atomic>
#include <chrono>

namespace astronova::http {

/// Says, of what happens many times, which times are worth telling: one a second.
/// Threads: all may ask at once.
class OncePerSecond {
 public:
  using Time = std::chrono::steady_clock::time_point;

  bool is_due(Time now) {
    Time next = next_.load(std::memory_order_relaxed);
    return now >= next && next_.compare_exchange_strong(next, now + std::chrono::seconds(1));
  }

 private:
  std::atomic<Time> next_{};
};

}  // namespace astronova::http
