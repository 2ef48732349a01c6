#include "api/record_json.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "api/object_reader.h"
#include "api/record_schema.h"
#include "storage/record_kinds.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using storage::Record;

constexpr std::array<std::string_view, 3> servers_members{"id", "createdAt", "updatedAt"};

/// How far ahead the clock of a device may be: a record from the far future would win for ever.
constexpr auto ahead_max = std::chrono::hours(24);

bool is_servers(std::string_view name) {
  return std::ranges::find(servers_members, name) != servers_members.end();
}

// The document without what is the server's.
std::string document_of(const json::object& body) {
  json::object document;
  for (const auto& member : body) {
    if (!is_servers({member.key().data(), member.key().size()})) {
      document.emplace(member.key(), member.value());
    }
  }
  return json::serialize(document);
}

// What lists can be filtered by.
void take_fields(Record& record, const json::object& document) {
  for (const auto field : storage::describe(record.kind).fields) {
    const auto* const value = document.if_contains(field);
    if (value && value->is_string()) {
      record.fields.emplace_back(std::string(field), std::string(value->get_string()));
    }
  }
}

void check_length(const std::string& document, std::string_view pointer, FieldErrors& errors) {
  if (document.size() > document_bytes_max) {
    errors.add(std::string(pointer),
               fmt::format("must have at most {} bytes of JSON", document_bytes_max));
  }
}

void read_id(ObjectReader& reader, std::string& id) {
  const auto given = reader.string("id");
  if (!given) return;
  if (!is_uuid(*given)) return reader.note("id", "must be a UUID in lower case");
  id = *given;
}

std::optional<Instant> read_instant(ObjectReader& reader, std::string_view name, Instant now) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  if (!instant) {
    reader.note(name, instant.error().detail);
    return std::nullopt;
  }
  if (*instant > now + ahead_max) {
    reader.note(name, "is more than a day ahead of the server's clock; set the device's clock");
    return std::nullopt;
  }
  return *instant;
}

void read_content(ObjectReader& reader, Record& record, FieldErrors& errors) {
  const auto* const document = reader.any("document");
  if (record.deleted) {
    if (document && !document->is_null()) reader.note("document", "must be null when deleted");
    return;
  }
  reader.require("document");
  if (!document || document->is_null()) return;
  const auto place = reader.pointer_to("document");
  check_document(record.kind, *document, place, {}, errors);
  if (!document->is_object()) return;
  record.document = json::serialize(*document);
  check_length(record.document, place, errors);
  take_fields(record, document->get_object());
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (is_dash ? c != '-' : !is_digit) return false;
  }
  return true;
}

void write_record(JsonWriter& json, const Record& record) {
  json.begin_object()
      .member("id", record.id)
      .member("createdAt", format_rfc3339(record.created_at))
      .member("updatedAt", format_rfc3339(record.updated_at));
  // The members of an object, as they are kept.
  const std::string_view document = record.document;
  if (document.size() > 2) {
    json.write(document.size(), [&](char* at) {
      return std::ranges::copy(document.substr(1, document.size() - 2), at).out;
    });
  }
  json.end_object();
}

std::string record_json(const Record& record) {
  std::string text;
  JsonWriter json(text);
  write_record(json, record);
  return text;
}

std::string record_page_json(const storage::RecordPage& page) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& record : page.records)
    write_record(json, record);
  json.end_array().key("nextCursor");
  page.next_cursor.empty() ? json.null() : json.string(page.next_cursor);
  json.end_object();
  return text;
}

void write_change(JsonWriter& json, const Record& record) {
  json.begin_object()
      .member("kind", resource_of(record.kind).name)
      .member("id", record.id)
      .member("createdAt", format_rfc3339(record.created_at))
      .member("updatedAt", format_rfc3339(record.updated_at))
      .member("deleted", record.deleted)
      .key("document");
  record.deleted ? json.null() : json.raw(record.document);
  json.end_object();
}

std::string entity_tag(const Record& record) {
  return fmt::format("\"{}\"", record.change);
}

Result<Record> read_record(const json::value& body, const RecordOrigin& origin) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  if (!reader.is_object()) return errors.error();
  Record record;
  record.kind = origin.kind;
  record.id = origin.id;
  record.created_at = record.updated_at = origin.now;
  read_id(reader, record.id);
  check_document(origin.kind, body, "", servers_members, errors);
  record.document = document_of(body.get_object());
  check_length(record.document, "", errors);
  take_fields(record, body.get_object());
  if (!errors.empty()) return errors.error();
  return record;
}

std::optional<Record> read_change(const json::value& value, std::string_view pointer,
                                  std::string_view owner, Instant now, FieldErrors& errors) {
  FieldErrors own;
  ObjectReader reader(value, pointer, own);
  Record record;
  reader.require("kind");
  reader.require("updatedAt");
  const auto kind = reader.name_among("kind", record_kind_names());
  record.kind = static_cast<storage::RecordKind>(kind.value_or(0));
  const bool is_profile = kind && record.kind == storage::RecordKind::profile;
  if (is_profile) record.id = owner;
  if (!is_profile) reader.require("id");
  read_id(reader, record.id);
  if (is_profile && record.id != owner) reader.note("id", "must be the account's, or be left out");
  record.updated_at = read_instant(reader, "updatedAt", now).value_or(now);
  record.created_at = read_instant(reader, "createdAt", now).value_or(record.updated_at);
  record.deleted = reader.boolean("deleted").value_or(false);
  if (kind) read_content(reader, record, own);
  if (!kind) (void)reader.any("document");
  reader.finish();
  errors.append(own);
  if (!own.empty()) return std::nullopt;
  return record;
}

}  // namespace astronova::api
