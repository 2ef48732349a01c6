#include "storage/sql/ledger.h"

#include <array>
#include <limits>

#include "storage/record_kinds.h"
#include "storage/sql/account_rows.h"
#include "storage/sql/device_rows.h"

namespace astronova::storage::sql {
namespace {

constexpr const char* entry_columns =
    "SELECT number, at, actor, action, subject, detail FROM audit_log ";
constexpr const char* entry_types = "iitttt";

Result<void> check(const Device& device) {
  const std::array<std::pair<const char*, const std::string*>, 5> texts{
      {{"/id", &device.id},
       {"/platform", &device.platform},
       {"/pushToken", &device.push_token},
       {"/locale", &device.locale},
       {"/timezone", &device.timezone}}};
  for (const auto& [pointer, text] : texts) {
    if (!is_storable_text(*text)) return invalid_field(pointer, "must be UTF-8 text");
  }
  if (device.id.empty()) return invalid_field("/id", "must not be empty");
  return {};
}

std::vector<AuditEntry> entries_of(const std::vector<Row>& rows) {
  std::vector<AuditEntry> entries;
  entries.reserve(rows.size());
  for (const auto& row : rows) {
    entries.push_back(
        {row.integer(0), row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5)});
  }
  return entries;
}

}  // namespace

Result<void> SqlLedger::put_device(std::string_view account_id, const Device& device) {
  if (auto possible = check(device); !possible) return possible;
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    if (!find_account(connection, account_id)) return no_such_account();
    write_device(connection, context_.keys, account_id, device);
    return {};
  });
}

Result<std::vector<Device>> SqlLedger::devices(std::string_view account_id) {
  return context_.executor.read(
      [&](Connection& connection) { return find_devices(connection, context_.keys, account_id); });
}

Result<void> SqlLedger::remove_device(std::string_view account_id, std::string_view device_id) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    const auto removed =
        connection.execute("DELETE FROM devices WHERE account_id = :account AND id = :id",
                           {{"account", account_id}, {"id", device_id}});
    if (removed == 0) return Error{ErrorCode::not_found, "there is no such device", {}};
    return {};
  });
}

Result<void> SqlLedger::audit(const AuditEntry& entry) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    connection.execute(
        "INSERT INTO audit_log (at, actor, action, subject, detail) "
        "VALUES (:at, :actor, :action, :subject, :detail)",
        {{"at", entry.at},
         {"actor", entry.actor},
         {"action", entry.action},
         {"subject", entry.subject},
         {"detail", entry.detail}});
    return {};
  });
}

Result<std::vector<AuditEntry>> SqlLedger::audit_log(std::int64_t before, std::size_t limit) {
  const auto first = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  return context_.executor.read([&](Connection& connection) -> Result<std::vector<AuditEntry>> {
    return entries_of(connection.query(
        entry_columns +
            std::string("WHERE number < :before ORDER BY number DESC LIMIT :page_limit"),
        entry_types, {{"before", first}, {"page_limit", static_cast<std::int64_t>(limit)}}));
  });
}

Result<std::vector<AuditEntry>> SqlLedger::audit_of(std::string_view subject) {
  return context_.executor.read([&](Connection& connection) -> Result<std::vector<AuditEntry>> {
    return entries_of(
        connection.query(entry_columns + std::string("WHERE subject = :subject ORDER BY number"),
                         entry_types, {{"subject", subject}}));
  });
}

}  // namespace astronova::storage::sql
