#pragma once

#include <cstdint>
#include <string>

#include "storage/sql/open_database.h"

namespace astronova::storage {

/// What a backup holds.
struct BackupSummary {
  int schema = 0;         ///< the number of the schema that its rows are of
  std::int64_t rows = 0;  ///< of all tables
};

/// Writes all rows of one state of the database to a file, while servers go on. docs/storage.md has
/// the format: it is the same for both engines, and the same rows are the same bytes. What is
/// sealed stays sealed. The file is complete and on disk when this returns; one of that name is
/// replaced then and not before. Its mode is 0600. errors  data_missing: the file cannot be
/// written; unavailable; conflict: the schema is not this
///         program's
Result<BackupSummary> write_backup(const DatabaseOptions& options, const std::string& file);

/// Puts a backup into a database, in one transaction; the schema ends up as this program's. Servers
/// should be stopped.
///   replace  whether rows that are there may be removed
/// errors  data_missing: the file cannot be read, is no backup, is cut off or was changed; nothing
///         was written then
///         conflict: the database is not empty, or it or the backup is of a newer version
///         unavailable
Result<BackupSummary> restore_backup(const DatabaseOptions& options, const std::string& file,
                                     bool replace);

}  // namespace astronova::storage
