#include <CLI/CLI.hpp>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/database_flags.h"
#include "app/descriptor_limit.h"
#include "app/heap_settings.h"
#include "app/serving.h"
#include "base/log.h"
#include "base/version.h"

namespace astronova::app {
namespace {

// What a browser or curl on this machine can reach.
std::string reachable(const std::string& host) {
  if (host == "0.0.0.0" || host == "::") return "localhost";
  return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

void greet(const Wanted& wanted, std::uint16_t port, bool is_json) {
  const auto address = fmt::format("{}://{}:{}", wanted.tls.is_on() ? "https" : "http",
                                   reachable(wanted.server.host), port);
  if (is_json) {
    return log({Severity::notice,
                "server_listening",
                fmt::format("AstroNova {} listens on {}", version, address),
                {{"address", address}, {"version", wanted.server.app_version}}});
  }
  fmt::print(R"(AstroNova {} listens on {}
  try    curl -s {}/api/v1/chart/generate -H 'Content-Type: application/json' -d '{{"birthData":{{"date":"1990-05-15","time":"10:30","place":"New York, NY"}}}}'
  read   {}/docs
  stop   Ctrl+C, or kill {}
)",
             version, address, address, address, getpid());
  std::fflush(stdout);
}

int serve(const Wanted& wanted) {
  raise_descriptor_limit();
  return_long_blocks();
  auto reference = open_reference(wanted.source);
  if (!reference) return exit_failed;
  const SystemClock clock;
  const SystemRandomness randomness;
  LogService logs(wanted.log, clock);
  for (const auto& warning : wanted.settings.warnings)
    log({Severity::warning, "configuration", warning});
  auto serving = Serving::open({wanted, logs, clock, randomness}, std::move(reference));
  if (!serving) return report_database_error(serving.error());
  greet(wanted, (*serving)->port(), logs.is_json());
  if ((*serving)->run()) return exit_done;
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
  declare(*command, *wanted);
  command->footer(
      "Secrets come from the environment, or from the file that NAME_FILE names:\n"
      "  JWT_SECRET_KEY              what access tokens are signed with\n"
      "  SECRET_KEY                  what the server's own digests are keyed with\n"
      "  ASTRONOVA_DATA_KEYS         what personal data is sealed with\n"
      "  ANTHROPIC_API_KEY           the key to Claude's API\n"
      "  REDIS_URL                   the Redis that servers share\n"
      "  OTEL_EXPORTER_OTLP_HEADERS  what is sent along with traces");
  command->callback([wanted, &status] {
    complete(*wanted);
    status = serve(*wanted);
  });
}

}  // namespace astronova::app
