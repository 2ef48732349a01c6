#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/database_flags.h"
#include "storage/sql/backup.h"

namespace astronova::app {
namespace {

struct BackupFlags {
  DatabaseConfiguration database{};
  std::string file{};
  bool replace = false;
};

int report(const Result<storage::BackupSummary>& summary, std::string_view done) {
  if (!summary) return report_database_error(summary.error());
  fmt::print("{} {} rows, schema {}\n", done, summary->rows, summary->schema);
  return exit_done;
}

int back_up(const BackupFlags& flags) {
  const auto options = database_options(flags.database);
  if (!options) return report_database_error(options.error());
  return report(storage::write_backup(*options, flags.file), "backed up");
}

int restore(const BackupFlags& flags) {
  const auto options = database_options(flags.database);
  if (!options) return report_database_error(options.error());
  return report(storage::restore_backup(*options, flags.file, flags.replace), "restored");
}

}  // namespace

void add_backup_commands(CLI::App& program, int& status) {
  auto* backup = program.add_subcommand(
      "backup", "Write all data to a file, as of one moment, while servers go on");
  const auto flags = std::make_shared<BackupFlags>();
  declare(*backup, flags->database);
  backup->add_option("FILE", flags->file, "The file; one of that name is replaced")->required();
  backup->callback([flags, &status] { status = back_up(*flags); });

  auto* restoring = program.add_subcommand(
      "restore", "Put a backup into an empty database, of either engine; stop servers first");
  const auto restore_flags = std::make_shared<BackupFlags>();
  declare(*restoring, restore_flags->database);
  restoring->add_option("FILE", restore_flags->file, "What astronova backup wrote")->required();
  restoring->add_flag("--replace", restore_flags->replace,
                      "Remove what the database holds, in the same transaction");
  restoring->callback([restore_flags, &status] { status = restore(*restore_flags); });
}

}  // namespace astronova::app
