#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/local_server.h"
#include "app/settings/settings.h"

namespace astronova::app {
namespace {

struct HealthcheckFlags {
  Settings settings{};
  std::uint16_t port = 8080;
  bool ready = false;
  bool tls = false;
  std::string tls_certificate{};
};

int check_health(const HealthcheckFlags& wanted) {
  const bool over_tls = wanted.tls || !wanted.tls_certificate.empty();
  const auto answer = ask_local_server(wanted.port, wanted.ready ? "/readyz" : "/livez", over_tls);
  if (answer && is_ok(*answer)) return exit_done;
  fmt::print(
      stderr, "error: {} on port {}\n",
      wanted.ready ? "what answers is not ready, or nothing does," : "nothing healthy answers",
      wanted.port);
  return exit_failed;
}

}  // namespace

void add_healthcheck_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand(
      "healthcheck", "Ask the server on this machine whether it lives; for containers");
  const auto wanted = std::make_shared<HealthcheckFlags>();
  declare(*command, wanted->settings);
  command->add_option("--port", wanted->port, "Its port")
      ->envname("PORT")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_flag("--ready", wanted->ready,
                    "Ask whether it wants requests, not only whether it lives");
  command->add_flag("--tls", wanted->tls, "Ask over TLS, without a look at its certificate");
  command
      ->add_option("--tls-certificate", wanted->tls_certificate,
                   "As the server has it: where it is set the server is asked over TLS")
      ->envname("ASTRONOVA_TLS_CERTIFICATE");
  command->callback([wanted, &status] { status = check_health(*wanted); });
}

}  // namespace astronova::app
