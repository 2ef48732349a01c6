#pragma once

#include <chrono>

namespace astronova::release {

/// How a release lets time pass, so that a test need not. Threads: one at a time.
class Waiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  virtual ~Waiter() = default;

  /// A clock that nobody sets.
  virtual Time now() const = 0;

  /// Lets so much time pass. False, early, when this process is asked to stop, and at once when it
  /// has been asked before.
  virtual bool wait(std::chrono::milliseconds time) = 0;

  /// Lets all of it pass: for what has to be brought to its end though we are asked to stop.
  virtual void pause(std::chrono::milliseconds time) = 0;

  virtual bool is_asked_to_stop() const = 0;
};

}  // namespace astronova::release
