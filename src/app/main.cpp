#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "app/commands.h"
#include "app/settings/settings.h"

int main(int argc, char** argv) {
  using namespace astronova::app;
  // A client that goes away must not take the process with it.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App program{"AstroNova: true charts from Swiss Ephemeris, as a server and as commands"};
  program.name("astronova");
  program.require_subcommand(0, 1);
  program.failure_message([](const CLI::App* app, const CLI::Error& error) {
    if (dynamic_cast<const ConfigurationError*>(&error)) return std::string{error.what()};
    return std::string{"error: "} + error.what() + "\ntry:   " + app->get_display_name() +
           " --help\n";
  });
  int status = exit_done;
  add_serve_command(program, status);
  add_chart_command(program, status);
  add_bulk_command(program, status);
  add_sky_command(program, status);
  add_events_command(program, status);
  add_ephemeris_command(program, status);
  add_place_command(program, status);
  add_migrate_command(program, status);
  add_backup_commands(program, status);
  add_rotate_key_command(program, status);
  add_version_command(program, status);
  add_account_command(program, status);
  add_infra_command(program, status);
  add_healthcheck_command(program, status);
  add_doctor_command(program, status);
  add_release_command(program, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? exit_done : exit_usage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return exit_failed;
  }
  if (program.get_subcommands().empty()) {
    std::fputs(program.help().c_str(), stderr);
    return exit_usage;
  }
  return status;
}
