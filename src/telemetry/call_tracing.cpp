#include "telemetry/call_tracing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/work_context.h"
#include "telemetry/trace_ids.h"
#include "telemetry/trace_parent.h"
#include "telemetry/trace_state.h"
#include "telemetry/tracing.h"

namespace astronova::telemetry {
namespace {

using clients::HttpMethod;
using clients::HttpRequest;
using clients::HttpResponse;
using clients::Span;
using std::chrono::steady_clock;

constexpr unsigned errors = 400;

std::string_view name_of(HttpMethod method) {
  switch (method) {
    case HttpMethod::get:
      return "GET";
    case HttpMethod::post:
      return "POST";
    case HttpMethod::put:
      return "PUT";
    case HttpMethod::patch:
      return "PATCH";
    case HttpMethod::delete_:
      break;
  }
  return "DELETE";
}

// The host of an absolute URL, without a name and password before it or a port behind.
std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  const auto at = url.rfind('@');
  if (at != std::string_view::npos) url.remove_prefix(at + 1);
  if (url.starts_with('[')) return std::string(url.substr(1, url.find(']') - 1));
  return std::string(url.substr(0, url.find(':')));
}

// What other tracing systems keep of the trace, where the thread answers a request of it.
std::optional<std::string> trace_state_of(const TraceContext& trace) {
  const auto* const request = request_of_this_thread();
  const bool is_callers = request && request->trace.trace_id == trace.trace_id &&
                          request->trace.parent_id != decltype(request->trace.parent_id){};
  if (!is_callers) return std::nullopt;
  TraceState state;
  for (const auto& [name, value] : request->headers)
    if (http::equals_ignoring_case(name, "tracestate")) state.add(value);
  return state.value();
}

void describe(const Result<HttpResponse>& result, Span& span) {
  if (!result) {
    span.is_error = true;
    const bool no_answer = result.error().code == ErrorCode::unavailable;
    span.attributes.emplace_back("error.type", no_answer ? "no_answer" : "impossible_request");
    return;
  }
  span.attributes.emplace_back("http.response.status_code", std::int64_t{result->status});
  span.is_error = result->status >= errors;
  if (span.is_error) span.attributes.emplace_back("error.type", std::to_string(result->status));
}

}  // namespace

/// A call whose span will be exported.
class CallTracing::Call final : public clients::ObservedCall {
 public:
  Call(SpanQueue& queue, Span span)
      : queue_(queue), span_(std::move(span)), began_(steady_clock::now()) {}

  void ended(const Result<HttpResponse>& result) noexcept override {
    span_.took = steady_clock::now() - began_;
    describe(result, span_);
    queue_.add(std::move(span_));
  }

 private:
  SpanQueue& queue_;
  Span span_;
  const steady_clock::time_point began_;
};

CallTracing::CallTracing(const Clock& clock, Sampling& sampling, SpanQueue* queue)
    : clock_(clock), sampling_(sampling), queue_(queue) {}

TraceContext CallTracing::trace_of_call() {
  TraceContext trace = current_work().trace;
  if (trace.is_set()) {
    trace.parent_id = trace.span_id;
  } else {
    trace.trace_id = new_trace_id();
    trace.is_sampled = sampling_.is_of_share(trace) && sampling_.may_record(steady_clock::now());
  }
  trace.span_id = new_span_id();
  return trace;
}

std::unique_ptr<clients::ObservedCall> CallTracing::began(std::string_view vendor,
                                                          HttpRequest& request) noexcept {
  const auto trace = trace_of_call();
  request.headers.emplace_back("traceparent", format_trace_parent(trace));
  if (auto state = trace_state_of(trace))
    request.headers.emplace_back("tracestate", *std::move(state));
  if (!trace.is_sampled || !queue_) return nullptr;
  Span span;
  span.trace = trace;
  span.kind = Span::Kind::client;
  span.name = name_of(request.method);
  span.began = clock_.now();
  span.attributes = {{"http.request.method", span.name},
                     {"server.address", host_of(request.url)},
                     {"peer.service", std::string(vendor)}};
  return std::make_unique<Call>(*queue_, std::move(span));
}

}  // namespace astronova::telemetry
