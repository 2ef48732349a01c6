#include "clients/resilient_client.h"

#include <utility>

#include <fmt/format.h>

#include "base/work_context.h"

namespace astronova::clients {
namespace {

constexpr unsigned too_many_requests = 429;
constexpr unsigned server_errors = 500;

/// Whether it has much less time than it should.
bool is_hurried(const HttpRequest& request) {
  return current_work().deadline - std::chrono::steady_clock::now() < request.deadline / 2;
}

}  // namespace

bool is_failure(const Result<HttpResponse>& result) {
  if (!result) return result.error().code == ErrorCode::unavailable;
  return result->status == too_many_requests || result->status >= server_errors;
}

/// One of the calls that may be under way at once, or none.
class ResilientClient::Place {
 public:
  Place(std::atomic<std::uint64_t>& in_flight, unsigned max)
      : in_flight_(in_flight), is_taken_(in_flight.fetch_add(1) < max) {
    if (!is_taken_) in_flight_.fetch_sub(1);
  }
  ~Place() {
    if (is_taken_) in_flight_.fetch_sub(1);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  explicit operator bool() const { return is_taken_; }

 private:
  std::atomic<std::uint64_t>& in_flight_;
  const bool is_taken_;
};

ResilientClient::ResilientClient(HttpClient& next, ResilienceSettings settings)
    : next_(next), settings_(std::move(settings)), breaker_(settings_.breaker) {}

Result<HttpResponse> ResilientClient::send(const HttpRequest& request) {
  // Before the circuit, for the one trial must not be lost to a full house.
  const Place place(figures_.in_flight, settings_.calls_max);
  if (!place) {
    figures_.rejected_by_cap.fetch_add(1, std::memory_order_relaxed);
    return refusal("has enough to answer");
  }
  const auto permit = breaker_.ask(settings_.now());
  if (!permit) {
    figures_.rejected_by_circuit.fetch_add(1, std::memory_order_relaxed);
    return refusal("has not answered lately");
  }
  return call(request, *permit);
}

Result<HttpResponse> ResilientClient::call(const HttpRequest& request,
                                           CircuitBreaker::Permit permit) {
  const auto began = settings_.now();
  const bool is_excused = is_hurried(request);
  auto result = observed(request);
  const auto ended = settings_.now();
  const bool failed = is_failure(result);
  if (failed && !result && is_excused) {
    breaker_.forgo(permit);
  } else {
    breaker_.record(permit, !failed, ended);
  }
  figures_.count(failed, result.has_value(),
                 std::chrono::duration_cast<std::chrono::microseconds>(ended - began));
  return result;
}

Result<HttpResponse> ResilientClient::observed(const HttpRequest& request) {
  auto* const observer = observer_.load();
  if (!observer) return next_.send(request);
  HttpRequest sent = request;
  const auto watching = observer->began(settings_.vendor, sent);
  auto result = next_.send(sent);
  if (watching) watching->ended(result);
  return result;
}

Error ResilientClient::refusal(const char* why) const {
  return {ErrorCode::unavailable,
          fmt::format("The server of {} {}; try again soon.", settings_.vendor, why),
          {}};
}

}  // namespace astronova::clients
