#include "telemetry/request_observers.h"

#include <ranges>

namespace astronova::telemetry {

void RequestObservers::began(http::Request& request) noexcept {
  for (auto* const observer : observers_)
    observer->began(request);
}

void RequestObservers::entering(const http::Request& request) noexcept {
  for (auto* const observer : observers_)
    observer->entering(request);
}

void RequestObservers::left(const http::Request& request) noexcept {
  for (auto* const observer : observers_ | std::views::reverse)
    observer->left(request);
}

void RequestObservers::ended(const http::Exchange& exchange) noexcept {
  for (auto* const observer : observers_)
    observer->ended(exchange);
}

}  // namespace astronova::telemetry
