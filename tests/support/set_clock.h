#pragma once

#include <chrono>

#include "base/clock.h"

namespace astronova::testing {

/// A clock that stands where it was set.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant now) : now_(now) {}

  Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }
  void advance(std::chrono::microseconds by) { now_ += by; }

 private:
  Instant now_;
};

}  // namespace astronova::testing
