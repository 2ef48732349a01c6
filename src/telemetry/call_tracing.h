#pragma once

#include "base/clock.h"
#include "clients/call_observer.h"
#include "telemetry/sampling.h"
#include "telemetry/span_queue.h"

namespace astronova::telemetry {

/// Passes the trace of the work in hand (base/work_context.h) on to whoever is called: the headers
/// `traceparent` and, within a handler, the caller's `tracestate`. A call that belongs to no trace,
/// such as one in the background, begins its own. Of those that are sampled a client span goes to
/// the queue.
///
/// A span tells the method, the vendor, the host that was called, the status or why there is none,
/// and how long it took; never a path, a query, a header or a body.
class CallTracing final : public clients::CallObserver {
 public:
  /// `queue`: none: spans are for others to export. What is given must outlive it and all calls.
  CallTracing(const Clock& clock, Sampling& sampling, SpanQueue* queue);

  std::unique_ptr<clients::ObservedCall> began(std::string_view vendor,
                                               clients::HttpRequest& request) noexcept override;

 private:
  class Call;
  TraceContext trace_of_call();

  const Clock& clock_;
  Sampling& sampling_;
  SpanQueue* const queue_;
};

}  // namespace astronova::telemetry
