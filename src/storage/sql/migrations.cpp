#include "storage/sql/migrations.h"

#include <array>
#include <set>

#include <fmt/format.h>

// The files of migrations/, linked in by src/CMakeLists.txt.
extern "C" {
extern const unsigned char migration_0001_sqlite[];
extern const unsigned char migration_0001_sqlite_end[];
extern const unsigned char migration_0001_postgresql[];
extern const unsigned char migration_0001_postgresql_end[];
extern const unsigned char migration_0002_sqlite[];
extern const unsigned char migration_0002_sqlite_end[];
extern const unsigned char migration_0002_postgresql[];
extern const unsigned char migration_0002_postgresql_end[];
extern const unsigned char migration_0003_sqlite[];
extern const unsigned char migration_0003_sqlite_end[];
extern const unsigned char migration_0003_postgresql[];
extern const unsigned char migration_0003_postgresql_end[];
extern const unsigned char migration_0004_sqlite[];
extern const unsigned char migration_0004_sqlite_end[];
extern const unsigned char migration_0004_postgresql[];
extern const unsigned char migration_0004_postgresql_end[];
}

namespace astronova::storage::sql {
namespace {

struct Script {
  const unsigned char* begin;
  const unsigned char* end;
  std::string text() const { return {begin, end}; }
};

struct Step {
  std::string_view name;
  /// Whether the release before the one that brings this step works with the schema after it, so
  /// that servers can be replaced one by one ("expand"). What takes something away ("contract")
  /// waits for the release after the one that stopped using it, and so is true as well as a rule;
  /// false means that all servers have to be stopped first.
  bool suits_previous_release;
  Script sqlite;
  Script postgresql;
};

// Forward only, numbered from 1. A step that was released is never changed.
const std::array steps{
    Step{"accounts",
         true,
         {migration_0001_sqlite, migration_0001_sqlite_end},
         {migration_0001_postgresql, migration_0001_postgresql_end}},
    Step{"records",
         true,
         {migration_0002_sqlite, migration_0002_sqlite_end},
         {migration_0002_postgresql, migration_0002_postgresql_end}},
    Step{"ledger",
         true,
         {migration_0003_sqlite, migration_0003_sqlite_end},
         {migration_0003_postgresql, migration_0003_postgresql_end}},
    Step{"mirroring",
         true,
         {migration_0004_sqlite, migration_0004_sqlite_end},
         {migration_0004_postgresql, migration_0004_postgresql_end}},
};

constexpr const char* table_of_steps =
    "CREATE TABLE schema_migrations ("
    " number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

Result<std::set<int>> numbers_taken(const Dialect& dialect, Connection& connection) {
  std::set<int> numbers;
  if (!dialect.has_table(connection, "schema_migrations")) return numbers;
  for (const auto& row :
       connection.query("SELECT number FROM schema_migrations ORDER BY number", "i")) {
    numbers.insert(static_cast<int>(row.integer(0)));
  }
  if (!numbers.empty() && *numbers.rbegin() > schema_number()) {
    return Error{ErrorCode::conflict,
                 fmt::format("the database is of a newer version of AstroNova (schema {}, this "
                             "program knows {}): start that version, or restore a backup into "
                             "another database",
                             *numbers.rbegin(), schema_number()),
                 {}};
  }
  return numbers;
}

Migration description(int number) {
  const auto& step = steps.at(static_cast<std::size_t>(number) - 1);
  return {number, std::string(step.name), step.suits_previous_release};
}

}  // namespace

int schema_number() {
  return static_cast<int>(steps.size());
}

std::vector<Migration> no_migrations() {
  std::vector<Migration> all;
  for (int number = 1; number <= schema_number(); ++number)
    all.push_back(description(number));
  return all;
}

Result<std::vector<Migration>> migrations(const Dialect& dialect, Connection& connection) {
  const auto taken = numbers_taken(dialect, connection);
  if (!taken) return taken.error();
  auto all = no_migrations();
  for (auto& migration : all)
    migration.applied = taken->contains(migration.number);
  return all;
}

Result<std::vector<Migration>> migrate(const Dialect& dialect, Connection& connection, int number,
                                       Instant now) {
  dialect.lock_schema(connection);
  const auto all = migrations(dialect, connection);
  if (!all) return all.error();
  if (!dialect.has_table(connection, "schema_migrations")) {
    dialect.run_script(connection, table_of_steps);
  }
  std::vector<Migration> taken;
  for (auto migration : *all) {
    if (migration.applied || migration.number > number) continue;
    const auto& step = steps.at(static_cast<std::size_t>(migration.number) - 1);
    const auto& script = dialect.engine() == "sqlite" ? step.sqlite : step.postgresql;
    dialect.run_script(connection, script.text());
    connection.execute(
        "INSERT INTO schema_migrations (number, name, applied_at) VALUES (:number, :name, :at)",
        {{"number", std::int64_t{migration.number}}, {"name", migration.name}, {"at", now}});
    migration.applied = true;
    taken.push_back(std::move(migration));
  }
  return taken;
}

}  // namespace astronova::storage::sql
