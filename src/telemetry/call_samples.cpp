#include "telemetry/call_samples.h"

#include <array>

namespace astronova::telemetry {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

void sample_results(Samples& samples, const std::string& vendor,
                    const clients::CallFigures& figures) {
  // What failed first, so that it is not more than there are.
  const auto failed = figures.failures.load(relaxed);
  const auto calls = std::max(figures.calls.load(relaxed), failed);
  const auto add = [&](const char* result, std::uint64_t value) {
    samples.counter("astronova_upstream_calls_total",
                    "Calls to other companies' servers, by what they came to.",
                    {{"vendor", vendor}, {"result", result}}, static_cast<double>(value));
  };
  add("answered", calls - failed);
  add("failed", failed);
  add("rejected_by_circuit", figures.rejected_by_circuit.load(relaxed));
  add("rejected_by_cap", figures.rejected_by_cap.load(relaxed));
}

}  // namespace

void sample_calls(Samples& samples, const clients::ResilientClient& client) {
  const auto& vendor = client.vendor();
  const auto& figures = client.figures();
  sample_results(samples, vendor, figures);
  std::array<std::uint64_t, clients::CallFigures::latency_bounds.size() + 1> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i)
    counts.at(i) = figures.latency_counts.at(i).load(relaxed);
  samples.histogram("astronova_upstream_call_duration_seconds",
                    "How long calls to other companies' servers took, with their retries.",
                    {{"vendor", vendor}}, clients::CallFigures::latency_bounds, counts,
                    static_cast<double>(figures.latency_microseconds.load(relaxed)) * 1e-6);
  samples.gauge("astronova_upstream_calls_in_flight",
                "Calls to other companies' servers that are under way.", {{"vendor", vendor}},
                static_cast<double>(figures.in_flight.load(relaxed)));
  const bool is_closed = client.state() == clients::CircuitBreaker::State::closed;
  samples.gauge("astronova_upstream_circuit_open",
                "1 while calls are kept back since too many have failed.", {{"vendor", vendor}},
                is_closed ? 0 : 1);
}

}  // namespace astronova::telemetry
