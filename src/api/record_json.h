#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "api/object_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "storage/records.h"

namespace astronova::api {

/// A record as lists and its own address show it: `id`, `createdAt` and `updatedAt` before the
/// members of its document.
void write_record(JsonWriter& json, const storage::Record& record);
std::string record_json(const storage::Record& record);

/// A page: `items` and `nextCursor`.
std::string record_page_json(const storage::RecordPage& page);

/// A record as synchronisation shows it: `kind`, `id`, `createdAt`, `updatedAt`, `deleted` and the
/// whole `document`, null where it is deleted.
void write_change(JsonWriter& json, const storage::Record& record);

/// The entity tag of a record as it stands (RFC 9110, 8.8.3): its change in quotes.
std::string entity_tag(const storage::Record& record);

/// Where a new record's members come from.
struct RecordOrigin {
  storage::RecordKind kind{};
  std::string id;  ///< where the client names none
  Instant now;     ///< when it was changed
};

/// Reads the body that makes or replaces a record: the members of its document, and `id`, which may
/// name it, and `createdAt` and `updatedAt`, which are the server's to set and are ignored, so that
/// what was read can be sent back.
/// errors  invalid_value with every wrong field
Result<storage::Record> read_record(const boost::json::value& body, const RecordOrigin& origin);

/// Reads one change of synchronisation at `pointer`; notes what is wrong.
std::optional<storage::Record> read_change(const boost::json::value& value,
                                           std::string_view pointer, std::string_view owner,
                                           Instant now, FieldErrors& errors);

/// Whether a text is a UUID in lower case.
bool is_uuid(std::string_view text);

}  // namespace astronova::api
