#pragma once

#include "base/instant.h"

namespace astronova {

/// Where the program learns what time it is, so that a test can say what today is.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The current instant, UTC. Safe to call from every thread.
  virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace astronova
