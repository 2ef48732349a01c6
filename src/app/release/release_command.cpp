#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/release/release_flags.h"

namespace astronova::app {

void add_release_command(CLI::App& program, int& status) {
  auto* release = program.add_subcommand(
      "release", "Bring a build to where it serves, watch it there, and take it back");
  release->require_subcommand(1);
  add_release_plan(*release, status);
  add_release_ship(*release, status);
  add_release_status(*release, status);
  add_release_promote(*release, status);
  add_release_rollback(*release, status);
  add_release_abort(*release, status);
  add_release_history(*release, status);
  add_release_lock(*release, status);
  add_release_unlock(*release, status);
}

}  // namespace astronova::app
