#include "storage/sql/backup.h"

#include <boost/json/value.hpp>
#include <limits>
#include <ranges>
#include <span>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "storage/sql/backup_file.h"
#include "storage/sql/migrations.h"
#include "storage/sql/sql_database.h"

namespace astronova::storage {
namespace sql {
namespace {

constexpr std::int64_t rows_at_once = 200;

std::string header_line() {
  std::string line;
  JsonWriter json(line);
  json.begin_object()
      .member("format", "astronova-backup")
      .member("version", 1)
      .member("schema", schema_number())
      .end_object();
  return line;
}

std::string table_line(const Table& table) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().member("table", table.name).key("columns").begin_array();
  for (const auto& column : table.columns)
    json.string(column);
  json.end_array().member("types", table.types).end_object();
  return line;
}

void put_row(std::string& line, const Row& row) {
  line.clear();
  JsonWriter json(line);
  json.begin_array();
  for (const auto& value : row.values()) {
    if (value.is_null()) {
      json.null();
    } else if (value.is_text()) {
      json.string(value.text());
    } else {
      json.integer(value.integer());
    }
  }
  json.end_array();
}

// The statement that reads a page of a table in the order of its key, after the key of a row.
std::string page_statement(const Table& table) {
  std::vector<std::string> after;
  after.reserve(table.key.size());
  for (const auto& column : table.key)
    after.push_back(":after_" + column);
  return fmt::format("SELECT {0} FROM {1} WHERE ({2}) > ({3}) ORDER BY {2} LIMIT :page_limit",
                     fmt::join(table.columns, ", "), table.name, fmt::join(table.key, ", "),
                     fmt::join(after, ", "));
}

std::size_t column_number(const Table& table, const std::string& column) {
  return static_cast<std::size_t>(std::ranges::find(table.columns, column) - table.columns.begin());
}

// The values that come before those of every row.
std::vector<Value> before_all(const Table& table) {
  std::vector<Value> key;
  key.reserve(table.key.size());
  for (const auto& column : table.key) {
    const bool is_text = table.types[column_number(table, column)] == 't';
    key.push_back(is_text ? Value("") : Value(std::numeric_limits<std::int64_t>::min()));
  }
  return key;
}

std::int64_t write_table(Connection& connection, const Table& table, BackupWriter& writer) {
  writer.line(table_line(table));
  const auto statement = page_statement(table);
  std::vector<std::string> names;
  names.reserve(table.key.size());
  for (const auto& column : table.key)
    names.push_back("after_" + column);
  auto after = before_all(table);
  std::int64_t count = 0;
  std::string line;
  while (true) {
    Parameters parameters{{"page_limit", rows_at_once}};
    for (std::size_t i = 0; i < names.size(); ++i)
      parameters.push_back({names[i], after[i]});
    const auto rows = connection.query(statement, table.types, parameters);
    for (const auto& row : rows) {
      put_row(line, row);
      writer.line(line);
    }
    count += std::ssize(rows);
    if (std::ssize(rows) < rows_at_once) return count;
    for (std::size_t i = 0; i < table.key.size(); ++i)
      after[i] = rows.back().values()[column_number(table, table.key[i])];
  }
}

Result<void> sees_all(const Dialect& dialect, Connection& connection) {
  const auto steps = migrations(dialect, connection);
  if (!steps) return steps.error();
  return all_are_known(*steps);
}

Result<BackupSummary> write_all(const Dialect& dialect, Connection& connection,
                                const std::string& file) {
  if (const auto all = sees_all(dialect, connection); !all) return all.error();
  auto writer = BackupWriter::open(file);
  if (!writer) return writer.error();
  BackupSummary summary{schema_number(), 0};
  (*writer)->line(header_line());
  for (const auto& table : tables())
    summary.rows += write_table(connection, table, **writer);
  if (auto finished = (*writer)->finish(summary.rows); !finished) return finished.error();
  return summary;
}

Value value_of(const boost::json::value& value, char type) {
  if (type == 't') {
    return value.is_null() ? Value::null_text() : Value(std::string_view(value.get_string()));
  }
  return value.is_null() ? Value::null_integer() : Value(value.get_int64());
}

// Puts rows of a table in, many at a time: to a server of databases each statement is a way there
// and back.
class RowInserter {
 public:
  explicit RowInserter(Connection& connection) : connection_(connection) {}

  void begin(const Table& table) {
    finish();
    table_ = table;
    names_.clear();
    names_.reserve(rows_in_one * table_.columns.size());
    for (std::size_t row = 0; row < rows_in_one; ++row)
      for (const auto& column : table.columns)
        names_.push_back(fmt::format("{}_{}", column, row));
  }

  void add(const boost::json::array& row) {
    for (std::size_t i = 0; i < row.size(); ++i)
      parameters_.push_back({names_[parameters_.size()], value_of(row[i], table_.types[i])});
    if (parameters_.size() == names_.size()) finish();
  }

  /// Puts in what is left.
  void finish() {
    if (parameters_.empty()) return;
    connection_.execute(statement(), parameters_);
    parameters_.clear();
  }

 private:
  static constexpr std::size_t rows_in_one = 50;

  std::string statement() const {
    const auto width = table_.columns.size();
    std::vector<std::string> rows;
    rows.reserve(rows_in_one);
    for (std::size_t begin = 0; begin < parameters_.size(); begin += width) {
      const std::span<const std::string> names(names_.data() + begin, width);
      rows.push_back(fmt::format("(:{})", fmt::join(names, ", :")));
    }
    return fmt::format("INSERT INTO {} ({}) VALUES {}", table_.name,
                       fmt::join(table_.columns, ", "), fmt::join(rows, ", "));
  }

  Connection& connection_;
  Table table_{};
  std::vector<std::string> names_{};  // of the parameters of rows_in_one rows
  Parameters parameters_{};
};

Result<bool> has_rows(const Dialect& dialect, Connection& connection) {
  if (const auto all = sees_all(dialect, connection); !all) return all.error();
  for (const auto& table : tables()) {
    if (dialect.has_table(connection, table.name) &&
        connection.query_one(fmt::format("SELECT 1 FROM {} LIMIT 1", table.name), "i")) {
      return true;
    }
  }
  return false;
}

void drop_all(const Dialect& dialect, Connection& connection) {
  dialect.run_script(connection, "DROP TABLE IF EXISTS schema_migrations");
  for (const auto& table : std::views::reverse(tables()))
    dialect.run_script(connection, "DROP TABLE IF EXISTS " + table.name);
}

// Within a transaction, which is undone when this fails.
class Restoration {
 public:
  Restoration(const Dialect& dialect, Connection& connection, Instant now)
      : dialect_(dialect), connection_(connection), now_(now), inserter_(connection) {}

  Result<BackupSummary> run(const std::string& file) {
    BackupVisitor visitor;
    visitor.header = [this](int schema) -> Result<void> { return prepare(schema); };
    visitor.table = [this](const Table& table) -> Result<void> {
      inserter_.begin(table);
      return {};
    };
    visitor.row = [this](const Table&, const boost::json::array& row) -> Result<void> {
      inserter_.add(row);
      return {};
    };
    auto summary = read_backup(file, visitor);
    if (!summary) return summary;
    inserter_.finish();
    dialect_.go_on_numbering(connection_);
    const auto migrated = migrate(dialect_, connection_, schema_number(), now_);
    if (!migrated) return migrated.error();
    return summary;
  }

 private:
  // The tables as they were when the backup was written.
  Result<void> prepare(int schema) {
    drop_all(dialect_, connection_);
    const auto migrated = migrate(dialect_, connection_, schema, now_);
    if (!migrated) return migrated.error();
    return {};
  }

  const Dialect& dialect_;
  Connection& connection_;
  Instant now_;
  RowInserter inserter_;
};

// Reads all of the file before anything is written.
Result<void> check_file(const std::string& file) {
  BackupVisitor visitor;
  visitor.header = [](int schema) -> Result<void> {
    if (schema <= schema_number()) return {};
    return Error{ErrorCode::conflict,
                 fmt::format("the backup is of a newer version of AstroNova (schema {}, this "
                             "program knows {}): restore it with that version",
                             schema, schema_number()),
                 {}};
  };
  visitor.table = [](const Table&) -> Result<void> { return {}; };
  visitor.row = [](const Table&, const boost::json::array&) -> Result<void> { return {}; };
  const auto summary = read_backup(file, visitor);
  if (!summary) return summary.error();
  return {};
}

}  // namespace
}  // namespace sql

Result<BackupSummary> write_backup(const DatabaseOptions& options, const std::string& file) {
  if (const auto database = open_database(options); !database) return database.error();
  const auto executor = sql::open_patient_executor(options);
  if (!executor) return executor.error();
  return (*executor)->run(sql::Access::snapshot, [&](sql::Connection& connection) {
    return sql::write_all((*executor)->dialect(), connection, file);
  });
}

Result<BackupSummary> restore_backup(const DatabaseOptions& options, const std::string& file,
                                     bool replace) {
  if (auto readable = sql::check_file(file); !readable) return readable.error();
  const auto executor = sql::open_patient_executor(options);
  if (!executor) return executor.error();
  const SystemClock clock;
  const auto& dialect = (*executor)->dialect();
  auto restored = (*executor)->write([&](sql::Connection& connection) -> Result<BackupSummary> {
    dialect.lock_schema(connection);
    const auto occupied = sql::has_rows(dialect, connection);
    if (!occupied) return occupied.error();
    if (*occupied && !replace) {
      return Error{
          ErrorCode::conflict, "the database is not empty; --replace removes what is there", {}};
    }
    return sql::Restoration(dialect, connection, clock.now()).run(file);
  });
  if (restored) (*executor)->scrub();
  return restored;
}

}  // namespace astronova::storage
