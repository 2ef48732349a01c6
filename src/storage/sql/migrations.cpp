#include "storage/sql/migrations.h"

#include <algorithm>
#include <array>

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
  /// The number of the oldest schema whose programs work with the schema after this step, so that
  /// servers can be replaced one by one, and back again. What only adds ("expand") has 1. What
  /// takes something away ("contract") has that of the first schema whose programs no longer use
  /// it, and so waits for the release after the one that brought that schema. Its own number means
  /// that all servers have to be stopped first.
  int oldest_compatible_schema;
  Script sqlite;
  Script postgresql;
};

// Forward only, numbered from 1. A step that was released is never changed.
const std::array steps{
    Step{"accounts",
         1,
         {migration_0001_sqlite, migration_0001_sqlite_end},
         {migration_0001_postgresql, migration_0001_postgresql_end}},
    Step{"records",
         1,
         {migration_0002_sqlite, migration_0002_sqlite_end},
         {migration_0002_postgresql, migration_0002_postgresql_end}},
    Step{"ledger",
         1,
         {migration_0003_sqlite, migration_0003_sqlite_end},
         {migration_0003_postgresql, migration_0003_postgresql_end}},
    Step{"mirroring",
         1,
         {migration_0004_sqlite, migration_0004_sqlite_end},
         {migration_0004_postgresql, migration_0004_postgresql_end}},
};

// A program reads what steps that it does not know say of themselves. The column came after step 4:
// databases that are older than it get it with their next step.
constexpr const char* table_of_steps =
    "CREATE TABLE schema_migrations ("
    " number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL,"
    " oldest_compatible BIGINT)";
constexpr const char* column_of_compatibility =
    "ALTER TABLE schema_migrations ADD COLUMN oldest_compatible BIGINT";

bool says_compatibility(const Dialect& dialect, Connection& connection) {
  return dialect.has_column(connection, "schema_migrations", "oldest_compatible");
}

// A step that says nothing of it suits nobody who does not know it.
std::vector<Migration> steps_taken(const Dialect& dialect, Connection& connection) {
  std::vector<Migration> taken;
  if (!dialect.has_table(connection, "schema_migrations")) return taken;
  const auto rows = connection.query(
      fmt::format("SELECT number, name, {} FROM schema_migrations ORDER BY number",
                  says_compatibility(dialect, connection) ? "coalesce(oldest_compatible, number)"
                                                          : "number"),
      "iti");
  for (const auto& row : rows) {
    const auto number = static_cast<int>(row.integer(0));
    taken.push_back(
        {number, row.text(1), static_cast<int>(row.integer(2)), true, number <= schema_number()});
  }
  return taken;
}

Result<void> can_live_with(const std::vector<Migration>& taken) {
  int oldest = 0;
  for (const auto& step : taken)
    if (!step.known) oldest = std::max(oldest, step.oldest_compatible_schema);
  if (oldest <= schema_number()) return {};
  return Error{ErrorCode::conflict,
               fmt::format("the database is of a newer version of AstroNova (schema {}, with which "
                           "programs of schema {} or later can work; this one is of {}): start "
                           "that version, or restore a backup into another database",
                           taken.back().number, oldest, schema_number()),
               {}};
}

Migration description(int number) {
  const auto& step = steps.at(static_cast<std::size_t>(number) - 1);
  return {number, std::string(step.name), step.oldest_compatible_schema};
}

void note(Connection& connection, const Migration& migration, Instant now) {
  connection.execute(
      "INSERT INTO schema_migrations (number, name, applied_at, oldest_compatible) "
      "VALUES (:number, :name, :at, :oldest)",
      {{"number", std::int64_t{migration.number}},
       {"name", migration.name},
       {"at", now},
       {"oldest", std::int64_t{migration.oldest_compatible_schema}}});
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
  auto taken = steps_taken(dialect, connection);
  if (const auto able = can_live_with(taken); !able) return able.error();
  auto all = no_migrations();
  for (auto& step : taken) {
    if (step.known) {
      all[static_cast<std::size_t>(step.number) - 1].applied = true;
    } else {
      all.push_back(std::move(step));
    }
  }
  return all;
}

Result<std::vector<Migration>> migrate(const Dialect& dialect, Connection& connection, int number,
                                       Instant now) {
  dialect.lock_schema(connection);
  const auto all = migrations(dialect, connection);
  if (!all) return all.error();
  if (!dialect.has_table(connection, "schema_migrations")) {
    dialect.run_script(connection, table_of_steps);
  } else if (!says_compatibility(dialect, connection)) {
    dialect.run_script(connection, column_of_compatibility);
  }
  std::vector<Migration> taken;
  for (auto migration : *all) {
    if (migration.applied || migration.number > number) continue;
    const auto& step = steps.at(static_cast<std::size_t>(migration.number) - 1);
    const auto& script = dialect.engine() == "sqlite" ? step.sqlite : step.postgresql;
    dialect.run_script(connection, script.text());
    note(connection, migration, now);
    migration.applied = true;
    taken.push_back(std::move(migration));
  }
  return taken;
}

Result<void> all_are_known(const std::vector<Migration>& migrations) {
  if (std::ranges::all_of(migrations, &Migration::known)) return {};
  return Error{ErrorCode::conflict,
               fmt::format("a newer version of AstroNova has extended the database (schema {}), "
                           "and this one, of schema {}, does not see all that is in it: do this "
                           "with that version",
                           migrations.back().number, schema_number()),
               {}};
}

}  // namespace astronova::storage::sql
