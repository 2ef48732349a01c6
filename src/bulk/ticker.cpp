#include "bulk/ticker.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace astronova::bulk {

Ticker::Ticker(std::chrono::milliseconds period, std::function<void()> tick)
    : thread_([period, tick = std::move(tick)](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        for (;;) {
          stopped.wait_for(lock, stop, period, [] { return false; });
          if (stop.stop_requested()) return;
          tick();
        }
      }) {}

}  // namespace astronova::bulk
