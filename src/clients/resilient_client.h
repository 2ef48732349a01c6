#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "clients/call_figures.h"
#include "clients/call_observer.h"
#include "clients/circuit_breaker.h"
#include "clients/http_client.h"

namespace astronova::clients {

struct ResilienceSettings {
  std::string vendor;         ///< whom it calls, as logs and metrics name it: "apple"
  unsigned calls_max = 32;    ///< under way at once; more are turned away
  BreakerSettings breaker{};  ///< when calls are kept back
  /// What time it is, for the circuit and the latencies.
  std::function<CircuitBreaker::Time()> now = [] { return std::chrono::steady_clock::now(); };
};

/// The way to one vendor through another client, so that the vendor's trouble stays the vendor's.
///
/// - A circuit (circuit_breaker.h). A call has failed when there was no answer (`unavailable`) or
///   the answer is 429 or 5xx: of these the vendor would rather have fewer. Any other status, and a
///   request that could not be sent for a mistake of ours, speaks for the vendor. Retries are the
///   other client's; what is counted is what they came to. A call that had less than half of its
///   time, as nobody would have waited for longer (base/work_context.h), and got no answer, is
///   neither.
/// - A cap: threads that wait for a slow vendor are threads that answer nobody. A call beyond it
///   is turned away at once.
/// - Figures, and an observer for traces.
///
/// Threads: all may call at once; the calling thread waits as long as the other client does, and
/// not at all when it is turned away.
class ResilientClient final : public HttpClient {
 public:
  /// `next` must outlive it.
  ResilientClient(HttpClient& next, ResilienceSettings settings);

  /// errors  as the other client's; and unavailable, at once, from an open circuit or a full cap
  Result<HttpResponse> send(const HttpRequest& request) override;

  /// Who is told of calls from now on; none: nobody. It must outlive the calls.
  void observe(CallObserver* observer) { observer_.store(observer); }

  const std::string& vendor() const { return settings_.vendor; }
  const CallFigures& figures() const { return figures_; }
  CircuitBreaker::State state() const { return breaker_.state(); }
  std::uint64_t openings() const { return breaker_.openings(); }

 private:
  class Place;

  Result<HttpResponse> call(const HttpRequest& request, CircuitBreaker::Permit permit);
  Result<HttpResponse> observed(const HttpRequest& request);
  Error refusal(const char* why) const;

  HttpClient& next_;
  const ResilienceSettings settings_;
  CircuitBreaker breaker_;
  CallFigures figures_;
  std::atomic<CallObserver*> observer_ = nullptr;
};

/// Whether a call came to something that counts against the vendor.
bool is_failure(const Result<HttpResponse>& result);

}  // namespace astronova::clients
