#include "storage/sql/mirroring.h"

namespace astronova::storage::sql {
namespace {

// Those that are gone first: to be deleted is the older right.
constexpr const char* gone_statement =
    "SELECT m.owner, m.change, m.removing_since FROM mirrored_accounts m "
    "LEFT JOIN accounts a ON a.id = m.owner "
    "WHERE a.id IS NULL AND m.due <= :now ORDER BY m.due, m.owner LIMIT :page_limit";
constexpr const char* behind_statement =
    "SELECT a.id, COALESCE(m.change, 0), a.last_change FROM accounts a "
    "LEFT JOIN mirrored_accounts m ON m.owner = a.id "
    "WHERE a.last_change > COALESCE(m.change, 0) AND COALESCE(m.due, 0) <= :now "
    "ORDER BY COALESCE(m.due, 0), a.id LIMIT :page_limit";

std::vector<MirrorLag> find_gone(Connection& connection, Instant now, std::size_t limit) {
  std::vector<MirrorLag> lags;
  for (const auto& row :
       connection.query(gone_statement, "tii",
                        {{"now", now}, {"page_limit", static_cast<std::int64_t>(limit)}})) {
    MirrorLag lag{row.text(0), row.integer(1), 0, true};
    if (!row.is_null(2)) lag.removing_since = row.instant(2);
    lags.push_back(std::move(lag));
  }
  return lags;
}

std::vector<MirrorLag> find_behind(Connection& connection, Instant now, std::size_t limit) {
  std::vector<MirrorLag> lags;
  for (const auto& row :
       connection.query(behind_statement, "tii",
                        {{"now", now}, {"page_limit", static_cast<std::int64_t>(limit)}})) {
    lags.push_back({row.text(0), row.integer(1), row.integer(2)});
  }
  return lags;
}

// Whether nobody else was faster.
bool take(Connection& connection, const std::string& owner, Instant now, Instant until) {
  return connection.execute(
             "INSERT INTO mirrored_accounts (owner, change, due) VALUES (:owner, 0, :until) "
             "ON CONFLICT (owner) DO UPDATE SET due = excluded.due "
             "WHERE mirrored_accounts.due <= :now",
             {{"owner", owner}, {"until", until}, {"now", now}}) == 1;
}

}  // namespace

Result<std::vector<MirrorLag>> SqlMirroring::claim(Instant now, Instant until, std::size_t limit) {
  return context_.executor.write([&](Connection& connection) -> Result<std::vector<MirrorLag>> {
    auto found = find_gone(connection, now, limit);
    for (auto& lag : find_behind(connection, now, limit - found.size()))
      found.push_back(std::move(lag));
    std::erase_if(found,
                  [&](const MirrorLag& lag) { return !take(connection, lag.owner, now, until); });
    return found;
  });
}

Result<void> SqlMirroring::advance(std::string_view owner, std::int64_t change) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute(
        "UPDATE mirrored_accounts SET change = :change, due = 0 WHERE owner = :owner",
        {{"owner", owner}, {"change", change}});
    return {};
  });
}

Result<void> SqlMirroring::postpone(std::string_view owner, Instant due) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute("UPDATE mirrored_accounts SET due = :due WHERE owner = :owner",
                       {{"owner", owner}, {"due", due}});
    return {};
  });
}

Result<void> SqlMirroring::look_again(std::string_view owner, Instant now, Instant due) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute(
        "UPDATE mirrored_accounts SET removing_since = COALESCE(removing_since, :now), due = :due "
        "WHERE owner = :owner",
        {{"owner", owner}, {"now", now}, {"due", due}});
    return {};
  });
}

Result<void> SqlMirroring::forget(std::string_view owner) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute("DELETE FROM mirrored_accounts WHERE owner = :owner", {{"owner", owner}});
    return {};
  });
}

}  // namespace astronova::storage::sql
