#include "clients/cloudkit/record_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "clients/base64.h"

namespace astronova::clients::cloudkit {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using std::chrono::milliseconds;

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
// Clang 16 does not find it by itself.
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

using WhenDeleted = CloudReference::WhenDeleted;

constexpr std::array<std::pair<WhenDeleted, const char*>, 3> reference_actions{
    {{WhenDeleted::nothing, "NONE"},
     {WhenDeleted::delete_self, "DELETE_SELF"},
     {WhenDeleted::refuse, "VALIDATE"}}};

using Kind = CloudFailure::Kind;

// https://developer.apple.com/library/archive/documentation/DataManagement/Conceptual/CloudKitWebServicesReference/ErrorCodes.html
constexpr std::array<std::pair<std::string_view, Kind>, 15> error_codes{
    {{"ACCESS_DENIED", Kind::denied},
     {"ATOMIC_ERROR", Kind::atomic},
     {"AUTHENTICATION_FAILED", Kind::unauthenticated},
     {"AUTHENTICATION_REQUIRED", Kind::unauthenticated},
     {"BAD_REQUEST", Kind::invalid},
     {"CONFLICT", Kind::conflict},
     {"EXISTS", Kind::exists},
     {"INTERNAL_ERROR", Kind::unavailable},
     {"NOT_FOUND", Kind::not_found},
     {"QUOTA_EXCEEDED", Kind::quota},
     {"SERVER_RECORD_CHANGED", Kind::conflict},
     {"THROTTLED", Kind::throttled},
     {"TRY_AGAIN_LATER", Kind::unavailable},
     {"VALIDATING_REFERENCE_ERROR", Kind::invalid},
     {"ZONE_NOT_FOUND", Kind::not_found}}};

object reference_json(const CloudReference& reference) {
  const auto* const action = std::ranges::find(reference_actions, reference.when_deleted,
                                               &std::pair<WhenDeleted, const char*>::first);
  return {{"recordName", reference.record_name}, {"action", action->second}};
}

milliseconds milliseconds_of(Instant instant) {
  return std::chrono::floor<milliseconds>(instant.time_since_epoch());
}

template <class Number>
std::optional<Number> number_of(const value& from) {
  boost::system::error_code failure;
  const auto number = from.to_number<Number>(failure);
  return failure ? std::nullopt : std::optional{number};
}

std::optional<CloudValue> read_reference(const value& from) {
  const auto* reference = from.if_object();
  if (!reference) return std::nullopt;
  const std::string name = text_at(*reference, "recordName");
  const std::string action = text_at(*reference, "action");
  const auto* const known = std::ranges::find_if(
      reference_actions, [&](const auto& one) { return action == one.second; });
  if (name.empty()) return std::nullopt;
  return CloudReference{name,
                        known == reference_actions.end() ? WhenDeleted::nothing : known->first};
}

std::optional<CloudValue> read_list(const value& from) {
  const auto* list = from.if_array();
  if (!list) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& text : *list) {
    if (!text.is_string()) return std::nullopt;
    texts.emplace_back(text.as_string());
  }
  return texts;
}

std::optional<CloudValue> read_timestamp(const value& from) {
  const auto count = number_of<std::int64_t>(from);
  if (!count || std::abs(*count) > std::chrono::milliseconds{std::chrono::years{10'000}}.count())
    return std::nullopt;
  return Instant{milliseconds{*count}};
}

std::optional<CloudValue> read_bytes(const value& from) {
  auto bytes = from.is_string() ? from_base64(std::string_view{from.as_string()}) : std::nullopt;
  if (!bytes) return std::nullopt;
  return CloudBytes{std::move(*bytes)};
}

template <class T>
std::optional<CloudValue> as_value(std::optional<T> read) {
  if (!read) return std::nullopt;
  return CloudValue{std::move(*read)};
}

std::optional<CloudValue> read_text(const value& from) {
  if (!from.is_string()) return std::nullopt;
  return std::string{from.as_string()};
}

struct FieldType {
  std::string_view name;
  std::optional<CloudValue> (*read)(const value&);
};

constexpr std::array<FieldType, 7> field_types{
    {{"STRING", &read_text},
     {"INT64", [](const value& from) { return as_value(number_of<std::int64_t>(from)); }},
     {"DOUBLE", [](const value& from) { return as_value(number_of<double>(from)); }},
     {"TIMESTAMP", &read_timestamp},
     {"BYTES", &read_bytes},
     {"REFERENCE", &read_reference},
     {"STRING_LIST", &read_list}}};

// False when a field of a known type does not hold what its type says.
bool read_field(std::string_view name, const value& from, CloudRecord& into) {
  const auto* field = from.if_object();
  if (!field) return false;
  const std::string type = text_at(*field, "type");
  const auto* const known = std::ranges::find(field_types, type, &FieldType::name);
  if (known == field_types.end()) return true;
  const auto* held = field->if_contains("value");
  auto read = held ? known->read(*held) : std::nullopt;
  if (!read) return false;
  into.fields.emplace(name, std::move(*read));
  return true;
}

std::optional<Instant> time_at(const object& record, std::string_view name) {
  const auto* moment = record.if_contains(name);
  const auto* dictionary = moment ? moment->if_object() : nullptr;
  const auto* timestamp = dictionary ? dictionary->if_contains("timestamp") : nullptr;
  auto read = timestamp ? read_timestamp(*timestamp) : std::nullopt;
  if (!read) return std::nullopt;
  return std::get<Instant>(*read);
}

}  // namespace

std::string text_at(const object& from, std::string_view name) {
  const auto* text = from.if_contains(name);
  return text && text->is_string() ? std::string{text->as_string()} : std::string{};
}

CloudFailure unreadable(std::string reason) {
  return {.kind = Kind::unavailable, .reason = std::move(reason)};
}

object to_json(const CloudValue& value) {
  return std::visit(
      Overloaded{
          [](const std::string& text) {
            return object{{"value", text}, {"type", "STRING"}};
          },
          [](std::int64_t number) {
            return object{{"value", number}, {"type", "INT64"}};
          },
          [](double number) {
            return object{{"value", number}, {"type", "DOUBLE"}};
          },
          [](Instant instant) {
            return object{{"value", milliseconds_of(instant).count()}, {"type", "TIMESTAMP"}};
          },
          [](const CloudBytes& bytes) {
            return object{{"value", to_base64(bytes.bytes)}, {"type", "BYTES"}};
          },
          [](const CloudReference& reference) {
            return object{{"value", reference_json(reference)}, {"type", "REFERENCE"}};
          },
          [](const std::vector<std::string>& texts) {
            return object{{"value", array(texts.begin(), texts.end())}, {"type", "STRING_LIST"}};
          }},
      value);
}

object to_json(const CloudRecord& record) {
  object json{{"recordName", record.name}};
  if (!record.type.empty()) json["recordType"] = record.type;
  if (!record.change_tag.empty()) json["recordChangeTag"] = record.change_tag;
  if (record.fields.empty()) return json;
  object& fields = json["fields"].emplace_object();
  for (const auto& [name, value] : record.fields)
    fields[name] = to_json(value);
  return json;
}

CloudFailure to_failure(const object& from) {
  CloudFailure failure{.code = text_at(from, "serverErrorCode"),
                       .reason = text_at(from, "reason"),
                       .record_name = text_at(from, "recordName")};
  const auto* const known =
      std::ranges::find(error_codes, failure.code, &std::pair<std::string_view, Kind>::first);
  failure.kind = known == error_codes.end() ? Kind::unavailable : known->second;
  const auto* pause = from.if_contains("retryAfter");
  const auto seconds = pause ? number_of<double>(*pause) : std::nullopt;
  if (seconds && *seconds >= 0 && *seconds <= 86'400)
    failure.retry_after = std::chrono::seconds{static_cast<std::int64_t>(std::ceil(*seconds))};
  return failure;
}

CloudResult<CloudRecord> to_record(const value& from) {
  const auto* dictionary = from.if_object();
  if (!dictionary) return unreadable("a record is no object");
  if (dictionary->contains("serverErrorCode")) return to_failure(*dictionary);
  CloudRecord record{.type = text_at(*dictionary, "recordType"),
                     .name = text_at(*dictionary, "recordName"),
                     .change_tag = text_at(*dictionary, "recordChangeTag"),
                     .created_at = time_at(*dictionary, "created"),
                     .modified_at = time_at(*dictionary, "modified")};
  if (record.name.empty()) return unreadable("a record has no name");
  const auto* deleted = dictionary->if_contains("deleted");
  record.deleted = deleted && deleted->is_bool() && deleted->as_bool();
  const auto* fields = dictionary->if_contains("fields");
  if (!fields || !fields->is_object()) return record;
  for (const auto& [name, field] : fields->as_object()) {
    if (read_field(name, field, record)) continue;
    auto failure = unreadable("a field cannot be read: " + std::string{name});
    failure.record_name = record.name;
    return failure;
  }
  return record;
}

}  // namespace astronova::clients::cloudkit
