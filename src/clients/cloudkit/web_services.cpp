#include "clients/cloudkit/web_services.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "clients/base64.h"
#include "clients/cloudkit/record_json.h"

namespace astronova::clients::cloudkit {
namespace {

using boost::json::array;
using boost::json::object;
using Kind = CloudFailure::Kind;
using Type = CloudOperation::Type;

constexpr std::array<const char*, 7> operation_types{
    "create", "update", "forceUpdate", "replace", "forceReplace", "delete", "forceDelete"};
constexpr std::array<const char*, 8> comparators{"EQUALS",       "NOT_EQUALS",
                                                 "LESS_THAN",    "LESS_THAN_OR_EQUALS",
                                                 "GREATER_THAN", "GREATER_THAN_OR_EQUALS",
                                                 "IN",           "BEGINS_WITH"};

bool is_forced(const CloudOperation& operation) {
  return operation.type == Type::force_update || operation.type == Type::force_replace ||
         operation.type == Type::force_delete;
}

bool needs_tag(const CloudOperation& operation) {
  return operation.type == Type::update || operation.type == Type::replace ||
         operation.type == Type::delete_;
}

CloudFailure invalid(std::string reason) {
  return {.kind = Kind::invalid, .reason = std::move(reason)};
}

object zone_id(std::string_view zone) {
  return {{"zoneName", zone}};
}

std::string sha256(std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
             EVP_sha256(), nullptr);
  digest.erase(length);
  return digest;
}

std::optional<object> read_object(const std::string& text) {
  boost::json::error_code failure;
  auto value = boost::json::parse(text, failure);
  if (failure || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::optional<std::chrono::seconds> retry_after_of(const HttpResponse& response) {
  const auto text = response.header("retry-after").value_or("");
  unsigned seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds{std::min(seconds, 86'400U)};
}

// By the status, where there is no word of CloudKit.
Kind kind_of(unsigned status) {
  switch (status) {
    case 400:
      return Kind::invalid;
    case 401:
    case 421:
      return Kind::unauthenticated;
    case 403:
      return Kind::denied;
    case 404:
      return Kind::not_found;
    case 413:
      return Kind::quota;
    case 429:
      return Kind::throttled;
    default:
      return Kind::unavailable;
  }
}

CloudFailure refusal(const HttpResponse& response) {
  const auto document = read_object(response.body);
  CloudFailure failure;
  if (document && document->contains("serverErrorCode")) {
    failure = to_failure(*document);
  } else {
    failure.kind = kind_of(response.status);
    failure.reason = fmt::format("CloudKit answered with status {}", response.status);
  }
  if (!failure.retry_after) failure.retry_after = retry_after_of(response);
  return failure;
}

const array* list_at(const object& from, std::string_view name) {
  const auto* list = from.if_contains(name);
  return list ? list->if_array() : nullptr;
}

std::vector<CloudResult<CloudRecord>> records_in(const array& list) {
  std::vector<CloudResult<CloudRecord>> records;
  for (const auto& one : list)
    records.push_back(to_record(one));
  return records;
}

std::string name_of(const CloudResult<CloudRecord>& result) {
  return result ? result->name : result.error().record_name;
}

// What came of each record, in the order asked for.
std::vector<CloudResult<CloudRecord>> by_name(const std::vector<std::string>& names,
                                              std::vector<CloudResult<CloudRecord>> answered) {
  std::vector<CloudResult<CloudRecord>> ordered;
  for (const auto& name : names) {
    const auto found =
        std::ranges::find_if(answered, [&](const auto& result) { return name_of(result) == name; });
    if (found != answered.end()) {
      ordered.push_back(std::move(*found));
      answered.erase(found);
    } else {
      auto failure = unreadable("CloudKit says nothing of this record");
      failure.record_name = name;
      ordered.emplace_back(std::move(failure));
    }
  }
  return ordered;
}

CloudResult<std::vector<CloudResult<CloudRecord>>> read_records(
    const CloudResult<object>& answer, const std::vector<std::string>& names) {
  if (!answer) return answer.error();
  const auto* records = list_at(*answer, "records");
  if (!records) return unreadable("CloudKit's answer has no records");
  return by_name(names, records_in(*records));
}

std::optional<CloudFailure> check_operations(const std::vector<CloudOperation>& operations) {
  if (operations.size() > cloud_operations_max) return invalid("more than 200 operations");
  std::vector<std::string_view> names;
  for (const auto& operation : operations) {
    if (operation.record.name.empty()) return invalid("a record without a name");
    if (needs_tag(operation) && operation.record.change_tag.empty())
      return invalid("an operation without the change tag that it needs");
    names.emplace_back(operation.record.name);
  }
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) != names.end())
    return invalid("two operations on one record");
  return std::nullopt;
}

object operation_json(const CloudOperation& operation) {
  return {{"operationType", operation_types.at(static_cast<std::size_t>(operation.type))},
          {"record", to_json(operation.record)}};
}

object query_json(const CloudQuery& query) {
  object json{{"recordType", query.record_type}};
  array& filters = json["filterBy"].emplace_array();
  for (const auto& filter : query.filters)
    filters.push_back(
        object{{"comparator", comparators.at(static_cast<std::size_t>(filter.comparator))},
               {"fieldName", filter.field},
               {"fieldValue", to_json(filter.value)}});
  if (!query.sort_field.empty())
    json["sortBy"] = array{object{{"fieldName", query.sort_field}, {"ascending", query.ascending}}};
  return json;
}

CloudZone zone_of(const object& from) {
  CloudZone zone{.name = {}, .sync_token = text_at(from, "syncToken")};
  const auto* id = from.if_contains("zoneID");
  if (id && id->is_object()) zone.name = text_at(id->as_object(), "zoneName");
  const auto* atomic = from.if_contains("atomic");
  zone.atomic = atomic && atomic->is_bool() && atomic->as_bool();
  return zone;
}

// The one zone that an answer about one zone is about.
CloudResult<object> only_zone(const CloudResult<object>& answer) {
  if (!answer) return answer.error();
  const auto* zones = list_at(*answer, "zones");
  if (!zones || zones->size() != 1 || !zones->front().is_object())
    return unreadable("CloudKit's answer is not about one zone");
  const auto& zone = zones->front().as_object();
  if (zone.contains("serverErrorCode")) return to_failure(zone);
  return zone;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> choices) {
  return std::ranges::find(choices, text) != choices.end();
}

Result<void> check_settings(const CloudKitSettings& settings) {
  if (!is_name(settings.container) || !settings.container.starts_with("iCloud."))
    return Error{ErrorCode::invalid_value, "A CloudKit container's name begins with \"iCloud.\"."};
  if (!is_name(settings.key_id))
    return Error{ErrorCode::invalid_value,
                 "CloudKit needs the id of the server-to-server key, 64 hexadecimal digits."};
  if (!is_one_of(settings.environment, {"development", "production"}))
    return Error{ErrorCode::invalid_value,
                 "CloudKit's environment is \"development\" or \"production\"."};
  if (!is_one_of(settings.database, {"public", "private", "shared"}))
    return Error{ErrorCode::invalid_value,
                 "CloudKit's database is \"public\", \"private\" or \"shared\"."};
  return {};
}

}  // namespace

Result<std::unique_ptr<WebServices>> WebServices::make(HttpClient& http, const Clock& clock,
                                                       CloudKitSettings settings) {
  const auto checked = check_settings(settings);
  if (!checked) return checked.error();
  auto key = P256Key::from_pem(settings.private_key);
  if (!key) return key.error();
  return std::unique_ptr<WebServices>{
      new WebServices{http, clock, std::move(settings), std::move(*key)}};
}

WebServices::WebServices(HttpClient& http, const Clock& clock, CloudKitSettings settings,
                         P256Key key)
    : http_{http}, clock_{clock}, settings_{std::move(settings)}, key_{std::move(key)} {}

CloudResult<std::vector<CloudResult<CloudRecord>>> WebServices::modify(
    const std::vector<CloudOperation>& operations, std::string_view zone) {
  if (operations.empty()) return std::vector<CloudResult<CloudRecord>>{};
  if (auto failure = check_operations(operations)) return *failure;
  array list;
  std::vector<std::string> names;
  for (const auto& operation : operations) {
    list.push_back(operation_json(operation));
    names.push_back(operation.record.name);
  }
  object body{{"operations", std::move(list)}, {"zoneID", zone_id(zone)}};
  // Only custom zones know atomic requests; the default zone is told that none is asked for.
  body["atomic"] = zone != cloud_default_zone;
  return read_records(post("records/modify", body, std::ranges::all_of(operations, is_forced)),
                      names);
}

CloudResult<std::vector<CloudResult<CloudRecord>>> WebServices::lookup(
    const std::vector<std::string>& record_names, std::string_view zone) {
  if (record_names.empty()) return std::vector<CloudResult<CloudRecord>>{};
  if (record_names.size() > cloud_operations_max) return invalid("more than 200 records");
  array list;
  for (const auto& name : record_names)
    list.push_back(object{{"recordName", name}});
  return read_records(
      post("records/lookup", {{"records", std::move(list)}, {"zoneID", zone_id(zone)}}, true),
      record_names);
}

CloudResult<CloudPage> WebServices::query(const CloudQuery& query, std::string_view zone) {
  object body{{"zoneID", zone_id(zone)},
              {"resultsLimit", std::clamp(query.limit, 1U, 200U)},
              {"query", query_json(query)}};
  if (!query.continuation_marker.empty()) body["continuationMarker"] = query.continuation_marker;
  const auto answer = post("records/query", body, true);
  if (!answer) return answer.error();
  const auto* records = list_at(*answer, "records");
  if (!records) return unreadable("CloudKit's answer has no records");
  return CloudPage{records_in(*records), text_at(*answer, "continuationMarker")};
}

CloudResult<CloudChanges> WebServices::changes(std::string_view zone, std::string_view sync_token) {
  object asked{{"zoneID", zone_id(zone)}};
  if (!sync_token.empty()) asked["syncToken"] = sync_token;
  const auto answer = only_zone(post("changes/zone", {{"zones", array{std::move(asked)}}}, true));
  if (!answer) return answer.error();
  const auto* records = list_at(*answer, "records");
  CloudChanges changes{.records = {}, .sync_token = text_at(*answer, "syncToken")};
  if (!records || changes.sync_token.empty()) return unreadable("CloudKit's answer has no changes");
  changes.records = records_in(*records);
  const auto* more = answer->if_contains("moreComing");
  changes.more = more && more->is_bool() && more->as_bool();
  return changes;
}

CloudResult<std::vector<CloudZone>> WebServices::zones() {
  const auto answer = get("zones/list");
  if (!answer) return answer.error();
  const auto* list = list_at(*answer, "zones");
  if (!list) return unreadable("CloudKit's answer has no zones");
  std::vector<CloudZone> zones;
  for (const auto& zone : *list) {
    if (!zone.is_object()) return unreadable("a zone is no object");
    if (zone.as_object().contains("serverErrorCode")) return to_failure(zone.as_object());
    zones.push_back(zone_of(zone.as_object()));
  }
  return zones;
}

CloudResult<CloudZone> WebServices::create_zone(std::string_view zone) {
  const auto made = modify_zone(zone, "create");
  if (!made) return made.error();
  return zone_of(*made);
}

CloudResult<void> WebServices::delete_zone(std::string_view zone) {
  const auto gone = modify_zone(zone, "delete");
  if (!gone) return gone.error();
  return {};
}

CloudResult<object> WebServices::modify_zone(std::string_view zone, std::string_view type) {
  const object operation{{"operationType", type}, {"zone", object{{"zoneID", zone_id(zone)}}}};
  return only_zone(post("zones/modify", {{"operations", array{operation}}}, false));
}

CloudResult<object> WebServices::post(std::string_view operation, const object& body,
                                      bool idempotent) {
  return send({.method = HttpMethod::post,
               .url = {},
               .headers = {{"content-type", "application/json"}},
               .body = boost::json::serialize(body),
               .idempotent = idempotent},
              operation);
}

CloudResult<object> WebServices::get(std::string_view operation) {
  return send({.url = {}, .idempotent = true}, operation);
}

CloudResult<object> WebServices::send(HttpRequest request, std::string_view operation) {
  const auto path = fmt::format("/database/1/{}/{}/{}/{}", settings_.container,
                                settings_.environment, settings_.database, operation);
  const auto date = format_rfc3339(std::chrono::floor<std::chrono::seconds>(clock_.now()));
  const auto signature =
      key_.sign(fmt::format("{}:{}:{}", date, to_base64(sha256(request.body)), path));
  request.url = settings_.base_address + path;
  request.headers.emplace_back("X-Apple-CloudKit-Request-KeyID", settings_.key_id);
  request.headers.emplace_back("X-Apple-CloudKit-Request-ISO8601Date", date);
  request.headers.emplace_back("X-Apple-CloudKit-Request-SignatureV1", to_base64(signature));
  request.deadline = settings_.deadline;
  // When to come again is in the body of the answer, which the client below does not read.
  request.retried = false;
  const auto response = http_.send(request);
  if (!response) return unreadable(response.error().detail);
  if (response->status != 200) return refusal(*response);
  auto document = read_object(response->body);
  if (!document) return unreadable("CloudKit's answer is no JSON object");
  return std::move(*document);
}

}  // namespace astronova::clients::cloudkit
