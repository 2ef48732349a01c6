#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace astronova::bulk {

/// Does something every period, on a thread of its own, until it is destroyed.
class Ticker {
 public:
  Ticker(std::chrono::milliseconds period, std::function<void()> tick);

 private:
  std::jthread thread_;
};

}  // namespace astronova::bulk
