#include "app/database_flags.h"

#include <CLI/CLI.hpp>
#include <filesystem>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"

namespace astronova::app {

void declare(CLI::App& command, DatabaseConfiguration& configuration) {
  configuration.data_directory = default_data_directory();
  declare(command, configuration.settings);
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

Result<storage::DatabaseOptions> existing_database(const std::string& url,
                                                   const std::string& data_directory,
                                                   const Secrets& secrets) {
  storage::DatabaseOptions options;
  auto ring = storage::KeyRing::parse(secrets.reveal("ASTRONOVA_DATA_KEYS"));
  if (!ring) return ring.error();
  options.keys = std::move(*ring);
  options.url = url;
  if (url.empty()) options.file = storage::database_file(data_directory);
  return options;
}

Result<storage::DatabaseOptions> database_options(const DatabaseConfiguration& configuration) {
  return database_options(configuration.url, configuration.data_directory,
                          configuration.settings.secrets);
}

Result<storage::DatabaseOptions> database_options(const std::string& url,
                                                  const std::string& data_directory,
                                                  const Secrets& secrets) {
  auto options = existing_database(url, data_directory, secrets);
  if (!options || !url.empty()) return options;
  std::error_code failure;
  if (std::filesystem::create_directories(data_directory, failure)) {
    std::filesystem::permissions(data_directory, std::filesystem::perms::owner_all, failure);
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
