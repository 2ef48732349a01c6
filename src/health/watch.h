#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "health/probe.h"

namespace astronova::health {

/// Asks one service again and again, on a thread of its own, so that who wants to know what was
/// found never waits. A probe that hangs is not called a second time before it has come back.
///
/// Threads: all may call at once.
class Watch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Begins at once.
  explicit Watch(std::unique_ptr<Probe> probe);
  /// Waits for a probe that is running.
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// What was found last; while a probe takes too long, that.
  Finding finding() const;
  /// Waits for the first finding, that it took too long included.
  void wait_for_first() const;
  /// Has it end soon; the destructor waits.
  void stop();

 private:
  void run(const std::stop_token& stop);
  void ask();

  const std::unique_ptr<Probe> probe_;
  const Schedule schedule_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::optional<Finding> found_{};
  std::optional<Time> asked_{};  // while it is running
  std::jthread thread_;
};

}  // namespace astronova::health
