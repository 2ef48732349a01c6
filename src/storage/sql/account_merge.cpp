#include "storage/sql/account_merge.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/randomness.h"
#include "storage/sql/account_rows.h"
#include "storage/sql/device_rows.h"
#include "storage/sql/record_rows.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {
namespace {

// Records that are held at once.
constexpr std::int64_t moved_at_once = 100;

struct Step {
  const Dialect& dialect;
  Connection& connection;
  const KeyRing& keys;
  Merge merge;
  Instant now;
};

Result<void> write_with_next_change(const Step& step, Record record) {
  const auto change = take_change(step.connection, step.merge.into);
  if (!change) return change.error();
  record.change = *change;
  write_record(step.connection, step.keys, step.merge.into, record);
  return {};
}

// A record that gave way is kept beside the one that stayed; a profile is one an account.
Result<void> keep_copy(const Step& step, Record loser) {
  if (loser.deleted || loser.kind == RecordKind::profile) return {};
  loser.id = random_uuid(SystemRandomness{});
  loser.updated_at = std::max(loser.updated_at, step.now);
  return write_with_next_change(step, std::move(loser));
}

Result<void> move_record(const Step& step, Record record) {
  if (record.kind == RecordKind::profile) record.id = step.merge.into;
  auto existing = find_record(step.connection, step.keys, step.merge.into, record.kind, record.id);
  if (!existing) return existing.error();
  if (!*existing) return write_with_next_change(step, std::move(record));
  const bool moves = compare_versions(record, **existing) == std::strong_ordering::greater;
  const bool differ = record.document != (*existing)->document;
  const bool both_live = !record.deleted && !(*existing)->deleted;
  if (both_live && differ) {
    auto kept = keep_copy(step, moves ? std::move(**existing) : record);
    if (!kept) return kept;
  }
  if (!moves) return {};
  return write_with_next_change(step, std::move(record));
}

Result<void> move_records(const Step& step, RecordKind kind) {
  std::string after;
  while (true) {
    const auto rows = step.connection.query(
        fmt::format("SELECT {} FROM {} WHERE owner = :owner AND id > :after_id ORDER BY id "
                    "LIMIT :page_limit",
                    record_columns(kind), describe(kind).table),
        record_column_types(kind),
        {{"owner", step.merge.from}, {"after_id", after}, {"page_limit", moved_at_once}});
    for (const auto& row : rows) {
      auto record = record_of(step.keys, step.merge.from, kind, row);
      if (!record) return record.error();
      after = record->id;
      if (auto moved = move_record(step, std::move(*record)); !moved) return moved;
    }
    if (std::ssize(rows) < moved_at_once) return {};
  }
}

Result<bool> move_identities(const Step& step) {
  const auto identities = find_identities(step.connection, step.keys, step.merge.from);
  if (!identities) return identities.error();
  for (const auto& identity : *identities)
    write_identity(step.connection, step.keys, step.merge.into, identity);
  return !identities->empty();
}

Result<void> move_devices(const Step& step) {
  auto devices = find_devices(step.connection, step.keys, step.merge.from);
  if (!devices) return devices.error();
  const auto there = find_devices(step.connection, step.keys, step.merge.into);
  if (!there) return there.error();
  for (const auto& device : *devices) {
    const auto same = std::ranges::find(*there, device.id, &Device::id);
    if (same != there->end() && same->updated_at >= device.updated_at) continue;
    write_device(step.connection, step.keys, step.merge.into, device);
  }
  return {};
}

void move_idempotency_keys(const Step& step) {
  step.connection.execute(
      "UPDATE idempotency_keys SET owner = :into WHERE owner = :from_owner AND key NOT IN "
      "(SELECT key FROM idempotency_keys WHERE owner = :into)",
      {{"into", step.merge.into}, {"from_owner", step.merge.from}});
}

// Both accounts, locked in the order of their ids, so that two merges do not wait for each other.
bool lock_both(const Step& step) {
  const auto [first, second] = std::minmax(step.merge.from, step.merge.into);
  return lock_account(step.dialect, step.connection, first).has_value() &&
         lock_account(step.dialect, step.connection, second).has_value();
}

void finish(const Step& step, bool has_identities) {
  const auto from = find_account(step.connection, step.merge.from);
  const auto into = find_account(step.connection, step.merge.into);
  if (!from || !into) return;
  if (has_identities && into->role == Role::guest) {
    write_role(step.connection, step.merge.into, Role::user);
  }
  step.connection.execute(
      "UPDATE accounts SET last_used_at = :at WHERE id = :id",
      {{"at", std::max(from->last_used_at, into->last_used_at)}, {"id", step.merge.into}});
  step.connection.execute("DELETE FROM accounts WHERE id = :id", {{"id", step.merge.from}});
}

}  // namespace

Result<void> merge_accounts(const Dialect& dialect, Connection& connection, const KeyRing& keys,
                            const Merge& merge, Instant now) {
  const Step step{dialect, connection, keys, merge, now};
  if (!lock_both(step)) return no_such_account();
  for (const auto& kind : record_kinds()) {
    if (auto moved = move_records(step, kind.kind); !moved) return moved;
  }
  const auto has_identities = move_identities(step);
  if (!has_identities) return has_identities.error();
  if (auto moved = move_devices(step); !moved) return moved;
  move_idempotency_keys(step);
  finish(step, *has_identities);
  return {};
}

}  // namespace astronova::storage::sql
