#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "storage/records.h"

namespace astronova::storage {

/// What sets one kind of record apart from the others. The same on every engine.
struct RecordKindDescription {
  RecordKind kind{};
  std::string_view name;           ///< "chat_message"
  std::string_view table;          ///< "chat_messages"
  std::string_view cloudkit_type;  ///< its record type in CloudKit; empty: it has none
  /// The fields that are kept in clear beside the document and that lists may be filtered by, as
  /// documents write them. Columns have the same names in snake_case.
  std::span<const std::string_view> fields;
};

/// All kinds, in the order of the enumeration.
std::span<const RecordKindDescription, record_kind_count> record_kinds();

const RecordKindDescription& describe(RecordKind kind);

/// The kind of that name, or none.
std::optional<RecordKind> record_kind_of(std::string_view name);

/// Whether a record can be kept as it stands: an id of 1 to 128 characters, which is the owner's
/// for a profile, and a document unless it is a tombstone; known fields, each once; all of it
/// storable text.
/// errors  invalid_value
Result<void> check(std::string_view owner, const Record& record);

/// Whether every engine can hold the text: UTF-8 without U+0000.
bool is_storable_text(std::string_view text);

/// errors  invalid_value: the kind has no such field
Result<void> check_field(RecordKind kind, std::string_view field);

}  // namespace astronova::storage
