#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace astronova::clients {

/// What has been counted of the calls to one vendor since the start. Read at any time by any
/// thread; the figures of one call need not appear together.
struct CallFigures {
  /// The upper bounds of the latency's buckets, in seconds; what is above the last has one more.
  static constexpr std::array<double, 11> latency_bounds{0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                                         1,    2.5,   5,    10,  30};

  std::atomic<std::uint64_t> calls = 0;                 ///< sent, and over
  std::atomic<std::uint64_t> failures = 0;              ///< of those: no answer, 429 or 5xx
  std::atomic<std::uint64_t> without_answer = 0;        ///< of those failures: no answer
  std::atomic<std::uint64_t> rejected_by_circuit = 0;   ///< not sent: the circuit was open
  std::atomic<std::uint64_t> rejected_by_cap = 0;       ///< not sent: too many under way
  std::atomic<std::uint64_t> in_flight = 0;             ///< sent, and not over
  std::atomic<std::uint64_t> latency_microseconds = 0;  ///< the sum over `calls`
  /// How many calls took up to latency_bounds[i], and more than latency_bounds[i - 1].
  std::array<std::atomic<std::uint64_t>, latency_bounds.size() + 1> latency_counts{};

  /// Counts a call that is over.
  void count(bool failed, bool answered, std::chrono::microseconds took);
};

}  // namespace astronova::clients
