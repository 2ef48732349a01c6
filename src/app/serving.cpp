#include "app/serving.h"

#include "api/routes.h"
#include "app/room_samples.h"

namespace astronova::app {

Serving::Serving(const Given& given, std::unique_ptr<sky::Ephemeris> ephemeris)
    : given_(given), wanted_(given.wanted), ephemeris_(std::move(ephemeris)) {}

Result<std::unique_ptr<Serving>> Serving::open(const Given& given,
                                               std::unique_ptr<sky::Ephemeris> ephemeris) {
  std::unique_ptr<Serving> serving(new Serving(given, std::move(ephemeris)));
  for (const auto step :
       {&Serving::open_watch, &Serving::open_cache, &Serving::open_people, &Serving::open_health,
        &Serving::open_limits, &Serving::open_metrics, &Serving::listen}) {
    const auto done = ((*serving).*step)();
    if (!done) return done.error();
  }
  return serving;
}

Result<void> Serving::open_watch() {
  auto tracing = TracingService::start(wanted_.tracing, given_.clock, given_.randomness);
  if (!tracing) return tracing.error();
  tracing_ = *std::move(tracing);
  if (!wanted_.monitoring.is_on) return {};
  auto monitoring =
      CloudMonitoringService::start(wanted_.monitoring, given_.clock, given_.randomness);
  if (!monitoring) return monitoring.error();
  monitoring_ = *std::move(monitoring);
  return {};
}

Result<void> Serving::open_cache() {
  auto cache = CacheService::start(wanted_.cache, given_.randomness);
  if (!cache) return cache.error();
  cache_ = *std::move(cache);
  return {};
}

Result<void> Serving::open_people() {
  if (!wanted_.people.accounts) return {};
  auto people = PeopleService::open(wanted_.people, wanted_.source.data_directory,
                                    wanted_.server.port, given_.clock, given_.randomness);
  if (!people) return people.error();
  people_ = *std::move(people);
  return {};
}

Result<void> Serving::open_health() {
  auto health =
      HealthService::start(wanted_.health, {ephemeris_, database(), cache_->redis(), given_.clock,
                                            given_.randomness, &tracing_->calls()});
  if (!health) return health.error();
  health_ = *std::move(health);
  for (auto* const vendor : vendors())
    vendor->observe(&tracing_->calls());
  return {};
}

const std::string& Serving::token_secret() const {
  static const std::string none;
  return people_ ? people_->token_secret() : none;
}

Result<void> Serving::open_limits() {
  auto configuration = wanted_.limits;
  if (configuration.secret_key.empty()) configuration.secret_key = token_secret();
  auto limits = LimitsService::start(configuration, {cache_->redis(), people(), given_.randomness});
  if (!limits) return limits.error();
  limits_ = *std::move(limits);
  return {};
}

std::vector<clients::ResilientClient*> Serving::vendors() const {
  auto vendors = people_ ? people_->vendors() : std::vector<clients::ResilientClient*>();
  if (auto* const anthropic = health_->anthropic()) vendors.push_back(anthropic);
  if (monitoring_) vendors.push_back(&monitoring_->http());
  return vendors;
}

Result<void> Serving::open_metrics() {
  auto metrics = MetricsService::make(
      wanted_.metrics, limits_->trusted_proxies(),
      {ephemeris_, health_->health(), given_.logs.log(), vendors(), wanted_.server.app_version});
  if (!metrics) return metrics.error();
  metrics_ = *std::move(metrics);
  add_metrics_of_rooms();
  return {};
}

void Serving::add_metrics_of_rooms() {
  const auto add = [this](const auto* figures) {
    if (!figures) return;
    metrics_->metrics().add_source(
        [figures](telemetry::Samples& samples) { sample(samples, *figures); });
  };
  add(cache_->redis_figures());
  if (const auto* const cache = cache_->cache()) add(&cache->figures());
  add(limits_->figures());
  add(tracing_->figures());
  metrics_->metrics().add_source([this](telemetry::Samples& samples) {
    if (const auto* const database = this->database()) sample(samples, database->figures());
    sample(samples, server_->figures());
  });
}

std::vector<http::RequestObserver*> Serving::observers() {
  // Whoever sets the trace comes first.
  std::vector<http::RequestObserver*> observers{&tracing_->requests(), &metrics_->watch_requests()};
  if (monitoring_) observers.push_back(&monitoring_->requests());
  observers.push_back(&given_.logs.watch_requests(token_secret(), given_.randomness));
  return observers;
}

http::ServerOptions Serving::options() {
  auto options = server_options(wanted_.server);
  apply(wanted_.tls, options);
  options.admission = limits_->admission();
  options.observer = &*observers_;
  options.drain_delay = wanted_.health.drain_delay();
  options.on_draining = [this] { health_->health().begin_draining(); };
  return options;
}

Result<void> Serving::listen() {
  services_.emplace(api::Services{ephemeris_, given_.clock, people(), &health_->health(),
                                  metrics_->access(), cache_->cache(), wanted_.server.app_version});
  observers_.emplace(observers());
  http::Router router;
  api::add_routes(router, *services_);
  auto server = http::Server::listen(options(), std::move(router));
  if (!server) {
    const bool is_tls = server.error().code == ErrorCode::data_missing;
    return Error{server.error().code,
                 server.error().detail + (is_tls ? "; try another --tls-certificate or --tls-key"
                                                 : "; try another --host or --port"),
                 {}};
  }
  server_ = *std::move(server);
  return {};
}

bool Serving::run() {
  if (wanted_.source.kind != "swiss") table_.emplace(wanted_.source, wanted_.span, ephemeris_);
  const bool is_all_answered = server_->run();
  limits_->settle();
  return is_all_answered;
}

}  // namespace astronova::app
