#include "app/health_service.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include <fmt/format.h>

#include "app/checks.h"
#include "base/log.h"
#include "health/claude_probe.h"
#include "health/database_probe.h"
#include "health/ephemeris_probe.h"
#include "health/redis_probe.h"

namespace astronova::app {
namespace {

void note_change(const health::Status& status) {
  const bool is_well = status.finding.state != health::State::unhealthy;
  const std::string dependency(status.name);
  if (is_well) {
    log({Severity::notice,
         "dependency_well",
         dependency + " is well again",
         {{"dependency", dependency}}});
  } else {
    log({Severity::warning,
         "dependency_unhealthy",
         fmt::format("{} is unhealthy: {}", dependency, status.finding.reason),
         {{"dependency", dependency}}});
  }
}

// In the order of the founding document.
std::vector<health::Service> services_of(const HealthConfiguration& configuration,
                                         const Dependencies& dependencies,
                                         OutboundClient* anthropic) {
  const auto is_required = [&configuration](std::string_view name) {
    return std::ranges::find(configuration.required_services, name) !=
           configuration.required_services.end();
  };
  std::vector<health::Service> services;
  const auto add = [&services](std::string name, bool required,
                               std::unique_ptr<health::Probe> probe) {
    services.push_back({std::move(name), required, std::move(probe)});
  };
  add("redis", is_required("redis"),
      dependencies.redis ? std::make_unique<health::RedisProbe>(*dependencies.redis) : nullptr);
  add("anthropic", is_required("anthropic"),
      anthropic ? std::make_unique<health::ClaudeProbe>(
                      anthropic->http(),
                      health::ClaudeSettings{.base_address = configuration.anthropic_address,
                                             .api_key = configuration.anthropic_api_key})
                : nullptr);
  add("swisseph", true, std::make_unique<health::EphemerisProbe>(dependencies.ephemeris));
  add("database", true,
      dependencies.database ? std::make_unique<health::DatabaseProbe>(*dependencies.database)
                            : nullptr);
  return services;
}

}  // namespace

void declare(CLI::App& command, HealthConfiguration& configuration) {
  command
      .add_option("--drain-delay", configuration.drain_delay_seconds,
                  "Seconds after SIGTERM in which the server still serves, but says that it is not "
                  "ready")
      ->envname("ASTRONOVA_DRAIN_DELAY")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  command
      .add_option("--required-services", configuration.required_services,
                  "What the server shall not count as healthy without, beside the ephemeris and "
                  "the database, separated by commas")
      ->envname("ASTRONOVA_REQUIRED_SERVICES")
      ->delimiter(',')
      ->check(CLI::IsMember({"redis", "anthropic"}));
  command
      .add_option("--anthropic-base-url", configuration.anthropic_address, "Where Claude's API is")
      ->envname("ANTHROPIC_BASE_URL")
      ->capture_default_str();
}

void check(const HealthConfiguration& configuration, bool production, Mistakes& mistakes) {
  check_address("--anthropic-base-url", configuration.anthropic_address, production, mistakes);
}

HealthService::HealthService(std::unique_ptr<OutboundClient> anthropic)
    : anthropic_(std::move(anthropic)) {}

HealthService::~HealthService() = default;

Result<std::unique_ptr<HealthService>> HealthService::start(
    const HealthConfiguration& configuration, const Dependencies& dependencies) {
  std::unique_ptr<OutboundClient> anthropic;
  if (!configuration.anthropic_api_key.empty()) {
    auto started = OutboundClient::start("anthropic", configuration.ca_file, dependencies.clock,
                                         dependencies.randomness);
    if (!started) return started.error();
    anthropic = *std::move(started);
    anthropic->http().observe(dependencies.calls);
  }
  std::unique_ptr<HealthService> service(new HealthService(std::move(anthropic)));
  service->health_ = std::make_unique<health::Health>(
      services_of(configuration, dependencies, service->anthropic_.get()), note_change);
  return service;
}

}  // namespace astronova::app
