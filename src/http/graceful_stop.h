#pragma once

#include <chrono>
#include <functional>

#include "http/event_loop.h"
#include "http/file_descriptor.h"
#include "http/stop_signals.h"
#include "http/watched.h"

namespace astronova::http {

/// What SIGTERM and SIGINT set off: others are told, and after a delay, in which they can send
/// their requests elsewhere, the server stops. A second signal ends the delay.
///
/// Threads: everything happens on the loop's.
class GracefulStop final : private Watched {
 public:
  struct Steps {
    std::function<void()> draining;  ///< at the first signal; may be empty
    std::function<void()> stop;      ///< may be called more than once
  };

  /// Throws std::system_error when the system has no descriptor left. The loop must outlive it.
  GracefulStop(EventLoop& loop, std::chrono::milliseconds delay, Steps steps);
  GracefulStop(const GracefulStop&) = delete;
  GracefulStop& operator=(const GracefulStop&) = delete;

 private:
  /// The delay's end.
  class Alarm final : public Watched {
   public:
    Alarm(EventLoop& loop, const std::function<void()>& ended);
    void set(std::chrono::milliseconds delay);
    void on_events(std::uint32_t /*events*/) override { ended_(); }

   private:
    const std::function<void()>& ended_;
    FileDescriptor timer_;
  };

  /// A signal has come.
  void on_events(std::uint32_t events) override;

  const std::chrono::milliseconds delay_;
  const Steps steps_;
  bool is_draining_ = false;
  StopSignals signals_;
  Alarm alarm_;
};

}  // namespace astronova::http
