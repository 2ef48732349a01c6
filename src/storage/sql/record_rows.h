#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/record_kinds.h"
#include "storage/sealing.h"
#include "storage/sql/connection.h"

namespace astronova::storage::sql {

/// The column of a field: "conversationId" is conversation_id.
std::string column_of(std::string_view field);

/// The columns of a kind's table that a record is read from, their types as Connection::query wants
/// them, and the record of such a row.
const std::string& record_columns(RecordKind kind);
const std::string& record_column_types(RecordKind kind);
Result<Record> record_of(const KeyRing& keys, std::string_view owner, RecordKind kind,
                         const Row& row);

/// The columns and types of the same for all kinds: the kind, what all have, and room for the
/// fields of any.
std::string any_record_columns(RecordKind kind);
const std::string& any_record_column_types();
Result<Record> any_record_of(const KeyRing& keys, std::string_view owner, const Row& row);

/// A record of any state, tombstones included.
Result<std::optional<Record>> find_record(Connection& connection, const KeyRing& keys,
                                          std::string_view owner, RecordKind kind,
                                          std::string_view id);

/// Locks the owner's records against other writers until the transaction ends, and takes the next
/// `change`.
/// errors  not_found: no such account
Result<std::int64_t> take_change(Connection& connection, std::string_view owner);

/// Puts the record, with its `change`, in the place of what is there.
void write_record(Connection& connection, const KeyRing& keys, std::string_view owner,
                  const Record& record);
/// The same where nothing is there; otherwise does nothing and answers false.
bool insert_record(Connection& connection, const KeyRing& keys, std::string_view owner,
                   const Record& record);

/// Which of two versions of a record stays: the greater.
std::strong_ordering compare_versions(const Record& a, const Record& b);

/// The record as it can be kept: a tombstone without document and fields, fields in the order of
/// their kind.
Record normalised(const Record& record);

}  // namespace astronova::storage::sql
