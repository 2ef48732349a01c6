#pragma once

#include <CLI/App.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/outbound_client.h"
#include "app/settings/mistakes.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/redis.h"
#include "health/health.h"
#include "sky/ephemeris.h"
#include "storage/database.h"

namespace astronova::app {

/// How the server tells how it is; docs/CONFIGURATION.md has the same table.
struct HealthConfiguration {
  double drain_delay_seconds = 0;
  std::vector<std::string> required_services{};  ///< beside the ephemeris and the database
  std::string anthropic_address = "https://api.anthropic.com";
  std::string anthropic_api_key{};  ///< a secret, so no flag; empty: Claude is not used
  std::string ca_file{};            ///< of authorities to trust in the place of the system's

  std::chrono::milliseconds drain_delay() const {
    return std::chrono::milliseconds{static_cast<std::int64_t>(drain_delay_seconds * 1e3)};
  }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, HealthConfiguration& configuration);
void check(const HealthConfiguration& configuration, bool production, Mistakes& mistakes);

/// What there is to ask. All of it must outlive the service.
struct Dependencies {
  const sky::Ephemeris& ephemeris;
  storage::Database* database = nullptr;  ///< none: there are no accounts
  clients::Redis* redis = nullptr;        ///< none: it is not configured
  const Clock& clock;
  const Randomness& randomness;
  clients::CallObserver* calls = nullptr;  ///< told of calls to others; none: nobody
};

/// Health, its probes, and the client that one of them needs. Tells the log when a service becomes
/// unhealthy, and when it is well again.
class HealthService {
 public:
  /// errors  data_missing: what stands against starting
  static Result<std::unique_ptr<HealthService>> start(const HealthConfiguration& configuration,
                                                      const Dependencies& dependencies);
  ~HealthService();
  HealthService(const HealthService&) = delete;
  HealthService& operator=(const HealthService&) = delete;

  health::Health& health() { return *health_; }
  /// The way to Claude; none where there is no key.
  clients::ResilientClient* anthropic() { return anthropic_ ? &anthropic_->http() : nullptr; }

 private:
  explicit HealthService(std::unique_ptr<OutboundClient> anthropic);

  std::unique_ptr<OutboundClient> anthropic_;
  std::unique_ptr<health::Health> health_;
};

}  // namespace astronova::app
