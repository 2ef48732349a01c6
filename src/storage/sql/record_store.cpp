#include "storage/sql/record_store.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"
#include "storage/sql/record_rows.h"

namespace astronova::storage::sql {
namespace {

constexpr std::size_t batch_max = 500;
constexpr std::size_t key_bytes_max = 255;

Error no_such_record(RecordKind kind) {
  return {ErrorCode::not_found, fmt::format("there is no such {}", describe(kind).name), {}};
}

Error record_is_there(RecordKind kind) {
  return {ErrorCode::conflict,
          fmt::format("there is a {} of this id already", describe(kind).name),
          {}};
}

Result<void> check_key(const std::optional<Idempotency>& idempotency) {
  if (!idempotency) return {};
  const auto& key = idempotency->key;
  if (!is_storable_text(idempotency->digest)) return invalid_field("/digest", "must be text");
  if (!key.empty() && key.size() <= key_bytes_max && is_storable_text(key)) return {};
  return invalid_field("/idempotencyKey",
                       fmt::format("must be text of 1 to {} bytes", key_bytes_max));
}

// What an earlier POST with this key made, or nothing.
Result<std::optional<Record>> find_replay(Connection& connection, const KeyRing& keys,
                                          std::string_view owner, const Idempotency& idempotency) {
  const auto row = connection.query_one(
      "SELECT digest, kind, record_id FROM idempotency_keys WHERE owner = :owner AND key = :key",
      "ttt", {{"owner", owner}, {"key", idempotency.key}});
  if (!row) return std::optional<Record>{};
  const auto kind = record_kind_of(row->text(1));
  if (row->text(0) != idempotency.digest || !kind) {
    return Error{ErrorCode::conflict,
                 "this idempotency key was used for another request; take a new one",
                 {}};
  }
  auto record = find_record(connection, keys, owner, *kind, row->text(2));
  if (record && (!*record || (*record)->deleted)) {
    return Error{ErrorCode::conflict,
                 fmt::format("the {} that this idempotency key made was deleted since",
                             describe(*kind).name),
                 {}};
  }
  return record;
}

// What is written has to be later than what it replaces, or a device that sends its older change
// again would win. A tombstone wins a tie, so it has to be passed.
Instant later_than(const std::optional<Record>& existing, Instant updated_at) {
  if (!existing || existing->updated_at < updated_at) return updated_at;
  if (existing->updated_at == updated_at && !existing->deleted) return updated_at;
  return existing->updated_at + std::chrono::microseconds{1};
}

// Writes a record of an id that is free, or was: a tombstone gives way.
Result<void> write_new(Connection& connection, const KeyRing& keys, std::string_view owner,
                       Record& record) {
  if (insert_record(connection, keys, owner, record)) return {};
  const auto existing = find_record(connection, keys, owner, record.kind, record.id);
  if (!existing) return existing.error();
  if (*existing && !(*existing)->deleted) return record_is_there(record.kind);
  record.updated_at = later_than(*existing, record.updated_at);
  write_record(connection, keys, owner, record);
  return {};
}

void remember(Connection& connection, std::string_view owner, const Idempotency& idempotency,
              const Record& record, Instant now) {
  connection.execute(
      "INSERT INTO idempotency_keys (owner, key, digest, kind, record_id, created_at) "
      "VALUES (:owner, :key, :digest, :kind, :record_id, :created_at)",
      {{"owner", owner},
       {"key", idempotency.key},
       {"digest", idempotency.digest},
       {"kind", describe(record.kind).name},
       {"record_id", record.id},
       {"created_at", now}});
}

bool is_expected(const std::optional<Record>& existing, std::int64_t expected) {
  if (existing && existing->change == expected) return true;
  return expected == 0 && (!existing || existing->deleted);
}

AppliedChange apply_one(Connection& connection, const KeyRing& keys, std::string_view owner,
                        Record change, std::optional<Record> existing, std::int64_t number) {
  using Outcome = AppliedChange::Outcome;
  const auto order = existing ? compare_versions(change, *existing) : std::strong_ordering::greater;
  if (order == std::strong_ordering::equal) return {Outcome::replayed, std::move(*existing), {}};
  if (order == std::strong_ordering::less)
    return {Outcome::lost, std::move(*existing), std::move(change)};
  change.change = number;
  write_record(connection, keys, owner, change);
  return {Outcome::applied, std::move(change), std::move(existing)};
}

}  // namespace

Result<Record> SqlRecordStore::get(std::string_view owner, RecordKind kind, std::string_view id) {
  return context_.executor.read([&](Connection& connection) -> Result<Record> {
    auto record = find_record(connection, context_.keys, owner, kind, id);
    if (!record) return record.error();
    if (!*record || (*record)->deleted) return no_such_record(kind);
    return std::move(**record);
  });
}

Result<Created> SqlRecordStore::create(std::string_view owner, const Record& record,
                                       const std::optional<Idempotency>& idempotency) {
  if (auto possible = check(owner, record); !possible) return possible.error();
  if (auto possible = check_key(idempotency); !possible) return possible.error();
  const auto& keys = context_.keys;
  return context_.executor.write([&](Connection& connection) -> Result<Created> {
    const auto change = take_change(connection, owner);
    if (!change) return change.error();
    if (idempotency) {
      auto replay = find_replay(connection, keys, owner, *idempotency);
      if (!replay) return replay.error();
      if (*replay) return Created{std::move(**replay), true};
    }
    auto made = normalised(record);
    made.change = *change;
    if (auto written = write_new(connection, keys, owner, made); !written) return written.error();
    if (idempotency) remember(connection, owner, *idempotency, made, context_.clock.now());
    return Created{std::move(made), false};
  });
}

Result<Record> SqlRecordStore::put(std::string_view owner, const Record& record,
                                   std::optional<std::int64_t> expected_change) {
  if (auto possible = check(owner, record); !possible) return possible.error();
  const auto& keys = context_.keys;
  return context_.executor.write([&](Connection& connection) -> Result<Record> {
    const auto change = take_change(connection, owner);
    if (!change) return change.error();
    const auto existing = find_record(connection, keys, owner, record.kind, record.id);
    if (!existing) return existing.error();
    if (expected_change && !is_expected(*existing, *expected_change)) {
      return Error{
          ErrorCode::conflict,
          fmt::format("this {} was changed meanwhile; read it again", describe(record.kind).name),
          {}};
    }
    auto made = normalised(record);
    made.change = *change;
    if (*existing && !(*existing)->deleted) made.created_at = (*existing)->created_at;
    made.updated_at = later_than(*existing, made.updated_at);
    write_record(connection, keys, owner, made);
    return made;
  });
}

Result<Record> SqlRecordStore::remove(std::string_view owner, RecordKind kind, std::string_view id,
                                      Instant now) {
  return context_.executor.write([&](Connection& connection) -> Result<Record> {
    const auto change = take_change(connection, owner);
    if (!change) return no_such_record(kind);
    const auto existing = find_record(connection, context_.keys, owner, kind, id);
    if (!existing) return existing.error();
    if (!*existing || (*existing)->deleted) return no_such_record(kind);
    Record tombstone;
    tombstone.kind = kind;
    tombstone.id = id;
    tombstone.change = *change;
    tombstone.created_at = (*existing)->created_at;
    tombstone.updated_at = std::max(now, (*existing)->updated_at);
    tombstone.deleted = true;
    write_record(connection, context_.keys, owner, tombstone);
    return tombstone;
  });
}

Result<std::vector<AppliedChange>> SqlRecordStore::apply(std::string_view owner,
                                                         const std::vector<Record>& changes) {
  if (changes.size() > batch_max) {
    return invalid_field("/changes", fmt::format("are at most {} at once", batch_max));
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto possible = check(owner, changes[i]);
    if (possible) continue;
    auto error = possible.error();
    for (auto& field : error.fields)
      field.pointer.insert(0, fmt::format("/changes/{}", i));
    return error;
  }
  const auto& keys = context_.keys;
  return context_.executor.write([&](Connection& connection) -> Result<std::vector<AppliedChange>> {
    auto number = take_change(connection, owner);
    if (!number) return number.error();
    std::vector<AppliedChange> applied;
    applied.reserve(changes.size());
    for (const auto& change : changes) {
      auto existing = find_record(connection, keys, owner, change.kind, change.id);
      if (!existing) return existing.error();
      applied.push_back(
          apply_one(connection, keys, owner, normalised(change), std::move(*existing), *number));
      if (applied.back().outcome == AppliedChange::Outcome::applied) ++*number;
    }
    connection.execute("UPDATE accounts SET last_change = :last WHERE id = :owner",
                       {{"last", *number - 1}, {"owner", owner}});
    return applied;
  });
}

}  // namespace astronova::storage::sql
