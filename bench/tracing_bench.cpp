// What tracing and counting cost a request: one that is not recorded, as nearly all are, and one
// that is.

#include <benchmark/benchmark.h>

#include "telemetry/request_figures.h"
#include "telemetry/tracing.h"

namespace {

using namespace astronova;

constexpr std::string_view recorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr std::string_view unrecorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

const http::RouteInfo route{.method = http::Method::post, .pattern = "/api/v1/chart/generate"};

class Discarding final : public clients::SpanExporter {
 public:
  clients::SpanDelivery send(std::span<const clients::Span> /*spans*/,
                             std::chrono::milliseconds /*within*/) override {
    return {};
  }
};

// The headers of a browser behind a proxy.
void fill(http::Request& request, std::string_view trace_parent) {
  for (const auto* const name :
       {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Content-Type",
        "Content-Length", "Origin", "Referer", "X-Forwarded-For", "X-Forwarded-Proto"})
    request.headers.emplace_back(name, "some value or other");
  if (!trace_parent.empty()) request.headers.emplace_back("traceparent", trace_parent);
}

void serve(benchmark::State& state, http::RequestObserver& observer,
           std::string_view trace_parent) {
  http::Request request{http::Method::post, "/api/v1/chart/generate"};
  fill(request, trace_parent);
  const auto received = std::chrono::steady_clock::now();
  for (auto _ : state) {
    observer.began(request);
    observer.entering(request);
    observer.left(request);
    observer.ended({request, &route, 200, false, false, 4'000, received,
                    received + std::chrono::microseconds(20)});
    benchmark::DoNotOptimize(request.trace);
  }
}

struct Traced {
  explicit Traced(double share)
      : sampling({share, 4'000'000'000}),
        queue(discarding, randomness),
        tracing(clock, sampling, &queue) {}

  const SystemClock clock;
  const SystemRandomness randomness;
  Discarding discarding;
  telemetry::Sampling sampling;
  telemetry::SpanQueue queue;
  telemetry::Tracing tracing;
};

void TraceBegunNotRecorded(benchmark::State& state) {
  Traced traced(0);
  serve(state, traced.tracing, {});
}
BENCHMARK(TraceBegunNotRecorded);

void TraceContinuedNotRecorded(benchmark::State& state) {
  Traced traced(0);
  serve(state, traced.tracing, unrecorded);
}
BENCHMARK(TraceContinuedNotRecorded);

void TraceRecorded(benchmark::State& state) {
  Traced traced(1);
  serve(state, traced.tracing, recorded);
}
BENCHMARK(TraceRecorded);

void RequestCounted(benchmark::State& state) {
  telemetry::RequestFigures figures;
  serve(state, figures, {});
}
BENCHMARK(RequestCounted);

}  // namespace
