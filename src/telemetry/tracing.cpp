#include "telemetry/tracing.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "telemetry/trace_ids.h"
#include "telemetry/trace_parent.h"

namespace astronova::telemetry {
namespace {

using clients::Span;
using http::Exchange;
using http::Request;

constexpr std::string_view trace_parent_name = "traceparent";
constexpr unsigned server_errors = 500;

thread_local const Request* answered_request = nullptr;

// Of a request with several nobody knows which to believe.
std::optional<TraceContext> trace_of_caller(const Request& request) {
  const std::string_view* found = nullptr;
  for (const auto& [name, value] : request.headers) {
    // Nearly all names are of another length.
    if (name.size() != trace_parent_name.size() ||
        !http::equals_ignoring_case(name, trace_parent_name))
      continue;
    if (found) return std::nullopt;
    found = &value;
  }
  return found ? parse_trace_parent(*found) : std::nullopt;
}

// By https://opentelemetry.io/docs/specs/semconv/http/http-spans/, but for the path and the
// addresses that it would have. Without a route it is not known whether the method was one.
void describe(const Exchange& exchange, Span& span) {
  span.name = "HTTP";
  std::string method = "_OTHER";
  if (exchange.route) {
    method = http::name_of(exchange.request.method);
    span.name = fmt::format("{} {}", method, exchange.route->pattern);
    span.attributes.emplace_back("http.route", exchange.route->pattern);
  }
  span.attributes.emplace_back("http.request.method", std::move(method));
  span.attributes.emplace_back("url.scheme", exchange.request.is_over_tls ? "https" : "http");
  if (exchange.status != 0)
    span.attributes.emplace_back("http.response.status_code", std::int64_t{exchange.status});
  span.is_error = exchange.status == 0 || exchange.status >= server_errors;
  if (!span.is_error) return;
  span.attributes.emplace_back(
      "error.type", exchange.status == 0 ? "client_gone" : std::to_string(exchange.status));
}

}  // namespace

Tracing::Tracing(const Clock& clock, Sampling& sampling, SpanQueue* queue)
    : clock_(clock), sampling_(sampling), queue_(queue) {}

void Tracing::began(Request& request) noexcept {
  if (const auto continued = trace_of_caller(request)) {
    request.trace = *continued;
    continue_trace(request.trace);
  } else {
    request.trace = {};
    begin_trace(request.trace);
  }
}

void Tracing::begin_trace(TraceContext& trace) {
  trace.trace_id = new_trace_id();
  trace.span_id = new_span_id();
  trace.is_sampled =
      sampling_.is_of_share(trace) && sampling_.may_record(Sampling::Time::clock::now());
}

void Tracing::continue_trace(TraceContext& trace) {
  trace.span_id = new_span_id();
  // Where nothing is exported, nothing is decided either.
  if (trace.is_sampled && queue_)
    trace.is_sampled = sampling_.may_record(Sampling::Time::clock::now());
}

void Tracing::entering(const Request& request) noexcept {
  answered_request = &request;
}

void Tracing::left(const Request& /*request*/) noexcept {
  answered_request = nullptr;
}

void Tracing::ended(const Exchange& exchange) noexcept {
  if (!exchange.request.trace.is_sampled || !queue_) return;
  Span span;
  span.trace = exchange.request.trace;
  span.kind = Span::Kind::server;
  span.took = exchange.ended - exchange.received;
  span.began = clock_.now() - std::chrono::ceil<std::chrono::microseconds>(span.took);
  describe(exchange, span);
  queue_->add(std::move(span));
}

const Request* request_of_this_thread() {
  return answered_request;
}

}  // namespace astronova::telemetry
