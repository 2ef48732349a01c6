#include <CLI/CLI.hpp>
#include <string_view>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/local_server.h"
#include "app/settings/settings.h"

namespace astronova::app {
namespace {

// Whether the server on this port of this machine answers this path with 200.
bool is_well(std::uint16_t port, std::string_view path) {
  const auto answer = ask_local_server(port, path);
  return answer && is_ok(*answer);
}

}  // namespace

void add_healthcheck_command(CLI::App& program, int& status) {
  struct Wanted {
    Settings settings{};
    std::uint16_t port = 8080;
    bool ready = false;
  };
  auto* command = program.add_subcommand(
      "healthcheck", "Ask the server on this machine whether it lives; for containers");
  const auto wanted = std::make_shared<Wanted>();
  declare(*command, wanted->settings);
  command->add_option("--port", wanted->port, "Its port")
      ->envname("PORT")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_flag("--ready", wanted->ready,
                    "Ask whether it wants requests, not only whether it lives");
  command->callback([wanted, &status] {
    const bool well = is_well(wanted->port, wanted->ready ? "/readyz" : "/livez");
    if (!well) {
      fmt::print(
          stderr, "error: {} on port {}\n",
          wanted->ready ? "what answers is not ready, or nothing does," : "nothing healthy answers",
          wanted->port);
    }
    status = well ? exit_done : exit_failed;
  });
}

}  // namespace astronova::app
