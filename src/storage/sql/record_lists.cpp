// The part of SqlRecordStore that reads many records.
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "storage/sql/record_rows.h"
#include "storage/sql/record_store.h"

namespace astronova::storage::sql {
namespace {

constexpr std::size_t page_max = 100;
constexpr std::size_t changes_max = 500;
// Records that for_each holds at once.
constexpr std::size_t visited_at_once = 50;

// Where a page ended, written as "MICROSECONDS.ID".
struct Position {
  std::int64_t created_at = 0;
  std::string id{};
};

std::string cursor_of(const Record& record) {
  return fmt::format("{}.{}", record.created_at.time_since_epoch().count(), record.id);
}

Result<Position> position_of(const std::string& cursor) {
  Position position;
  const char* const end = cursor.data() + cursor.size();
  const auto [stop, failure] = std::from_chars(cursor.data(), end, position.created_at);
  if (failure != std::errc{} || stop == end || *stop != '.' || stop + 1 == end ||
      !is_storable_text(cursor)) {
    return invalid_field("/cursor",
                         "is none that a page answered; leave it out for the first page");
  }
  position.id.assign(stop + 1, end);
  return position;
}

Result<void> check_query(const RecordQuery& query) {
  if (query.limit < 1 || query.limit > page_max) {
    return invalid_field("/limit", fmt::format("must be between 1 and {}", page_max));
  }
  for (const auto& [field, value] : query.equal) {
    if (auto known = check_field(query.kind, field); !known) return known;
    if (!is_storable_text(value)) return invalid_field("/" + field, "must be UTF-8 text");
  }
  return {};
}

struct Select {
  std::string statement;
  Parameters parameters;
};

Select select_of(std::string_view owner, const RecordQuery& query,
                 const std::optional<Position>& after, const std::vector<std::string>& names) {
  Select select{fmt::format("SELECT {} FROM {} WHERE owner = :owner AND deleted = 0",
                            record_columns(query.kind), describe(query.kind).table),
                {{"owner", owner}}};
  const auto add = [&](std::string_view condition, Parameter parameter) {
    select.statement += condition;
    select.parameters.push_back(std::move(parameter));
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& [field, value] = query.equal[i];
    add(fmt::format(" AND {} = :{}", column_of(field), names[i]), {names[i], value});
  }
  if (query.created_from) add(" AND created_at >= :from_time", {"from_time", *query.created_from});
  if (query.created_to) add(" AND created_at < :to_time", {"to_time", *query.created_to});
  if (after) {
    // The first condition bounds the walk through the index, the second passes over a tie.
    add(" AND created_at <= :after_time AND (created_at < :after_time OR id > :after_id)",
        {"after_time", after->created_at});
    add("", {"after_id", after->id});
  }
  add(" ORDER BY created_at DESC, id LIMIT :page_limit",
      {"page_limit", static_cast<std::int64_t>(query.limit) + 1});
  return select;
}

// The changes of all kinds, of each at most so many as can be answered.
const std::string& changes_statement() {
  static const auto statement = [] {
    std::string text;
    for (const auto& kind : record_kinds()) {
      if (!text.empty()) text += " UNION ALL ";
      text += fmt::format(
          "SELECT * FROM (SELECT {} FROM {} WHERE owner = :owner AND change > :since "
          "ORDER BY change LIMIT :page_limit) AS {}_part",
          any_record_columns(kind.kind), kind.table, kind.table);
    }
    return text + " ORDER BY change LIMIT :page_limit";
  }();
  return statement;
}

std::vector<Row> page_of_kind(Connection& connection, std::string_view owner, RecordKind kind,
                              const Position& after) {
  return connection.query(
      fmt::format("SELECT {} FROM {} WHERE owner = :owner AND deleted = 0 "
                  "AND created_at >= :after_time AND (created_at > :after_time OR id < :after_id) "
                  "ORDER BY created_at, id DESC LIMIT :page_limit",
                  record_columns(kind), describe(kind).table),
      record_column_types(kind),
      {{"owner", owner},
       {"after_time", after.created_at},
       {"after_id", after.id},
       {"page_limit", static_cast<std::int64_t>(visited_at_once)}});
}

// Answers whether to go on with the next kind.
Result<bool> visit_kind(Connection& connection, const KeyRing& keys, std::string_view owner,
                        RecordKind kind, const std::function<bool(const Record&)>& visit) {
  Position after{std::numeric_limits<std::int64_t>::min(), {}};
  while (true) {
    const auto rows = page_of_kind(connection, owner, kind, after);
    for (const auto& row : rows) {
      const auto record = record_of(keys, owner, kind, row);
      if (!record) return record.error();
      if (!visit(*record)) return false;
      after = {record->created_at.time_since_epoch().count(), record->id};
    }
    if (rows.size() < visited_at_once) return true;
  }
}

}  // namespace

Result<RecordPage> SqlRecordStore::list(std::string_view owner, const RecordQuery& query) {
  if (auto possible = check_query(query); !possible) return possible.error();
  std::optional<Position> after;
  if (!query.cursor.empty()) {
    auto position = position_of(query.cursor);
    if (!position) return position.error();
    after = std::move(*position);
  }
  // The parameters of the select refer to them.
  std::vector<std::string> names;
  for (std::size_t i = 0; i < query.equal.size(); ++i)
    names.push_back(fmt::format("equal_{}", i));
  const auto select = select_of(owner, query, after, names);
  return context_.executor.read([&](Connection& connection) -> Result<RecordPage> {
    const auto rows =
        connection.query(select.statement, record_column_types(query.kind), select.parameters);
    RecordPage page;
    for (const auto& row : rows) {
      if (page.records.size() == query.limit) {
        page.next_cursor = cursor_of(page.records.back());
        break;
      }
      auto record = record_of(context_.keys, owner, query.kind, row);
      if (!record) return record.error();
      page.records.push_back(std::move(*record));
    }
    return page;
  });
}

Result<ChangePage> SqlRecordStore::changes(std::string_view owner, std::int64_t since,
                                           std::size_t limit) {
  if (limit < 1 || limit > changes_max) {
    return invalid_field("/limit", fmt::format("must be between 1 and {}", changes_max));
  }
  return context_.executor.read([&](Connection& connection) -> Result<ChangePage> {
    const auto rows = connection.query(
        changes_statement(), any_record_column_types(),
        {{"owner", owner}, {"since", since}, {"page_limit", static_cast<std::int64_t>(limit) + 1}});
    ChangePage page;
    page.last = since;
    for (const auto& row : rows) {
      if (page.records.size() == limit) {
        page.more = true;
        break;
      }
      auto record = any_record_of(context_.keys, owner, row);
      if (!record) return record.error();
      page.last = record->change;
      page.records.push_back(std::move(*record));
    }
    return page;
  });
}

Result<void> SqlRecordStore::for_each(std::string_view owner,
                                      const std::function<bool(const Record&)>& visit) {
  bool begun = false;
  return context_.executor.run(Access::snapshot, [&](Connection& connection) -> Result<void> {
    // What was visited cannot be taken back, so this is not done twice.
    if (begun) return Error{ErrorCode::unavailable, "the database went away; begin again", {}};
    begun = true;
    for (const auto& kind : record_kinds()) {
      const auto more = visit_kind(connection, context_.keys, owner, kind.kind, visit);
      if (!more) return more.error();
      if (!*more) break;
    }
    return {};
  });
}

}  // namespace astronova::storage::sql
