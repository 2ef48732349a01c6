#include "storage/sql/rotate_keys.h"

#include <deque>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "storage/record_kinds.h"
#include "storage/sql/migrations.h"
#include "storage/sql/sql_database.h"

namespace astronova::storage {
namespace sql {
namespace {

constexpr std::int64_t rows_at_once = 100;
constexpr int passes_max = 10;

// A column of sealed values: how its rows are told apart, and where they were sealed for.
struct SealedColumn {
  std::string table;
  std::string column;
  std::string key;  // two columns that together are unique, in the order of an index
  std::string second_key;
  std::string owner;
  std::string id;  // of the place, as SQL
};

std::vector<SealedColumn> sealed_columns() {
  std::vector<SealedColumn> columns{
      {"identities", "details", "provider", "subject", "account_id", "provider || ':' || subject"},
      {"sessions", "device_name", "id", "account_id", "account_id", "id"},
      {"devices", "push_token", "account_id", "id", "account_id", "id"}};
  for (const auto& kind : record_kinds())
    columns.push_back({std::string(kind.table), "document", "owner", "id", "owner", "id"});
  return columns;
}

struct Resealed {
  Row row;  // key, second key, owner, id, what is stored
  std::string sealed;
};

class Rotation {
 public:
  Rotation(Executor& executor, const KeyRing& keys) : executor_(executor), keys_(keys) {}

  /// Everything once; returns how many values were found that were not sealed by the current key.
  Result<std::int64_t> pass() {
    std::int64_t found = 0;
    for (const auto& column : sealed_columns()) {
      auto in_column = pass_through(column);
      if (!in_column) return in_column;
      found += *in_column;
    }
    return found;
  }

  std::int64_t sealed_anew() const { return sealed_anew_; }

 private:
  Result<std::int64_t> pass_through(const SealedColumn& column) {
    std::int64_t found = 0;
    std::string key;
    std::string second_key;
    while (true) {
      const auto rows = executor_.read(
          [&](Connection& connection) { return read(connection, column, key, second_key); });
      if (!rows) return rows.error();
      if (rows->empty()) return found;
      found += std::ssize(*rows);
      key = rows->back().text(0);
      second_key = rows->back().text(1);
      const auto written = reseal(column, *rows);
      if (!written) return written.error();
      sealed_anew_ += *written;
    }
  }

  Result<std::vector<Row>> read(Connection& connection, const SealedColumn& column,
                                const std::string& key, const std::string& second_key) const {
    const auto prefix = keys_.current_prefix();
    return connection.query(
        fmt::format("SELECT {1}, {2}, {3}, {4}, {5} FROM {0} "
                    "WHERE ({1}, {2}) > (:key, :second_key) AND {5} <> '' "
                    "AND substr({5}, 1, :length) <> :prefix ORDER BY {1}, {2} LIMIT :page_limit",
                    column.table, column.key, column.second_key, column.owner, column.id,
                    column.column),
        "ttttt",
        {{"key", key},
         {"second_key", second_key},
         {"length", static_cast<std::int64_t>(prefix.size())},
         {"prefix", prefix},
         {"page_limit", rows_at_once}});
  }

  // Opened and sealed before the transaction begins, so that it is short.
  Result<std::int64_t> reseal(const SealedColumn& column, const std::vector<Row>& rows) const {
    std::vector<Resealed> resealed;
    for (const auto& row : rows) {
      const SealedPlace place{column.table, row.text(2), row.text(3)};
      const auto text = keys_.open(place, row.text(4));
      if (!text) return text.error();
      resealed.push_back({row, keys_.seal(place, *text)});
    }
    return executor_.write([&](Connection& connection) -> Result<std::int64_t> {
      return write(connection, column, resealed);
    });
  }

  // In one statement, since a row costs less than its way to the database and back. Whoever changed
  // a value meanwhile has sealed it.
  static std::int64_t write(Connection& connection, const SealedColumn& column,
                            const std::vector<Resealed>& values) {
    std::deque<std::string> names;
    std::vector<Parameter> parameters;
    const auto place_for = [&](const std::string& value) {
      parameters.push_back({names.emplace_back(fmt::format("value{}", names.size())), value});
      return ":" + names.back();
    };
    std::vector<std::string> rows;
    rows.reserve(values.size());
    for (const auto& value : values) {
      rows.push_back(fmt::format("({}, {}, {}, {})", place_for(value.row.text(0)),
                                 place_for(value.row.text(1)), place_for(value.row.text(4)),
                                 place_for(value.sealed)));
    }
    return connection.execute(
        fmt::format("WITH resealed (key, second_key, stored, sealed) AS (VALUES {4}) "
                    "UPDATE {0} SET {3} = resealed.sealed FROM resealed "
                    "WHERE {0}.{1} = resealed.key AND {0}.{2} = resealed.second_key "
                    "AND {0}.{3} = resealed.stored",
                    column.table, column.key, column.second_key, column.column,
                    fmt::join(rows, ", ")),
        parameters);
  }

  Executor& executor_;
  const KeyRing& keys_;
  std::int64_t sealed_anew_ = 0;
};

// A column that this program does not know would go on being sealed by the old key alone.
Result<void> sees_all(Database& database) {
  const auto steps = database.migrations();
  if (!steps) return steps.error();
  return all_are_known(*steps);
}

// What the mirror has was sealed by the old key too.
Result<void> mirror_anew(Executor& executor) {
  return executor.write([](Connection& connection) -> Result<void> {
    connection.execute("UPDATE mirrored_accounts SET change = 0");
    return {};
  });
}

}  // namespace
}  // namespace sql

Result<std::int64_t> rotate_keys(const DatabaseOptions& options) {
  if (options.keys.empty()) {
    return Error{ErrorCode::data_missing,
                 "there is no key to seal by: set ASTRONOVA_DATA_KEYS, the new key first",
                 {}};
  }
  // The schema is looked at, and brought up to date if the options say so.
  const auto database = open_database(options);
  if (!database) return database.error();
  if (const auto all = sql::sees_all(**database); !all) return all.error();
  const auto executor = sql::open_patient_executor(options);
  if (!executor) return executor.error();
  sql::Rotation rotation(**executor, options.keys);
  for (int count = 0; count < sql::passes_max; ++count) {
    auto found = rotation.pass();
    if (!found) return found;
    if (*found > 0) continue;
    (*executor)->scrub();
    if (rotation.sealed_anew() > 0) {
      if (auto noted = sql::mirror_anew(**executor); !noted) return noted.error();
    }
    return rotation.sealed_anew();
  }
  return Error{
      ErrorCode::conflict,
      fmt::format("servers go on sealing by another key than {}: give it to all of them as "
                  "the first one, then run this again",
                  options.keys.current()),
      {}};
}

}  // namespace astronova::storage
