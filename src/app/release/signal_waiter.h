#pragma once

#include "release/waiter.h"

namespace astronova::app {

/// Real time. SIGINT and SIGTERM ask to stop, as long as it lives; it has to be made before any
/// thread is.
class SignalWaiter final : public release::Waiter {
 public:
  SignalWaiter();
  ~SignalWaiter() override;
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;

  Time now() const override { return std::chrono::steady_clock::now(); }
  bool wait(std::chrono::milliseconds time) override;
  void pause(std::chrono::milliseconds time) override;
  bool is_asked_to_stop() const override;

 private:
  void read_signals(std::chrono::milliseconds time) const;

  int signals_ = -1;
  mutable bool is_asked_ = false;
};

}  // namespace astronova::app
