#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/metrics_access.h"
#include "base/result.h"
#include "clients/resilient_client.h"
#include "health/health.h"
#include "sky/ephemeris.h"
#include "telemetry/log/log.h"
#include "telemetry/metrics.h"
#include "telemetry/request_metrics.h"

namespace astronova::app {

/// Who may read metrics; docs/CONFIGURATION.md has the same table.
struct MetricsConfiguration {
  /// Ranges of addresses, or "none" alone: nobody. By default this machine and private networks.
  std::vector<std::string> allow{"loopback", "private"};

  bool is_on() const { return allow != std::vector<std::string>{"none"}; }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, MetricsConfiguration& configuration);

/// All that is measured of this process, put together. Who is measured elsewhere adds a source of
/// its own to metrics().
class MetricsService {
 public:
  /// What is measured. All of it must outlive the service's use.
  struct Measured {
    const sky::Ephemeris& ephemeris;
    const health::Health& health;
    const telemetry::Log& log;
    std::vector<clients::ResilientClient*> vendors{};
    std::string app_version{};  ///< what the operator calls this release
  };

  /// errors  invalid_value: what is no range of addresses
  static Result<std::unique_ptr<MetricsService>> make(const MetricsConfiguration& configuration,
                                                      const limits::AddressRanges& trusted_proxies,
                                                      Measured measured);

  /// Who measures requests.
  http::RequestObserver& watch_requests() { return requests_; }
  telemetry::Metrics& metrics() { return metrics_; }
  /// For GET /metrics; none where nobody may read them.
  const api::MetricsAccess* access() const { return access_ ? &*access_ : nullptr; }

 private:
  explicit MetricsService(Measured measured);

  const Measured measured_;
  telemetry::RequestMetrics requests_;
  telemetry::Metrics metrics_;
  std::optional<api::MetricsAccess> access_;
};

}  // namespace astronova::app
