#include "app/metrics_service.h"

#include <CLI/CLI.hpp>

#include "places/time_zones.h"
#include "sky/computation_counts.h"
#include "telemetry/call_samples.h"
#include "telemetry/process_samples.h"

namespace astronova::app {
namespace {

using telemetry::Samples;

double number(bool value) {
  return value ? 1 : 0;
}

void sample_build(Samples& samples, const sky::Ephemeris& ephemeris,
                  const std::string& app_version) {
  samples.gauge("astronova_build_info", "What runs: always 1.",
                {{"version", app_version},
                 {"ephemeris", std::string(ephemeris.provenance())},
                 {"tzdata", std::string(places::tzdata_version())}},
                1);
}

void sample_ephemeris(Samples& samples) {
  const auto& counts = sky::computation_counts();
  const auto add = [&samples](const char* adapter, const ShardedCounter& count) {
    samples.counter("astronova_ephemeris_computations_total",
                    "Positions of an instant, house cusps and ayanamsas that were computed.",
                    {{"adapter", adapter}}, static_cast<double>(count.value()));
  };
  add("table", counts.table);
  add("swiss", counts.swiss);
}

void sample_health(Samples& samples, const health::Health& health) {
  const auto report = health.report();
  for (const auto& status : report) {
    if (status.finding.state == health::State::disabled) continue;
    const telemetry::Labels dependency{{"dependency", std::string(status.name)}};
    samples.gauge("astronova_dependency_up", "1 while what is configured is well.", dependency,
                  number(status.finding.state == health::State::healthy));
    samples.gauge("astronova_dependency_required",
                  "1 where the server is not ready without what is configured.", dependency,
                  number(status.required));
  }
  samples.gauge("astronova_ready", "1 while the server wants requests.", {},
                number(!health.is_draining() && health::is_healthy(report)));
}

void sample_log(Samples& samples, const telemetry::Log& log) {
  const auto counts = log.counts();
  for (std::size_t i = 0; i < counts.lines.size(); ++i) {
    samples.counter("astronova_log_events_total", "Lines of the log, the dropped ones included.",
                    {{"severity", std::string(name_of(static_cast<Severity>(i)))}},
                    static_cast<double>(counts.lines.at(i)));
  }
  samples.counter("astronova_log_events_dropped_total",
                  "Lines of the log that nobody took in time.", {},
                  static_cast<double>(counts.dropped));
}

void sample_vendors(Samples& samples, const std::vector<clients::ResilientClient*>& vendors) {
  for (const auto* const vendor : vendors)
    telemetry::sample_calls(samples, *vendor);
}

std::string what_is_wrong_with_readers(const std::string& text) {
  if (text == "none") return "";
  const auto ranges = limits::AddressRanges::parse(std::span(&text, 1));
  return ranges ? "" : ranges.error().detail;
}

}  // namespace

void declare(CLI::App& command, MetricsConfiguration& configuration) {
  command
      .add_option("--metrics-allow", configuration.allow,
                  "Who may read /metrics: ranges of addresses, separated by commas, such as "
                  "10.0.0.0/8; loopback is this machine, private are private networks, none is "
                  "nobody")
      ->envname("ASTRONOVA_METRICS_ALLOW")
      ->delimiter(',')
      ->check(what_is_wrong_with_readers, "")
      ->default_str("loopback,private");
}

MetricsService::MetricsService(Measured measured) : measured_(std::move(measured)) {
  const auto& [ephemeris, health, log, vendors, app_version] = measured_;
  metrics_.add_source([this](Samples& samples) { requests_.sample(samples); });
  metrics_.add_source([&vendors](Samples& samples) { sample_vendors(samples, vendors); });
  metrics_.add_source(sample_ephemeris);
  metrics_.add_source([&health](Samples& samples) { sample_health(samples, health); });
  metrics_.add_source([&log](Samples& samples) { sample_log(samples, log); });
  metrics_.add_source([&ephemeris, &app_version](Samples& samples) {
    sample_build(samples, ephemeris, app_version);
  });
  metrics_.add_source(telemetry::sample_process);
}

Result<std::unique_ptr<MetricsService>> MetricsService::make(
    const MetricsConfiguration& configuration, const limits::AddressRanges& trusted_proxies,
    Measured measured) {
  std::unique_ptr<MetricsService> service(new MetricsService(std::move(measured)));
  if (!configuration.is_on()) return service;
  auto readers = limits::AddressRanges::parse(configuration.allow);
  if (!readers)
    return Error{readers.error().code, "--metrics-allow: " + readers.error().detail, {}};
  service->access_.emplace(
      api::MetricsAccess{[service = service.get()] { return service->metrics_.text(); },
                         telemetry::Metrics::content_type, *std::move(readers), trusted_proxies});
  return service;
}

}  // namespace astronova::app
