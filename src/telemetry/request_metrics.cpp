#include "telemetry/request_metrics.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <map>
#include <tuple>

#include "base/thread_slot.h"

namespace astronova::telemetry {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr unsigned service_unavailable = 503;

std::size_t bucket_of(std::chrono::nanoseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto* const bucket = std::ranges::lower_bound(RequestMetrics::bounds, seconds);
  return static_cast<std::size_t>(bucket - RequestMetrics::bounds.begin());
}

// What one combination of route, method and status has come to.
struct Cell {
  const http::RouteInfo* route = nullptr;  // only compared: the server may be gone
  http::Method method{};
  unsigned status = 0;
  std::string pattern{};

  std::array<std::atomic<std::uint64_t>, RequestMetrics::bounds.size() + 1> counts{};
  std::atomic<std::uint64_t> nanoseconds = 0;

  bool is_of(const http::RouteInfo* its_route, http::Method its_method, unsigned its_status) const {
    return route == its_route && method == its_method && status == its_status;
  }
  void count(std::chrono::nanoseconds took) {
    counts.at(bucket_of(took)).fetch_add(1, relaxed);
    nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), relaxed);
  }
};

// The sum of cells.
struct Total {
  std::array<std::uint64_t, RequestMetrics::bounds.size() + 1> counts{};
  double seconds = 0;

  void add(const Cell& cell) {
    for (std::size_t i = 0; i < counts.size(); ++i)
      counts.at(i) += cell.counts.at(i).load(relaxed);
    seconds += static_cast<double>(cell.nanoseconds.load(relaxed)) * 1e-9;
  }
};

using Key = std::tuple<std::string_view, std::string_view, unsigned>;

}  // namespace

/// The cells of the threads of one slot: a table with open addressing that only grows, in which
/// cells are found without a lock.
class RequestMetrics::Shard {
 public:
  Cell& cell(const http::RouteInfo* route, http::Method method, unsigned status) {
    const std::size_t start = hash(route, method, status);
    for (std::size_t i = start;; i = (i + 1) % places) {
      Cell* const found = table_[i].load(std::memory_order_acquire);
      if (!found) return add(start, route, method, status);
      if (found->is_of(route, method, status)) return *found;
    }
  }

  void add_to(std::map<Key, Total>& totals) const {
    const std::lock_guard lock(mutex_);
    for (const auto& cell : cells_)
      totals[{cell->pattern, http::name_of(cell->method), cell->status}].add(*cell);
  }

 private:
  // Half of the places stay empty, so that each search ends soon.
  static constexpr std::size_t places = 2048;
  static constexpr std::size_t cells_max = places / 2;

  static std::size_t hash(const http::RouteInfo* route, http::Method method, unsigned status) {
    constexpr std::uint64_t golden = 0x9E37'79B9'7F4A'7C15U;
    const auto address = reinterpret_cast<std::uintptr_t>(route);
    const std::uint64_t mixed =
        (address ^ (std::uint64_t{status} << 40U) ^ (static_cast<std::uint64_t>(method) << 56U)) *
        golden;
    return mixed >> static_cast<unsigned>(64 - std::countr_zero(places));
  }

  Cell& add(std::size_t start, const http::RouteInfo* route, http::Method method, unsigned status) {
    const std::lock_guard lock(mutex_);
    std::size_t i = start;
    for (; const auto* const found = table_[i].load(relaxed); i = (i + 1) % places)
      if (found->is_of(route, method, status)) return *table_[i].load(relaxed);
    if (cells_.size() >= cells_max) return rest();
    auto& made = make(route, method, status);
    made.pattern = route ? route->pattern : "none";
    table_[i].store(&made, std::memory_order_release);
    return made;
  }

  Cell& rest() {
    if (!rest_) {
      rest_ = &make(nullptr, http::Method::get, 0);
      rest_->pattern = "other";
    }
    return *rest_;
  }

  Cell& make(const http::RouteInfo* route, http::Method method, unsigned status) {
    auto& made = *cells_.emplace_back(std::make_unique<Cell>());
    made.route = route;
    made.method = method;
    made.status = status;
    return made;
  }

  std::array<std::atomic<Cell*>, places> table_{};
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Cell>> cells_;
  Cell* rest_ = nullptr;
};

RequestMetrics::RequestMetrics() {
  for (auto& shard : shards_)
    shard = std::make_unique<Shard>();
}

RequestMetrics::~RequestMetrics() = default;

void RequestMetrics::began(http::Request& /*request*/) noexcept {
  in_flight_.add();
}

void RequestMetrics::ended(const http::Exchange& exchange) noexcept {
  in_flight_.take();
  response_bytes_.add(exchange.response_bytes);
  if (exchange.is_cut) cut_.fetch_add(1, relaxed);
  if (exchange.is_refused) {
    auto& refused =
        exchange.status == service_unavailable ? refused_by_overload_ : refused_by_limits_;
    refused.fetch_add(1, relaxed);
  }
  const unsigned status = exchange.status == 0 ? client_gone : exchange.status;
  shards_[thread_slot() % shard_count]
      ->cell(exchange.route, exchange.request.method, status)
      .count(exchange.ended - exchange.received);
}

void RequestMetrics::sample(Samples& samples) const {
  std::map<Key, Total> totals;
  for (const auto& shard : shards_)
    shard->add_to(totals);
  for (const auto& [key, total] : totals) {
    const auto& [route, method, status] = key;
    samples.histogram("astronova_http_request_duration_seconds",
                      "From the whole request to the last byte of its answer.",
                      {{"method", std::string(method)},
                       {"route", std::string(route)},
                       {"status", std::to_string(status)}},
                      bounds, total.counts, total.seconds);
  }
  samples.gauge("astronova_http_requests_in_flight", "Requests that are being answered.", {},
                static_cast<double>(in_flight_.value()));
  samples.counter("astronova_http_response_bytes_total", "Bytes of answers, heads and bodies.", {},
                  static_cast<double>(response_bytes_.value()));
  constexpr auto refused = "astronova_http_requests_refused_total";
  constexpr auto refused_help = "Requests that were turned away before their handler was called.";
  samples.counter(refused, refused_help, {{"reason", "limits"}},
                  static_cast<double>(refused_by_limits_.load(relaxed)));
  samples.counter(refused, refused_help, {{"reason", "overload"}},
                  static_cast<double>(refused_by_overload_.load(relaxed)));
  samples.counter("astronova_http_requests_cut_total",
                  "Requests whose client was gone before all of the answer was sent.", {},
                  static_cast<double>(cut_.load(relaxed)));
}

}  // namespace astronova::telemetry
