#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/database_flags.h"
#include "base/json_writer.h"

namespace astronova::app {
namespace {

struct MigrateFlags {
  DatabaseConfiguration database{};
  bool dry_run = false;
  bool status = false;
  bool compatibility = false;
};

void print(const storage::Migration& migration, std::string_view state) {
  const bool suits_those_before =
      migration.number == 1 || migration.oldest_compatible_schema < migration.number;
  fmt::print(
      "{:04} {:<24} {}{}\n", migration.number, migration.name, state,
      suits_those_before ? "" : "; servers of the release before it have to be stopped first");
}

int show_status(const std::vector<storage::Migration>& steps) {
  for (const auto& step : steps) {
    print(step, !step.known    ? "applied by a newer version, whose schema this one can work with"
                : step.applied ? "applied"
                               : "not applied");
  }
  return exit_done;
}

// What a release asks of the program that it brings, before anything is started.
int show_compatibility(const std::vector<storage::Migration>& steps) {
  std::string line;
  JsonWriter json(line);
  const auto oldest = std::ranges::max(steps, {}, &storage::Migration::oldest_compatible_schema);
  json.begin_object()
      .member("schemaNumber", steps.back().number)
      .member("oldestCompatibleSchema", oldest.oldest_compatible_schema)
      .key("migrations")
      .begin_array();
  for (const auto& step : steps) {
    json.begin_object()
        .member("number", step.number)
        .member("name", step.name)
        .member("oldestCompatibleSchema", step.oldest_compatible_schema)
        .end_object();
  }
  json.end_array().end_object();
  fmt::print("{}\n", line);
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
  if (flags.compatibility) return show_compatibility(storage::known_migrations());
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
  auto* status_flag =
      command->add_flag("--status", flags->status, "List all steps, and which are applied")
          ->excludes(dry_run);
  command
      ->add_flag("--compatibility", flags->compatibility,
                 "Say as JSON, without a database, of which schema this program is and which "
                 "programs can work with it")
      ->excludes(dry_run)
      ->excludes(status_flag);
  command->callback([flags, &status] { status = run(*flags); });
}

}  // namespace astronova::app
