#pragma once

#include <ranges>
#include <utility>
#include <vector>

#include "http/request_observer.h"

namespace astronova::telemetry {

/// Several observers as one: each is told of the beginning in their order, and of the end in the
/// opposite one. Threads: as RequestObserver says.
class ObserverChain final : public http::RequestObserver {
 public:
  /// All must outlive it.
  explicit ObserverChain(std::vector<http::RequestObserver*> observers)
      : observers_(std::move(observers)) {}

  void began(http::Request& request) noexcept override {
    for (auto* const one : observers_)
      one->began(request);
  }
  void entering(const http::Request& request) noexcept override {
    for (auto* const one : observers_)
      one->entering(request);
  }
  void left(const http::Request& request) noexcept override {
    for (auto* const one : std::views::reverse(observers_))
      one->left(request);
  }
  void ended(const http::Exchange& exchange) noexcept override {
    for (auto* const one : std::views::reverse(observers_))
      one->ended(exchange);
  }

 private:
  const std::vector<http::RequestObserver*> observers_;
};

}  // namespace astronova::telemetry
