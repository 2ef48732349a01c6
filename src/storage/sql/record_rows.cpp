#include "storage/sql/record_rows.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "storage/sql/store_context.h"

namespace astronova::storage::sql {
namespace {

constexpr std::size_t fields_max = 4;
constexpr std::string_view common_columns = "id, change, created_at, updated_at, deleted, document";
constexpr std::string_view common_types = "tiiiit";
constexpr std::size_t first_field = common_types.size();

// The statements of a kind, made once.
struct Statements {
  std::string columns;
  std::string types;
  std::string find;
  std::string insert;
  std::string write;
};

Statements statements_of(const RecordKindDescription& kind) {
  Statements made;
  made.columns = common_columns;
  made.types = common_types;
  std::string parameters = ":owner, :id, :change, :created_at, :updated_at, :deleted, :document";
  std::string replaced =
      "change = excluded.change, created_at = excluded.created_at, "
      "updated_at = excluded.updated_at, deleted = excluded.deleted, "
      "document = excluded.document";
  for (const auto field : kind.fields) {
    const auto column = column_of(field);
    made.columns += ", " + column;
    made.types += 't';
    parameters += ", :" + column;
    replaced += fmt::format(", {0} = excluded.{0}", column);
  }
  made.find =
      fmt::format("SELECT {} FROM {} WHERE owner = :owner AND id = :id", made.columns, kind.table);
  const auto insert = fmt::format("INSERT INTO {} (owner, {}) VALUES ({}) ON CONFLICT (owner, id) ",
                                  kind.table, made.columns, parameters);
  made.insert = insert + "DO NOTHING";
  made.write = insert + "DO UPDATE SET " + replaced;
  return made;
}

const Statements& statements(RecordKind kind) {
  static const auto all = [] {
    std::array<Statements, record_kind_count> made;
    std::ranges::transform(record_kinds(), made.begin(), statements_of);
    return made;
  }();
  return all.at(static_cast<std::size_t>(kind));
}

std::int64_t put_record(Connection& connection, const KeyRing& keys, std::string_view owner,
                        const Record& record, const std::string& statement) {
  const auto& kind = describe(record.kind);
  Parameters parameters{
      {"owner", owner},
      {"id", record.id},
      {"change", record.change},
      {"created_at", record.created_at},
      {"updated_at", record.updated_at},
      {"deleted", std::int64_t{record.deleted}},
      {"document",
       record.deleted ? "" : keys.seal({kind.table, owner, record.id}, record.document)}};
  std::array<std::string, fields_max> columns;
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    columns.at(i) = column_of(kind.fields[i]);
    const auto found = std::ranges::find(record.fields, kind.fields[i],
                                         &std::pair<std::string, std::string>::first);
    parameters.push_back(
        {columns.at(i), found == record.fields.end() ? Value::null_text() : Value(found->second)});
  }
  return connection.execute(statement, parameters);
}

}  // namespace

std::string column_of(std::string_view field) {
  std::string column;
  for (const char c : field) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper) column += '_';
    column += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return column;
}

const std::string& record_columns(RecordKind kind) {
  return statements(kind).columns;
}

const std::string& record_column_types(RecordKind kind) {
  return statements(kind).types;
}

Result<Record> record_of(const KeyRing& keys, std::string_view owner, RecordKind kind,
                         const Row& row) {
  const auto& description = describe(kind);
  Record record;
  record.kind = kind;
  record.id = row.text(0);
  record.change = row.integer(1);
  record.created_at = row.instant(2);
  record.updated_at = row.instant(3);
  record.deleted = row.boolean(4);
  if (record.deleted) return record;
  auto document = keys.open({description.table, owner, record.id}, row.text(5));
  if (!document) return document.error();
  record.document = std::move(*document);
  for (std::size_t i = 0; i < description.fields.size(); ++i) {
    if (row.is_null(first_field + i)) continue;
    record.fields.emplace_back(description.fields[i], row.text(first_field + i));
  }
  return record;
}

std::string any_record_columns(RecordKind kind) {
  std::string columns = record_columns(kind);
  for (auto i = describe(kind).fields.size(); i < fields_max; ++i)
    columns += fmt::format(", CAST(NULL AS TEXT) AS none_{}", i);
  return fmt::format("{}, {} AS kind", columns, static_cast<int>(kind));
}

const std::string& any_record_column_types() {
  static const auto types = std::string(common_types) + std::string(fields_max, 't') + "i";
  return types;
}

Result<Record> any_record_of(const KeyRing& keys, std::string_view owner, const Row& row) {
  return record_of(keys, owner, static_cast<RecordKind>(row.integer(first_field + fields_max)),
                   row);
}

Result<std::optional<Record>> find_record(Connection& connection, const KeyRing& keys,
                                          std::string_view owner, RecordKind kind,
                                          std::string_view id) {
  const auto& made = statements(kind);
  const auto row = connection.query_one(made.find, made.types, {{"owner", owner}, {"id", id}});
  if (!row) return std::optional<Record>{};
  auto record = record_of(keys, owner, kind, *row);
  if (!record) return record.error();
  return std::optional<Record>(std::move(*record));
}

Result<std::int64_t> take_change(Connection& connection, std::string_view owner) {
  const auto row = connection.query_one(
      "UPDATE accounts SET last_change = last_change + 1 WHERE id = :owner RETURNING last_change",
      "i", {{"owner", owner}});
  if (!row) return no_such_account();
  return row->integer(0);
}

void write_record(Connection& connection, const KeyRing& keys, std::string_view owner,
                  const Record& record) {
  put_record(connection, keys, owner, record, statements(record.kind).write);
}

bool insert_record(Connection& connection, const KeyRing& keys, std::string_view owner,
                   const Record& record) {
  return put_record(connection, keys, owner, record, statements(record.kind).insert) == 1;
}

std::strong_ordering compare_versions(const Record& a, const Record& b) {
  // All of a version takes part, so that two that differ in anything have a winner.
  const auto parts = [](const Record& record) {
    return std::tie(record.updated_at, record.deleted, record.document, record.created_at,
                    record.fields);
  };
  if (parts(a) == parts(b)) return std::strong_ordering::equal;
  return parts(a) < parts(b) ? std::strong_ordering::less : std::strong_ordering::greater;
}

Record normalised(const Record& record) {
  Record made = record;
  if (made.deleted) {
    made.document.clear();
    made.fields.clear();
  }
  const auto& order = describe(record.kind).fields;
  std::ranges::sort(made.fields, {}, [&](const auto& field) {
    return std::ranges::find(order, field.first) - order.begin();
  });
  return made;
}

}  // namespace astronova::storage::sql
