#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "api/routes.h"
#include "app/cloud_monitoring_service.h"
#include "app/commands.h"
#include "app/database_flags.h"
#include "app/descriptor_limit.h"
#include "app/health_service.h"
#include "app/log_service.h"
#include "app/metrics_service.h"
#include "app/people_service.h"
#include "app/table_keeper.h"
#include "base/log.h"
#include "base/version.h"
#include "telemetry/request_observers.h"

namespace astronova::app {
namespace {

// What a browser or curl on this machine can reach.
std::string reachable(const std::string& host) {
  if (host == "0.0.0.0" || host == "::") return "localhost";
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

void greet(const std::string& host, std::uint16_t port, bool is_json) {
  const auto address = fmt::format("http://{}:{}", reachable(host), port);
  if (is_json) {
    return log({Severity::notice,
                "server_listening",
                fmt::format("AstroNova {} listens on {}", version, address),
                {{"address", address}, {"version", std::string(version)}}});
  }
  fmt::print(R"(AstroNova {} listens on {}
  try    curl -s {}/api/v1/chart/generate -H 'Content-Type: application/json' -d '{{"birthData":{{"date":"1990-05-15","time":"10:30","place":"New York, NY"}}}}'
  read   {}/docs
  stop   Ctrl+C, or kill {}
)",
             version, address, address, address, getpid());
  std::fflush(stdout);
}

// All that `serve` is told.
struct Wanted {
  ServeConfiguration server;
  EphemerisConfiguration source;
  TableSpan span;
  PeopleConfiguration people;
  HealthConfiguration health;
  LogConfiguration log;
  MetricsConfiguration metrics;
};

std::vector<clients::ResilientClient*> vendors_of(PeopleService* people, HealthService& health) {
  auto vendors = people ? people->vendors() : std::vector<clients::ResilientClient*>();
  if (auto* const anthropic = health.anthropic()) vendors.push_back(anthropic);
  return vendors;
}

// Who is told of requests and calls.
struct Watching {
  std::unique_ptr<TracingService> tracing;
  std::unique_ptr<CloudMonitoringService> monitoring;  // none: it is off

  static Result<Watching> start(const Wanted& wanted, const Clock& clock,
                                const Randomness& randomness) {
    auto tracing = TracingService::start(wanted.tracing, clock, randomness);
    if (!tracing) return tracing.error();
    Watching watching{*std::move(tracing), nullptr};
    if (!wanted.monitoring.is_on) return watching;
    auto monitoring = CloudMonitoringService::start(wanted.monitoring, clock, randomness);
    if (!monitoring) return monitoring.error();
    watching.monitoring = *std::move(monitoring);
    watching.monitoring->http().observe(&watching.tracing->calls());
    return watching;
  }

  std::vector<http::RequestObserver*> observers() const {
    std::vector<http::RequestObserver*> all{&tracing->requests()};
    if (monitoring) all.push_back(&monitoring->requests());
    return all;
  }

  void observe_calls(PeopleService& people) const {
    for (auto* const vendor : people.vendors())
      vendor->observe(&tracing->calls());
  }
};

// What tracing and monitoring are not told by flags.
void complete(Wanted& wanted) {
  const char* const headers = std::getenv("OTEL_EXPORTER_OTLP_HEADERS");
  wanted.tracing.headers = headers ? headers : "";
  wanted.tracing.ca_file = wanted.monitoring.ca_file = wanted.people.apple.ca_file;
  wanted.tracing.instance_id = wanted.monitoring.instance_id = random_uuid(SystemRandomness());
  wanted.monitoring.service_name = wanted.tracing.service_name;
}

int serve(const Wanted& wanted) {
<<<<<<< HEAD
  const auto& [configuration, source, span, people_wanted, health_wanted, log_wanted,
               metrics_wanted] = wanted;
  const auto& configuration = wanted.server;
  const auto& source = wanted.source;
  const auto& people_wanted = wanted.people;
  const auto& health_wanted = wanted.health;
  point_out(wanted.settings.warnings);
>>>>>>> config
  auto reference = open_reference(source);
  if (!reference) return exit_failed;
  sky::ReplaceableEphemeris ephemeris(std::move(reference));
  const SystemClock clock;
  const SystemRandomness randomness;
  LogService logs(log_wanted, clock);
  std::unique_ptr<PeopleService> people;
  if (people_wanted.accounts) {
    auto opened = PeopleService::open(people_wanted, source.data_directory, configuration.port,
                                      clock, randomness);
    if (!opened) return report_database_error(opened.error());
    people = *std::move(opened);
    watching->observe_calls(*people);
  }
  auto health = HealthService::start(
      health_wanted, {ephemeris, people ? &people->database() : nullptr, nullptr, clock, randomness,
                      &watching->tracing->calls()});
  if (!health) return report_database_error(health.error());
  auto metrics = MetricsService::make(metrics_wanted, {ephemeris, (*health)->health(), logs.log(),
                                                       vendors_of(people.get(), **health)});
  if (!metrics) return report_database_error(metrics.error());
  const api::Services services{ephemeris, clock, people ? &people->people() : nullptr,
                               &(*health)->health(), (*metrics)->access()};
  // Whoever sets the trace comes first.
  telemetry::RequestObservers observers(
      {&(*metrics)->watch_requests(),
       &logs.watch_requests(people ? people->token_secret() : "", randomness)});
  http::Router router;
  api::add_routes(router, services);
  auto options = server_options(configuration);
  options.observer = &observers;
  options.drain_delay = health_wanted.drain_delay();
  options.on_draining = [&health] { (*health)->health().begin_draining(); };
  options.admission = (*limits)->admission();
  auto server = http::Server::listen(std::move(options), std::move(router));
  if (!server) {
    fmt::print(stderr, "error: {}\ntry:   another {}\n", server.error().detail,
               server.error().code == ErrorCode::data_missing ? "--tls-certificate or --tls-key"
                                                              : "--host or --port");
    return exit_failed;
  }
  greet(configuration.host, (*server)->port(), logs.is_json());
  std::optional<TableKeeper> table;
  if (source.kind != "swiss") table.emplace(source, wanted.span, ephemeris);
  if ((*server)->run()) return exit_done;
  log({Severity::error, "stopped_too_soon",
       "a request was still being answered when the grace ran out"});
  logs.log().flush(std::chrono::seconds(1));
  // Its thread still uses what we would destroy.
  std::_Exit(exit_failed);
}

}  // namespace

void add_serve_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("serve", "Answer requests over HTTP until stopped");
  const auto wanted = std::make_shared<Wanted>();
  declare(*command, wanted->server);
  declare(*command, wanted->source);
  declare(*command, wanted->span);
  declare(*command, wanted->people);
  declare(*command, wanted->health);
<<<<<<< HEAD
  declare(*command, wanted->log);
  declare(*command, wanted->metrics);
  command->footer(
      "Secrets come from the environment, or from the file that NAME_FILE names:\n"
      "  JWT_SECRET_KEY       what access tokens are signed with\n"
      "  SECRET_KEY           what the server's own digests are keyed with\n"
      "  ASTRONOVA_DATA_KEYS  what personal data is sealed with\n"
      "  ANTHROPIC_API_KEY    the key to Claude's API\n"
      "  SECRET_KEY           what names for accounts in the log are made with");
  command->footer(
      "Secrets are read from the environment alone:\n"
      "  JWT_SECRET_KEY              what access tokens are signed with\n"
      "  ASTRONOVA_DATA_KEYS         what personal data is sealed with\n"
      "  ANTHROPIC_API_KEY           the key to Claude's API\n"
      "  OTEL_EXPORTER_OTLP_HEADERS  headers for who receives spans, name=value,name=value");
>>>>>>> traces
  command->callback([wanted, &status] {
    if (const char* const secret = std::getenv("SECRET_KEY")) wanted->secret = secret;
    const char* const key = std::getenv("ANTHROPIC_API_KEY");
    wanted->health.anthropic_api_key = key ? key : "";
    const char* const secret = std::getenv("SECRET_KEY");
    wanted->log.secret_key = secret ? secret : "";
    wanted->health.ca_file = wanted->people.apple.ca_file;
    complete(*wanted);
    status = is_possible(wanted->span) ? serve(*wanted) : exit_usage;
  });
}

}  // namespace astronova::app
