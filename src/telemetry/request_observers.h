#pragma once

#include <vector>

#include "http/request_observer.h"

namespace astronova::telemetry {

/// Several observers as one. They are told in their order, so whoever sets the trace comes first;
/// of the handler's end in the reverse order, as they stand around it.
class RequestObservers final : public http::RequestObserver {
 public:
  /// None of them is null; all must outlive it.
  explicit RequestObservers(std::vector<http::RequestObserver*> observers)
      : observers_(std::move(observers)) {}

  void began(http::Request& request) noexcept override;
  void entering(const http::Request& request) noexcept override;
  void left(const http::Request& request) noexcept override;
  void ended(const http::Exchange& exchange) noexcept override;

 private:
  const std::vector<http::RequestObserver*> observers_;
};

}  // namespace astronova::telemetry
