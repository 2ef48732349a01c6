#include "storage/sql/tables.h"

#include "storage/record_kinds.h"
#include "storage/sql/record_rows.h"

namespace astronova::storage::sql {
namespace {

Table table_of(const RecordKindDescription& kind) {
  Table table{std::string(kind.table),
              {"owner", "id", "change", "created_at", "updated_at", "deleted", "document"},
              "ttiiiit",
              {"owner", "id"}};
  for (const auto field : kind.fields) {
    table.columns.push_back(column_of(field));
    table.types += 't';
  }
  return table;
}

std::vector<Table> all_tables() {
  std::vector<Table> all{
      {"accounts",
       {"id", "role", "created_at", "delete_after_days", "last_used_at", "last_change"},
       "ttiiii",
       {"id"}},
      {"identities",
       {"provider", "subject", "account_id", "details", "linked_at"},
       "tttti",
       {"provider", "subject"}},
      {"sessions",
       {"id", "account_id", "device_name", "created_at", "last_used_at", "expires_at", "revoked"},
       "tttiiii",
       {"id"}},
      {"refresh_tokens", {"digest", "session_id", "used"}, "tti", {"digest"}},
      {"challenges", {"digest", "purpose", "expires_at"}, "tti", {"digest"}}};
  for (const auto& kind : record_kinds())
    all.push_back(table_of(kind));
  all.push_back({"idempotency_keys",
                 {"owner", "key", "digest", "kind", "record_id", "created_at"},
                 "ttttti",
                 {"owner", "key"}});
  all.push_back({"devices",
                 {"account_id", "id", "platform", "push_token", "push_token_digest", "locale",
                  "timezone", "updated_at"},
                 "ttttttti",
                 {"account_id", "id"}});
  all.push_back({"audit_log",
                 {"number", "at", "actor", "action", "subject", "detail"},
                 "iitttt",
                 {"number"}});
  all.push_back(
      {"mirrored_accounts", {"owner", "change", "due", "removing_since"}, "tiii", {"owner"}});
  return all;
}

}  // namespace

const std::vector<Table>& tables() {
  static const auto all = all_tables();
  return all;
}

}  // namespace astronova::storage::sql
