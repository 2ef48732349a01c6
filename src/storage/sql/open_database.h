#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "storage/database.h"
#include "storage/sealing.h"

namespace astronova::storage {

/// Where the data is, and how it is kept.
struct DatabaseOptions {
  /// "postgresql://user:password@host/name" (libpq's URLs); empty: SQLite, in `file`.
  std::string url{};
  /// A path; the file is made, with mode 0600, where there is none. Its folder has to be there.
  std::string file{};
  /// Connections at most; SQLite has one more, for all that is written.
  std::size_t connections = 8;
  /// How long a statement may run, and how long a lock or a connection is waited for.
  std::chrono::milliseconds patience{5000};
  KeyRing keys{};
  /// Whether to bring the schema up to date. If not, a database that is not up to date is refused.
  bool migrate = true;
  /// What time it is, for what has no caller that says so; none: the system's. It outlives the
  /// database.
  const Clock* clock = nullptr;
};

/// The file of SQLite in a data directory.
inline std::string database_file(const std::string& data_directory) {
  return data_directory + "/astronova.db";
}

/// Whether a database may be at that URL, as far as its form tells; an empty one stands for SQLite.
/// errors  data_missing: what is wrong with it; quotes nothing of it
Result<void> check_url(const std::string& url);

/// The steps of the schema and which of them the database has taken. Makes nothing where there is
/// no database yet. errors  as open_database's
Result<std::vector<Migration>> schema_of(const DatabaseOptions& options);

/// What this program knows of each step of the schema, whatever a database has taken.
std::vector<Migration> known_migrations();

/// Takes the steps that are missing and returns them.
/// errors  as open_database's
Result<std::vector<Migration>> migrate_schema(const DatabaseOptions& options);

/// Opens the database and asks it for its schema.
/// errors  data_missing: the file cannot be opened or the URL is none
///         unavailable: the server does not answer
///         conflict: the schema is newer than what this program can work with, or older and
///                   migrating is off
Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options);

}  // namespace astronova::storage
