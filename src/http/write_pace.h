#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace astronova::http {

/// Whether a client takes its answer fast enough: it has an allowance of time for each so many
/// bytes, and for what is left. The time in which there is nothing to take does not count, so that
/// a stream's client answers for itself alone. Time is in the loop's ticks.
///
/// Threads: the loop's.
class WritePace {
 public:
  using Ticks = std::uint64_t;

  WritePace(Ticks allowance, std::size_t bytes)
      : allowance_(allowance), bytes_min_(bytes), left_(allowance) {}

  /// Another answer: it has the whole allowance.
  void begin_answer() { renew(); }
  /// From now on there is something to take. Returns until when.
  Ticks resume(Ticks now) {
    since_ = now;
    return since_ + left_;
  }
  /// The client has taken bytes. Returns until when it may take the next.
  Ticks took(std::size_t bytes, Ticks now) {
    bytes_ += bytes;
    if (bytes_ < bytes_min_) return since_ + left_;
    renew();
    return resume(now);
  }
  /// There is nothing to take.
  void pause(Ticks now) { left_ -= std::min(left_, now - since_); }

  /// Whether it has used a sixth of the allowance: slow, where others need what it holds. While
  /// there is something to take.
  bool is_slow(Ticks now) const { return (allowance_ - left_ + now - since_) * 6 >= allowance_; }

 private:
  void renew() {
    left_ = allowance_;
    bytes_ = 0;
  }

  Ticks allowance_;
  std::size_t bytes_min_;
  Ticks left_;
  Ticks since_ = 0;
  std::size_t bytes_ = 0;  ///< taken since the allowance was renewed
};

}  // namespace astronova::http
