#pragma once

#include <boost/json/array.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <sodium.h>

#include "base/result.h"
#include "storage/sql/backup.h"
#include "storage/sql/tables.h"

namespace astronova::storage::sql {

/// BLAKE2b-256 of what it is fed.
class Checksum {
 public:
  Checksum() { crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES); }
  void add(std::string_view bytes);
  /// 64 hexadecimal digits. Once.
  std::string finish();

 private:
  crypto_generichash_state state_{};
};

/// Writes a backup to FILE.partial, and gives it its name when it is complete and on disk.
class BackupWriter {
 public:
  /// errors  data_missing
  static Result<std::unique_ptr<BackupWriter>> open(const std::string& file);
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;
  ~BackupWriter();

  /// A line of JSON, without its end.
  void line(std::string_view json);
  /// The last line, and the name.
  /// errors  data_missing: the disk did not take it
  Result<void> finish(std::int64_t rows);

 private:
  BackupWriter(std::string file, int descriptor);
  void write(std::string_view bytes);
  void flush();

  std::string file_;
  int descriptor_;
  std::string buffer_{};
  Checksum checksum_{};
  bool failed_ = false;
};

/// What comes out of a backup, in its order.
struct BackupVisitor {
  std::function<Result<void>(int schema)> header;
  std::function<Result<void>(const Table& table)> table;
  std::function<Result<void>(const Table& table, const boost::json::array& row)> row;
};

/// Reads a backup to its end and checks all of it on the way: the visitor's calls count for nothing
/// until this has returned a summary.
/// errors  data_missing: it cannot be read, is no backup, is cut off or was changed; the visitor's
Result<BackupSummary> read_backup(const std::string& file, const BackupVisitor& visitor);

}  // namespace astronova::storage::sql
