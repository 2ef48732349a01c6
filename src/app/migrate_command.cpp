#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/database_flags.h"

namespace astronova::app {
namespace {

struct MigrateFlags {
  DatabaseConfiguration database{};
  bool dry_run = false;
  bool status = false;
};

void print(const storage::Migration& migration, std::string_view state) {
  fmt::print("{:04} {:<24} {}{}\n", migration.number, migration.name, state,
             migration.suits_previous_release
                 ? ""
                 : "; servers of the release before it have to be stopped first");
}

int show_status(const std::vector<storage::Migration>& steps) {
  for (const auto& step : steps)
    print(step, step.applied ? "applied" : "not applied");
  return exit_done;
}

int show_plan(const std::vector<storage::Migration>& steps) {
  if (std::ranges::all_of(steps, &storage::Migration::applied)) {
    fmt::print("nothing to do: the schema is up to date\n");
  }
  for (const auto& step : steps) {
    if (!step.applied) print(step, "would be applied");
  }
  return exit_done;
}

int run(const MigrateFlags& flags) {
  const auto options = database_options(flags.database);
  if (!options) return report_database_error(options.error());
  if (flags.status || flags.dry_run) {
    const auto steps = storage::schema_of(*options);
    if (!steps) return report_database_error(steps.error());
    return flags.status ? show_status(*steps) : show_plan(*steps);
  }
  const auto taken = storage::migrate_schema(*options);
  if (!taken) return report_database_error(taken.error());
  if (taken->empty()) fmt::print("nothing to do: the schema is up to date\n");
  for (const auto& step : *taken)
    print(step, "applied");
  return exit_done;
}

}  // namespace

void add_migrate_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand(
      "migrate", "Bring the database's schema up to date, as a server does when it starts");
  const auto flags = std::make_shared<MigrateFlags>();
  declare(*command, flags->database);
  auto* dry_run =
      command->add_flag("--dry-run", flags->dry_run, "Only say what would be done, and do nothing");
  command->add_flag("--status", flags->status, "List all steps, and which are applied")
      ->excludes(dry_run);
  command->callback([flags, &status] { status = run(*flags); });
}

}  // namespace astronova::app
