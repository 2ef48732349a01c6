#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "api/routes.h"
#include "app/cache_service.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/database_flags.h"
#include "app/health_service.h"
#include "app/people_service.h"
#include "app/table_keeper.h"
#include "base/version.h"

namespace astronova::app {
namespace {

// What a browser or curl on this machine can reach.
std::string reachable(const std::string& host) {
  if (host == "0.0.0.0" || host == "::") return "localhost";
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

void greet(const std::string& host, std::uint16_t port) {
  const auto address = fmt::format("http://{}:{}", reachable(host), port);
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
  CacheConfiguration cache;
};

int serve(const Wanted& wanted) {
  const auto& [configuration, source, span, people_wanted, health_wanted, cache_wanted] = wanted;
  auto reference = open_reference(source);
  if (!reference) return exit_failed;
  sky::ReplaceableEphemeris ephemeris(std::move(reference));
  const SystemClock clock;
  const SystemRandomness randomness;
  std::unique_ptr<PeopleService> people;
  if (people_wanted.accounts) {
    auto opened = PeopleService::open(people_wanted, source.data_directory, configuration.port,
                                      clock, randomness);
    if (!opened) return report_database_error(opened.error());
    people = *std::move(opened);
  }
  auto cache = CacheService::start(cache_wanted, randomness);
  if (!cache) return report_database_error(cache.error());
  auto health = HealthService::start(
      health_wanted,
      {ephemeris, people ? &people->database() : nullptr, (*cache)->redis(), clock, randomness});
  if (!health) return report_database_error(health.error());
  const api::Services services{ephemeris, clock, people ? &people->people() : nullptr,
                               &(*health)->health(), (*cache)->cache()};
  http::Router router;
  api::add_routes(router, services);
  auto options = server_options(configuration);
  options.drain_delay = health_wanted.drain_delay();
  options.on_draining = [&health] { (*health)->health().begin_draining(); };
  auto server = http::Server::listen(std::move(options), std::move(router));
  if (!server) {
    fmt::print(stderr, "error: {}\ntry:   another --host or --port\n", server.error().detail);
    return exit_failed;
  }
  greet(configuration.host, (*server)->port());
  std::optional<TableKeeper> table;
  if (source.kind != "swiss") table.emplace(source, span, ephemeris);
  if ((*server)->run()) return exit_done;
  fmt::print(stderr, "error: a request was still being answered when the grace ran out\n");
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
  declare(*command, wanted->cache);
  command->footer(
      "Secrets are read from the environment alone:\n"
      "  JWT_SECRET_KEY       what access tokens are signed with\n"
      "  ASTRONOVA_DATA_KEYS  what personal data is sealed with\n"
      "  ANTHROPIC_API_KEY    the key to Claude's API\n"
      "  REDIS_URL            the Redis that servers share");
  command->callback([wanted, &status] {
    const char* const key = std::getenv("ANTHROPIC_API_KEY");
    wanted->health.anthropic_api_key = key ? key : "";
    const char* const redis = std::getenv("REDIS_URL");
    wanted->cache.redis_url = redis ? redis : "";
    wanted->health.ca_file = wanted->people.apple.ca_file;
    status = is_possible(wanted->span) ? serve(*wanted) : exit_usage;
  });
}

}  // namespace astronova::app
