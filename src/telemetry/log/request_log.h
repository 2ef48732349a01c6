#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/randomness.h"
#include "http/request_observer.h"
#include "telemetry/log/log.h"
#include "telemetry/log/pace.h"
#include "telemetry/log/pseudonyms.h"

namespace astronova::telemetry {

struct RequestLogSettings {
  double share = 1;                                   ///< of the requests that are nothing special
  std::chrono::nanoseconds slow_from{1'000'000'000};  ///< what takes as long is told always
};

/// Tells the log of each request: an `api_call`, and for one that failed on our side an `error`
/// too.
///
/// - INFO: what is nothing special, of which a share is told. That a request was turned away is
///   nothing special either, and of those ten a second at most are told: under overload there are
///   tens of thousands, and the metrics count them all.
/// - WARNING: what was slow. ERROR: what was answered with a 5xx by its handler.
/// - DEBUG: what probes ask (http::Priority::vital).
///
/// Threads: as the port.
class RequestLog final : public http::RequestObserver {
 public:
  /// Without pseudonyms nobody is known. The log must outlive it.
  RequestLog(Log& log, const RequestLogSettings& settings, std::optional<Pseudonyms> pseudonyms,
             const Randomness& randomness);

  void began(http::Request& /*request*/) noexcept override {}
  void entering(const http::Request& /*request*/) noexcept override {}
  void left(const http::Request& /*request*/) noexcept override {}
  void ended(const http::Exchange& exchange) noexcept override;

 private:
  static constexpr std::size_t cache_line = 64;
  static constexpr unsigned refusals_told = 10;
  struct alignas(cache_line) Sampler {
    std::atomic<std::uint64_t> state = 0;
  };

  Severity severity_of(const http::Exchange& exchange) const;
  bool is_in_sample();
  bool is_told(const http::Exchange& exchange, Severity severity);
  void tell_call(const http::Exchange& exchange, Severity severity);
  void tell_error(const http::Exchange& exchange);

  Log& log_;
  const RequestLogSettings settings_;
  const std::optional<Pseudonyms> pseudonyms_;
  std::array<Sampler, 16> samplers_{};
  Pace refusals_{refusals_told};
};

}  // namespace astronova::telemetry
