#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace astronova {

/// How many durations fell into which bucket, for metrics.
///
/// Threads: all may add and read at once; the figures of one duration need not appear together.
class DurationHistogram {
 public:
  /// The upper bounds of the buckets, in seconds; what is above the last has one more.
  static constexpr std::array<double, 16> bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                 0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                                 1,      2.5,     10,     30};
  using Counts = std::array<std::uint64_t, bounds.size() + 1>;

  /// What was counted until a moment.
  struct Snapshot {
    Counts counts{};         ///< up to bounds[i] and more than bounds[i - 1]
    double sum_seconds = 0;  ///< of all durations
  };

  void add(std::chrono::nanoseconds duration) {
    const double seconds = std::chrono::duration<double>(duration).count();
    const auto* const bucket = std::ranges::lower_bound(bounds, seconds);
    constexpr auto relaxed = std::memory_order_relaxed;
    counts_.at(static_cast<std::size_t>(bucket - bounds.begin())).fetch_add(1, relaxed);
    nanoseconds_.fetch_add(duration.count(), relaxed);
  }

  Snapshot snapshot() const {
    Snapshot taken;
    for (std::size_t i = 0; i < counts_.size(); ++i)
      taken.counts.at(i) = counts_.at(i).load(std::memory_order_relaxed);
    taken.sum_seconds = static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) * 1e-9;
    return taken;
  }

 private:
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> counts_{};
  std::atomic<std::int64_t> nanoseconds_ = 0;
};

/// Adds what another counted.
inline DurationHistogram::Snapshot& operator+=(DurationHistogram::Snapshot& sum,
                                               const DurationHistogram::Snapshot& other) {
  for (std::size_t i = 0; i < sum.counts.size(); ++i)
    sum.counts.at(i) += other.counts.at(i);
  sum.sum_seconds += other.sum_seconds;
  return sum;
}

}  // namespace astronova
