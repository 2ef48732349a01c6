#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace astronova::clients {

/// What has been counted of the commands to Redis since the start. Read at any time by any thread;
/// the figures of one command need not appear together.
struct RedisFigures {
  /// The upper bounds of the duration's buckets, in seconds; what is above the last has one more.
  static constexpr std::array<double, 10> duration_bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                                          0.005,  0.01,    0.025,  0.05,  0.1};

  std::atomic<std::uint64_t> answered = 0;  ///< in time, and not with an error
  std::atomic<std::uint64_t> failed = 0;    ///< the answer was an error, or the connection was lost
  std::atomic<std::uint64_t> late = 0;      ///< no answer within the time that the caller allowed
  std::atomic<std::uint64_t> rejected = 0;  ///< not sent: the circuit was open, or the queue full
  std::atomic<std::uint64_t> queue_length = 0;  ///< commands that wait to be sent or answered
  std::atomic<std::uint64_t> queue_bytes = 0;   ///< and how long they are together
  std::atomic<std::uint64_t> connections = 0;   ///< made since the start
  std::atomic<std::uint64_t> openings = 0;      ///< how often the circuit has opened
  std::atomic<bool> circuit_open = true;        ///< so it is until the first connection
  std::atomic<std::uint64_t> duration_microseconds = 0;  ///< the sum over what came in time
  /// How many answers took up to duration_bounds[i], and more than duration_bounds[i - 1].
  std::array<std::atomic<std::uint64_t>, duration_bounds.size() + 1> duration_counts{};

  /// Counts an answer that came in time. From being asked for on; the wait in the queue is in it.
  void count_answer(bool is_failure, std::chrono::microseconds took);
};

}  // namespace astronova::clients
