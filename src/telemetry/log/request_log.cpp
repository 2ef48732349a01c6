#include "telemetry/log/request_log.h"

#include <bit>

#include <fmt/format.h>

#include "base/thread_slot.h"
#include "telemetry/log/short_address.h"
#include "telemetry/request_metrics.h"

namespace astronova::telemetry {
namespace {

constexpr unsigned server_errors = 500;
constexpr unsigned service_unavailable = 503;

bool is_vital(const http::Exchange& exchange) {
  return exchange.route && exchange.route->priority == http::Priority::vital;
}

// A probe that is told that something is unavailable has what it asked for.
bool is_failure(const http::Exchange& exchange) {
  if (exchange.status < server_errors || exchange.is_refused) return false;
  return !is_vital(exchange) || exchange.status != service_unavailable;
}

std::string_view endpoint_of(const http::Exchange& exchange) {
  return exchange.route ? std::string_view(exchange.route->pattern) : "none";
}

}  // namespace

RequestLog::RequestLog(Log& log, const RequestLogSettings& settings,
                       std::optional<Pseudonyms> pseudonyms, const Randomness& randomness)
    : log_(log), settings_(settings), pseudonyms_(std::move(pseudonyms)) {
  for (auto& sampler : samplers_)
    sampler.state = std::bit_cast<std::uint64_t>(randomness.bytes<8>());
}

Severity RequestLog::severity_of(const http::Exchange& exchange) const {
  if (is_failure(exchange)) return Severity::error;
  if (is_vital(exchange)) return Severity::debug;
  const bool is_slow = exchange.ended - exchange.received >= settings_.slow_from;
  return is_slow ? Severity::warning : Severity::info;
}

// source: S. Vigna, SplitMix64, https://prng.di.unimi.it/splitmix64.c
bool RequestLog::is_in_sample() {
  if (settings_.share >= 1) return true;
  constexpr std::uint64_t golden = 0x9E37'79B9'7F4A'7C15U;
  auto& state = samplers_.at(thread_slot() % samplers_.size()).state;
  std::uint64_t mixed = state.fetch_add(golden, std::memory_order_relaxed) + golden;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
  mixed ^= mixed >> 31U;
  return static_cast<double>(mixed >> 11U) * 0x1p-53 < settings_.share;
}

bool RequestLog::is_told(const http::Exchange& exchange, Severity severity) {
  if (exchange.is_refused && !refusals_.is_within(exchange.ended)) return false;
  return severity > Severity::info || is_in_sample();
}

void RequestLog::ended(const http::Exchange& exchange) noexcept {
  const auto severity = severity_of(exchange);
  if (!log_.tells(severity)) return;
  if (is_told(exchange, severity)) tell_call(exchange, severity);
  if (is_failure(exchange) && !exchange.request.notes.is_failure_told) tell_error(exchange);
}

void RequestLog::tell_call(const http::Exchange& exchange, Severity severity) {
  const auto& request = exchange.request;
  const auto& subject = request.notes.subject;
  const auto user = pseudonyms_ && !subject.empty() ? pseudonyms_->of(subject) : std::string();
  const auto remote = short_address(request.peer_address);
  ApiCall call{.severity = severity,
               .method = http::name_of(request.method),
               .endpoint = endpoint_of(exchange),
               .user_id = user,
               .remote_ip = remote,
               .request_id = request.request_id,
               .protocol = request.protocol,
               .status = exchange.status == 0 ? client_gone : exchange.status,
               .response_bytes = exchange.response_bytes,
               .took = exchange.ended - exchange.received,
               .is_cut = exchange.is_cut,
               .is_refused = exchange.is_refused,
               .trace = request.trace};
  log_.write(call);
}

void RequestLog::tell_error(const http::Exchange& exchange) {
  const auto& request = exchange.request;
  const std::string reason(http::reason_phrase(exchange.status));
  const std::string endpoint(endpoint_of(exchange));
  const std::string method(http::name_of(request.method));
  const WorkScope work({.trace = request.trace});
  log_.write(
      {Severity::error,
       "error",
       fmt::format("{} {} was answered with {} {}", method, endpoint, exchange.status, reason),
       {{"error_type", fmt::format("HTTP {}", exchange.status)},
        {"error_message", reason},
        {"request_id", request.request_id}},
       {{"method", method}, {"endpoint", endpoint}}});
}

}  // namespace astronova::telemetry
