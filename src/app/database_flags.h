#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/settings/settings.h"
#include "base/result.h"
#include "storage/sql/open_database.h"

namespace astronova::app {

/// Where people's data is; docs/CONFIGURATION.md has the same table.
struct DatabaseConfiguration {
  Settings settings{};
  std::string url{};             ///< of PostgreSQL; empty: SQLite, in the data directory
  std::string data_directory{};  ///< the folder of what the program makes
};

/// Declares --config, --database-url, and --data-dir, with their variables. Before all other
/// options of the command.
void declare(CLI::App& command, DatabaseConfiguration& configuration);

/// How the database is opened: with the keys of ASTRONOVA_DATA_KEYS. Makes the data directory, for
/// its owner alone, where SQLite needs it.
/// errors  data_missing: the keys or the directory
Result<storage::DatabaseOptions> database_options(const DatabaseConfiguration& configuration);
Result<storage::DatabaseOptions> database_options(const std::string& url,
                                                  const std::string& data_directory,
                                                  const Secrets& secrets);

/// The same, where nothing shall be made.
/// errors  data_missing: the keys
Result<storage::DatabaseOptions> existing_database(const std::string& url,
                                                   const std::string& data_directory,
                                                   const Secrets& secrets);

/// Prints what went wrong with the database. Returns the exit status.
int report_database_error(const Error& error);

}  // namespace astronova::app
