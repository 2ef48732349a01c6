#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "api/services.h"
#include "app/health_service.h"
#include "app/log_service.h"
#include "app/metrics_service.h"
#include "app/people_service.h"
#include "app/table_keeper.h"
#include "app/wanted.h"
#include "http/server.h"
#include "telemetry/request_observers.h"

namespace astronova::app {

/// The server with all that it works with, put together from the configuration. What comes later
/// stands on what comes before, and goes first.
class Serving {
 public:
  /// Opens what is configured and listens. `wanted` and the clock and randomness must outlive it.
  /// errors  what stands against starting, and how to mend it
  static Result<std::unique_ptr<Serving>> open(const Wanted& wanted, LogService& logs,
                                               const Clock& clock, const Randomness& randomness);
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  std::uint16_t port() const { return server_->port(); }
  /// Serves until told to stop.
  /// returns  whether all that was in flight was answered; if not, a handler still runs on a thread
  ///          that uses what would be destroyed
  bool run();

 private:
  Serving(const Wanted& wanted, LogService& logs, const Clock& clock, const Randomness& randomness);

  Result<void> open_ephemeris();
  Result<void> open_people();
  Result<void> open_health();
  Result<void> open_metrics();
  Result<void> listen();

  const Wanted& wanted_;
  LogService& logs_;
  const Clock& clock_;
  const Randomness& randomness_;

  std::optional<sky::ReplaceableEphemeris> ephemeris_{};
  std::unique_ptr<PeopleService> people_{};
  std::unique_ptr<HealthService> health_{};
  std::unique_ptr<MetricsService> metrics_{};
  std::optional<api::Services> services_{};
  std::optional<telemetry::RequestObservers> observers_{};
  std::unique_ptr<http::Server> server_{};
  std::optional<TableKeeper> table_{};
};

}  // namespace astronova::app
