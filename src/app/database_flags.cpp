#include "app/database_flags.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"

namespace astronova::app {

void declare(CLI::App& command, DatabaseConfiguration& configuration) {
  configuration.data_directory = default_data_directory();
  command
      .add_option("--database-url", configuration.url,
                  "URL of a PostgreSQL database, postgresql://user:password@host/name; without it "
                  "the data is in astronova.db, a file of SQLite in the data folder")
      ->envname("DATABASE_URL");
  command
      .add_option("--data-dir", configuration.data_directory,
                  "Folder of what AstroNova makes, such as astronova.db")
      ->envname("ASTRONOVA_DATA_DIR");
}

Result<storage::DatabaseOptions> database_options(const DatabaseConfiguration& configuration) {
  storage::DatabaseOptions options;
  const char* const keys = std::getenv("ASTRONOVA_DATA_KEYS");
  auto ring = storage::KeyRing::parse(keys ? keys : "");
  if (!ring) return ring.error();
  options.keys = std::move(*ring);
  options.url = configuration.url;
  if (!options.url.empty()) return options;
  options.file = storage::database_file(configuration.data_directory);
  std::error_code failure;
  if (std::filesystem::create_directories(configuration.data_directory, failure)) {
    std::filesystem::permissions(configuration.data_directory, std::filesystem::perms::owner_all,
                                 failure);
  }
  if (failure) {
    return Error{ErrorCode::data_missing, "the data folder cannot be made; see --data-dir", {}};
  }
  return options;
}

int report_database_error(const Error& error) {
  fmt::print(stderr, "error: {}\n", error.detail);
  return exit_failed;
}

}  // namespace astronova::app
