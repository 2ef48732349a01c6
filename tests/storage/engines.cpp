#include "tests/storage/engines.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>
#include <unistd.h>

#include "storage/sql/migrations.h"
#include "storage/sql/tables.h"
#include "tests/support/private_postgres.h"

namespace astronova::storage::testing {
namespace {

using astronova::testing::private_postgres;

std::string run_in_sqlite(const std::string& file, const std::string& statement) {
  sqlite3* database = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) throw std::runtime_error("cannot open");
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closing(database, sqlite3_close);
  sqlite3_busy_timeout(database, 5000);
  std::string text;
  const auto collect = [](void* collected, int, char** values, char**) {
    *static_cast<std::string*>(collected) += std::string(values[0] ? values[0] : "") + '\n';
    return 0;
  };
  if (sqlite3_exec(database, statement.c_str(), collect, &text, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(database));
  }
  return text;
}

// In memory where there is such a folder: no test cuts the power, and a disk would be synced
// thousands of times.
std::filesystem::path fast_folder() {
  const std::filesystem::path memory = "/dev/shm";
  return access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

std::string name_of(Engine engine) {
  return engine == Engine::sqlite ? "sqlite" : "postgresql";
}

EmptyDatabase::EmptyDatabase(Engine engine) : engine_(engine) {
  static std::atomic<int> count{0};
  name_ = fmt::format("test_{}", ++count);
  std::string pattern = fast_folder() / "astronova-storage-XXXXXX";
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  folder_ = pattern;
  options_.connections = 4;
  if (engine == Engine::sqlite) {
    options_.file = database_file(folder_);
  } else {
    options_.url = private_postgres().create_database(name_);
  }
}

EmptyDatabase::~EmptyDatabase() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  if (engine_ == Engine::postgresql) private_postgres().drop_database(name_);
}

std::string EmptyDatabase::run(const std::string& statement) const {
  return engine_ == Engine::sqlite ? run_in_sqlite(options_.file, statement)
                                   : private_postgres().run(name_, statement);
}

std::string EmptyDatabase::bytes() const {
  std::ostringstream all;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (std::filesystem::file_size(entry) == 0) continue;
    all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  }
  return all.str();
}

void take_newer_step(const EmptyDatabase& database, int number, int oldest_compatible) {
  const auto later = fmt::format("added_by_{}", number);
  for (const auto& table : sql::tables()) {
    database.run(
        fmt::format("ALTER TABLE {} ADD COLUMN {} INTEGER NOT NULL DEFAULT 7", table.name, later));
  }
  database.run(
      "CREATE TABLE IF NOT EXISTS made_up (account_id TEXT NOT NULL PRIMARY KEY "
      "REFERENCES accounts (id) ON DELETE CASCADE, text TEXT NOT NULL)");
  database.run(fmt::format("CREATE INDEX charts_{0} ON charts ({0})", later));
  database.run(fmt::format("INSERT INTO schema_migrations VALUES ({}, 'made_up', 0, {})", number,
                           oldest_compatible));
}

KeyRing keys_named(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    std::array<unsigned char, 32> key{};
    crypto_generichash(key.data(), key.size(), reinterpret_cast<const unsigned char*>(name.data()),
                       name.size(), nullptr, 0);
    std::array<char, 64> base64{};
    sodium_bin2base64(base64.data(), base64.size(), key.data(), key.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text += (text.empty() ? "" : ",") + name + ":" + base64.data();
  }
  return KeyRing::parse(text).value();
}

std::unique_ptr<Database> EngineTest::open(const KeyRing& keys) const {
  auto options = empty_.options();
  options.keys = keys;
  const auto* const schema = std::getenv("TESTED_SCHEMA");
  if (schema != nullptr && std::string_view(schema) == "newer") {
    const auto steps = migrate_schema(options);
    if (!steps) throw std::runtime_error(steps.error().detail);
    if (!steps->empty()) take_newer_step(empty_, sql::schema_number() + 1, sql::schema_number());
  }
  auto database = open_database(options);
  if (!database) throw std::runtime_error(database.error().detail);
  return std::move(*database);
}

std::string StoreTest::new_account(Role role) {
  return identities_.create_account(role, at(0)).value().id;
}

Instant at(std::int64_t seconds) {
  return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} +
         std::chrono::seconds{seconds};
}

std::string id_of(int number) {
  return fmt::format("00000000-0000-4000-8000-{:012}", number);
}

Record record_of(RecordKind kind, int number, Instant when, std::string document) {
  Record record;
  record.kind = kind;
  record.id = id_of(number);
  record.document = std::move(document);
  record.created_at = when;
  record.updated_at = when;
  return record;
}

}  // namespace astronova::storage::testing
