#include "telemetry/request_figures.h"

#include <algorithm>
#include <numeric>

namespace astronova::telemetry {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::size_t shares = 16;  // more threads than that share some

}  // namespace

std::string_view name_of(StatusClass status_class) {
  switch (status_class) {
    case StatusClass::successful:
      return "2xx";
    case StatusClass::redirected:
      return "3xx";
    case StatusClass::refused:
      return "4xx";
    case StatusClass::failed:
      return "5xx";
    case StatusClass::none:
      break;
  }
  return "none";
}

StatusClass class_of(unsigned status) {
  if (status == 0) return StatusClass::none;
  if (status >= 500) return StatusClass::failed;
  if (status >= 400) return StatusClass::refused;
  return status >= 300 ? StatusClass::redirected : StatusClass::successful;
}

std::uint64_t LatencyFigures::count() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

RequestFigures::RequestFigures() : shares_(shares) {}

void RequestFigures::ended(const http::Exchange& exchange) noexcept {
  if (exchange.route && exchange.route->priority == http::Priority::vital) return;
  const double took =
      std::chrono::duration<double, std::milli>(exchange.ended - exchange.received).count();
  // A bound is the first of its own bucket.
  const auto* const bound = std::ranges::upper_bound(LatencyFigures::bounds, took);
  const auto bucket = static_cast<std::size_t>(bound - LatencyFigures::bounds.begin());
  auto& counted =
      share_of_this_thread().by_class.at(static_cast<std::size_t>(class_of(exchange.status)));
  counted.counts.at(bucket).fetch_add(1, relaxed);
  counted.sum.fetch_add(took, relaxed);
  counted.sum_of_squares.fetch_add(took * took, relaxed);
}

RequestSnapshot RequestFigures::snapshot() const {
  RequestSnapshot snapshot;
  for (const auto& share : shares_) {
    for (std::size_t of_class = 0; of_class < status_class_count; ++of_class) {
      const auto& counted = share.by_class.at(of_class);
      auto& sum = snapshot.at(of_class);
      for (std::size_t bucket = 0; bucket < sum.counts.size(); ++bucket)
        sum.counts.at(bucket) += counted.counts.at(bucket).load(relaxed);
      sum.sum += counted.sum.load(relaxed);
      sum.sum_of_squares += counted.sum_of_squares.load(relaxed);
    }
  }
  return snapshot;
}

RequestFigures::Share& RequestFigures::share_of_this_thread() {
  static std::atomic<std::size_t> next = 0;
  thread_local const std::size_t own = next.fetch_add(1) % shares;
  return shares_[own];
}

}  // namespace astronova::telemetry
