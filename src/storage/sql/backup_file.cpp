#include "storage/sql/backup_file.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace astronova::storage::sql {
namespace {

namespace json = boost::json;

constexpr std::size_t buffer_bytes = 1 << 16;
constexpr std::string_view format = "astronova-backup";
constexpr int version = 1;

Error unwritable() {
  return {ErrorCode::data_missing, "the backup file cannot be written there", {}};
}

Error damaged(std::string_view how) {
  return {ErrorCode::data_missing,
          fmt::format("the file is no complete backup of AstroNova: {}; nothing was written", how),
          {}};
}

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

const json::string* text_member(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value ? value->if_string() : nullptr;
}

std::int64_t integer_member(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : -1;
}

// What a table's line says, or a table without a name.
Table table_of(const json::object& object) {
  Table table;
  const auto* const name = text_member(object, "table");
  const auto* const types = text_member(object, "types");
  const auto* const columns = object.if_contains("columns");
  if (!name || !types || !columns || !columns->is_array()) return table;
  for (const auto& column : columns->get_array()) {
    if (!column.is_string() || !is_name(column.get_string())) return table;
    table.columns.emplace_back(column.get_string());
  }
  table.types = *types;
  if (table.types.size() == table.columns.size() && is_name(*name)) table.name = *name;
  return table;
}

bool fits(const json::array& row, const Table& table) {
  if (row.size() != table.types.size()) return false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool right = table.types[i] == 't' ? row[i].is_string() : row[i].is_int64();
    if (!right && !row[i].is_null()) return false;
  }
  return true;
}

class Reader {
 public:
  Reader(const std::string& file, const BackupVisitor& visitor)
      : stream_(file, std::ios::binary), visitor_(visitor) {}

  Result<BackupSummary> read() {
    if (!stream_) return Error{ErrorCode::data_missing, "the backup file cannot be read", {}};
    std::string line;
    // The line before the one that was read: only when there is none after it is it the last.
    std::string next;
    if (!std::getline(stream_, line)) return damaged("it is empty");
    while (std::getline(stream_, next)) {
      checksum_.add(line);
      checksum_.add("\n");
      if (auto taken = take(line); !taken) return taken.error();
      line.swap(next);
    }
    return finish(line);
  }

 private:
  Result<void> take(const std::string& line) {
    json::error_code failure;
    const auto value = json::parse(line, failure);
    if (failure) return damaged("a line is no JSON");
    if (const auto* const row = value.if_array()) return take_row(*row);
    const auto* const object = value.if_object();
    if (!object) return damaged("a line is neither an object nor an array");
    return summary_.schema == 0 ? take_header(*object) : take_table(*object);
  }

  Result<void> take_header(const json::object& object) {
    const auto* const name = text_member(object, "format");
    if (!name || *name != format) return damaged("it does not begin as one");
    if (integer_member(object, "version") != version) {
      return Error{ErrorCode::conflict, "the backup is of a newer version of AstroNova", {}};
    }
    summary_.schema = static_cast<int>(integer_member(object, "schema"));
    if (summary_.schema < 1) return damaged("its schema has no number");
    return visitor_.header(summary_.schema);
  }

  Result<void> take_table(const json::object& object) {
    table_ = table_of(object);
    if (table_.name.empty()) return damaged("a table is not described");
    return visitor_.table(table_);
  }

  Result<void> take_row(const json::array& row) {
    if (table_.name.empty() || !fits(row, table_)) return damaged("a row does not fit its table");
    ++summary_.rows;
    return visitor_.row(table_, row);
  }

  Result<BackupSummary> finish(const std::string& line) {
    json::error_code failure;
    const auto value = json::parse(line, failure);
    const auto* const object = failure ? nullptr : value.if_object();
    const auto* const sum = object ? text_member(*object, "blake2b") : nullptr;
    if (!sum || summary_.schema == 0) return damaged("its end is not there");
    if (integer_member(*object, "rows") != summary_.rows || *sum != checksum_.finish()) {
      return damaged("it was changed");
    }
    return summary_;
  }

  std::ifstream stream_;
  const BackupVisitor& visitor_;
  Checksum checksum_{};
  Table table_{};
  BackupSummary summary_{};
};

bool sync_folder_of(const std::string& file) {
  auto folder = std::filesystem::path(file).parent_path();
  if (folder.empty()) folder = ".";
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = fsync(descriptor) == 0;
  close(descriptor);
  return synced;
}

}  // namespace

void Checksum::add(std::string_view bytes) {
  const void* const untyped = bytes.data();
  crypto_generichash_update(&state_, static_cast<const unsigned char*>(untyped), bytes.size());
}

std::string Checksum::finish() {
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  crypto_generichash_final(&state_, digest.data(), digest.size());
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

BackupWriter::BackupWriter(std::string file, int descriptor)
    : file_(std::move(file)), descriptor_(descriptor) {}

Result<std::unique_ptr<BackupWriter>> BackupWriter::open(const std::string& file) {
  const auto partial = file + ".partial";
  // One that an interrupted backup left may have another mode.
  unlink(partial.c_str());
  const int descriptor = ::open(partial.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0) return unwritable();
  return std::unique_ptr<BackupWriter>(new BackupWriter(file, descriptor));
}

BackupWriter::~BackupWriter() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink((file_ + ".partial").c_str());
}

void BackupWriter::line(std::string_view json) {
  checksum_.add(json);
  checksum_.add("\n");
  write(json);
  write("\n");
}

Result<void> BackupWriter::finish(std::int64_t rows) {
  write(fmt::format("{{\"rows\":{},\"blake2b\":\"{}\"}}\n", rows, checksum_.finish()));
  flush();
  if (failed_ || fsync(descriptor_) != 0) return unwritable();
  const auto partial = file_ + ".partial";
  if (std::rename(partial.c_str(), file_.c_str()) != 0) return unwritable();
  close(descriptor_);
  descriptor_ = -1;
  if (!sync_folder_of(file_)) return unwritable();
  return {};
}

void BackupWriter::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= buffer_bytes) flush();
}

void BackupWriter::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !failed_) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) failed_ = true;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

Result<BackupSummary> read_backup(const std::string& file, const BackupVisitor& visitor) {
  return Reader(file, visitor).read();
}

}  // namespace astronova::storage::sql
