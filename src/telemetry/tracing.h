#pragma once

#include "base/clock.h"
#include "clients/spans.h"
#include "http/request_observer.h"
#include "telemetry/sampling.h"
#include "telemetry/span_queue.h"

namespace astronova::telemetry {

/// Gives each request its place in a trace: its caller's (W3C Trace Context), else one that begins
/// with it. Of those that are sampled (sampling.h) a server span goes to the queue.
///
/// A span tells the method, the route's template, the status and how long it took; never a path, a
/// query, a header, a body or an address.
///
/// Threads: as RequestObserver says. A request that is not sampled costs some tens of nanoseconds.
class Tracing final : public http::RequestObserver {
 public:
  /// `queue`: none: spans are for others to export, and a caller's wish to have them is passed on.
  /// What is given must outlive it.
  Tracing(const Clock& clock, Sampling& sampling, SpanQueue* queue);

  void began(http::Request& request) noexcept override;
  void entering(const http::Request& request) noexcept override;
  void left(const http::Request& request) noexcept override;
  void ended(const http::Exchange& exchange) noexcept override;

 private:
  void begin_trace(TraceContext& trace);
  void continue_trace(TraceContext& trace);

  const Clock& clock_;
  Sampling& sampling_;
  SpanQueue* const queue_;
};

/// The request that the calling thread answers, for what is passed on to whoever is called
/// meanwhile; none: it answers none.
const http::Request* request_of_this_thread();

}  // namespace astronova::telemetry
