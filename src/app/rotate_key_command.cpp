#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/database_flags.h"
#include "storage/sql/rotate_keys.h"

namespace astronova::app {
namespace {

int run(const DatabaseConfiguration& configuration) {
  const auto options = database_options(configuration);
  if (!options) return report_database_error(options.error());
  const auto sealed = storage::rotate_keys(*options);
  if (!sealed) return report_database_error(sealed.error());
  fmt::print("sealed {} values anew; all are sealed by {} now\n", *sealed, options->keys.current());
  return exit_done;
}

}  // namespace

void add_rotate_key_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand(
      "rotate-key",
      "Seal everything by the first key of ASTRONOVA_DATA_KEYS, while servers that have it go on");
  const auto configuration = std::make_shared<DatabaseConfiguration>();
  declare(*command, *configuration);
  command->callback([configuration, &status] { status = run(*configuration); });
}

}  // namespace astronova::app
