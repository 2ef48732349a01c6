#include "app/tracing_service.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "app/outbound_client.h"
#include "app/web_address.h"
#include "base/version.h"
#include "clients/otlp/otlp_exporter.h"
#include "telemetry/call_tracing.h"
#include "telemetry/tracing.h"

namespace astronova::app {
namespace {

constexpr double usual_share = 0.01;

std::string url_of(const TracingConfiguration& configuration) {
  return configuration.traces_endpoint.empty() ? clients::otlp::traces_url(configuration.endpoint)
                                               : configuration.traces_endpoint;
}

telemetry::SamplingSettings sampling_of(const TracingConfiguration& configuration) {
  const double share = configuration.is_exported() ? usual_share : 0;
  return {configuration.share.value_or(share), configuration.traces_max};
}

}  // namespace

/// The way to a receiver of spans.
struct TracingService::Exporter {
  Exporter(std::unique_ptr<OutboundClient> client, clients::otlp::OtlpSettings settings,
           const Randomness& randomness)
      : outbound(std::move(client)),
        otlp(outbound->http(), std::move(settings)),
        queue(otlp, randomness) {}
  ~Exporter() {
    if (!queue.stop()) outbound->stop();
  }
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  std::unique_ptr<OutboundClient> outbound;
  clients::otlp::OtlpExporter otlp;
  telemetry::SpanQueue queue;
};

struct TracingService::Parts {
  Parts(const TracingConfiguration& configuration, const Clock& clock, telemetry::SpanQueue* queue)
      : sampling(sampling_of(configuration)),
        requests(clock, sampling, queue),
        calls(clock, sampling, queue) {}

  telemetry::Sampling sampling;
  telemetry::Tracing requests;
  telemetry::CallTracing calls;
};

void declare(CLI::App& command, TracingConfiguration& configuration) {
  command
      .add_option("--otlp-endpoint", configuration.endpoint,
                  "Where spans are sent by OTLP over HTTP, such as http://localhost:4318; none by "
                  "default")
      ->envname("OTEL_EXPORTER_OTLP_ENDPOINT")
      ->check(web_address());
  command
      .add_option("--otlp-traces-endpoint", configuration.traces_endpoint,
                  "The whole address for spans, in the place of /v1/traces below the other")
      ->envname("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
      ->check(web_address());
  command
      .add_option("--service-name", configuration.service_name,
                  "What the server is called in traces and in Cloud Monitoring")
      ->envname("OTEL_SERVICE_NAME")
      ->capture_default_str();
  command
      .add_option("--trace-sample", configuration.share,
                  "Share of the traces begun here whose spans are exported; 0.01 where there is an "
                  "endpoint, else 0")
      ->envname("ASTRONOVA_TRACE_SAMPLE")
      ->check(CLI::Range(0.0, 1.0));
  command
      .add_option("--trace-limit", configuration.traces_max,
                  "Requests a second at the most whose spans are exported, whoever wants it")
      ->envname("ASTRONOVA_TRACE_LIMIT")
      ->check(CLI::Range(0U, 10'000U))
      ->capture_default_str();
}

void check_trace_headers(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "OTEL_EXPORTER_OTLP_HEADERS";
  const auto headers = clients::otlp::parse_headers(secrets.reveal(name));
  if (headers) return;
  mistakes.add(name, headers.error().detail, "give name=value, several separated by commas");
}

TracingService::TracingService(std::unique_ptr<Exporter> exporter,
                               const TracingConfiguration& configuration, const Clock& clock)
    : exporter_(std::move(exporter)),
      parts_(
          std::make_unique<Parts>(configuration, clock, exporter_ ? &exporter_->queue : nullptr)) {}

TracingService::~TracingService() = default;

Result<std::unique_ptr<TracingService>> TracingService::start(
    const TracingConfiguration& configuration, const Clock& clock, const Randomness& randomness) {
  std::unique_ptr<Exporter> exporter;
  if (configuration.is_exported()) {
    auto headers = clients::otlp::parse_headers(configuration.headers);
    if (!headers) return headers.error();
    auto outbound = OutboundClient::start("otlp", configuration.ca_file, clock, randomness);
    if (!outbound) return outbound.error();
    exporter = std::make_unique<Exporter>(
        *std::move(outbound),
        clients::otlp::OtlpSettings{
            url_of(configuration),
            *std::move(headers),
            {configuration.service_name, version, configuration.instance_id}},
        randomness);
  }
  return std::unique_ptr<TracingService>(
      new TracingService(std::move(exporter), configuration, clock));
}

http::RequestObserver& TracingService::requests() {
  return parts_->requests;
}

clients::CallObserver& TracingService::calls() {
  return parts_->calls;
}

const telemetry::SpanFigures* TracingService::figures() const {
  return exporter_ ? &exporter_->queue.figures() : nullptr;
}

}  // namespace astronova::app
