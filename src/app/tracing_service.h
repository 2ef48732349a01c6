#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>

#include "app/settings/mistakes.h"
#include "app/settings/secrets.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/call_observer.h"
#include "http/request_observer.h"
#include "telemetry/span_queue.h"

namespace astronova::app {

/// Traces and where they go; docs/CONFIGURATION.md has the same table.
struct TracingConfiguration {
  std::string endpoint{};         ///< of OTLP; /v1/traces below it takes spans
  std::string traces_endpoint{};  ///< the whole address instead
  std::string service_name = "astronova";
  std::optional<double>
      share{};                ///< of traces that begin here; none: 0.01 where spans are exported
  unsigned traces_max = 100;  ///< a second
  std::string headers{};      ///< as OTEL_EXPORTER_OTLP_HEADERS; a secret, so no flag
  std::string ca_file{};      ///< of authorities to trust in the place of the system's
  std::string instance_id{};  ///< unlike that of any other process

  bool is_exported() const { return !endpoint.empty() || !traces_endpoint.empty(); }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, TracingConfiguration& configuration);
/// Notes headers for the receiver of spans that are not as they have to be.
void check_trace_headers(const Secrets& secrets, Mistakes& mistakes);

/// Traces of requests and calls, and the way of their spans to an OTLP receiver where there is one.
class TracingService {
 public:
  /// The clock and the randomness must outlive it.
  /// errors  data_missing: the authorities; malformed: the headers
  static Result<std::unique_ptr<TracingService>> start(const TracingConfiguration& configuration,
                                                       const Clock& clock,
                                                       const Randomness& randomness);
  /// Delivers the spans that are left, in two seconds at the most. No request and no call may be
  /// under way any more.
  ~TracingService();
  TracingService(const TracingService&) = delete;
  TracingService& operator=(const TracingService&) = delete;

  http::RequestObserver& requests();
  /// For each vendor's client.
  clients::CallObserver& calls();
  /// None where spans are not exported.
  const telemetry::SpanFigures* figures() const;

 private:
  struct Exporter;
  struct Parts;
  TracingService(std::unique_ptr<Exporter> exporter, const TracingConfiguration& configuration,
                 const Clock& clock);

  std::unique_ptr<Exporter> exporter_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
