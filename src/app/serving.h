#pragma once

#include <memory>
#include <optional>

#include "api/services.h"
#include "app/cache_service.h"
#include "app/cloud_monitoring_service.h"
#include "app/health_service.h"
#include "app/limits_service.h"
#include "app/log_service.h"
#include "app/metrics_service.h"
#include "app/people_service.h"
#include "app/table_keeper.h"
#include "app/tracing_service.h"
#include "app/wanted.h"
#include "http/server.h"
#include "sky/replaceable_ephemeris.h"
#include "telemetry/request_observers.h"

namespace astronova::app {

/// The server with all that it works with, put together as the configuration wants it.
class Serving {
 public:
  /// What it is given; all of it must outlive it.
  struct Given {
    const Wanted& wanted;
    LogService& logs;
    const Clock& clock;
    const Randomness& randomness;
  };

  /// Opens what is configured, and listens.
  /// errors  what stands against starting, and how to mend it
  static Result<std::unique_ptr<Serving>> open(const Given& given,
                                               std::unique_ptr<sky::Ephemeris> ephemeris);
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  /// The port that is listened on.
  std::uint16_t port() const { return server_->port(); }

  /// Serves until the program is told to stop.
  /// returns  whether all that was in flight was answered; if not, some thread still uses what the
  ///          destructor would wait for
  bool run();

 private:
  Serving(const Given& given, std::unique_ptr<sky::Ephemeris> ephemeris);

  // In this order.
  Result<void> open_watch();
  Result<void> open_cache();
  Result<void> open_people();
  Result<void> open_health();
  Result<void> open_limits();
  Result<void> open_metrics();
  Result<void> listen();

  storage::Database* database() const { return people_ ? &people_->database() : nullptr; }
  const api::People* people() const { return people_ ? &people_->people() : nullptr; }
  /// What names for accounts, and keys under which it counts, are made with where SECRET_KEY is not
  /// set.
  const std::string& token_secret() const;
  /// The ways to other companies' servers.
  std::vector<clients::ResilientClient*> vendors() const;
  void add_metrics_of_rooms();
  std::vector<http::RequestObserver*> observers();
  http::ServerOptions options();

  const Given given_;
  const Wanted& wanted_;
  // What comes later stands on what comes before, and goes first.
  sky::ReplaceableEphemeris ephemeris_;
  std::unique_ptr<TracingService> tracing_{};
  std::unique_ptr<CloudMonitoringService> monitoring_{};  // none: it is off
  std::unique_ptr<CacheService> cache_{};
  std::unique_ptr<PeopleService> people_{};  // none: there are no accounts
  std::unique_ptr<HealthService> health_{};
  std::unique_ptr<LimitsService> limits_{};
  std::unique_ptr<MetricsService> metrics_{};
  std::optional<api::Services> services_{};
  std::optional<telemetry::RequestObservers> observers_{};
  std::unique_ptr<http::Server> server_{};
  std::optional<TableKeeper> table_{};
};

}  // namespace astronova::app
