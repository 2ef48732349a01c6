#include "release/records/audit_log.h"

#include <boost/json.hpp>
#include <optional>

#include "release/records/durable_file.h"

namespace astronova::release {
namespace {

namespace json = boost::json;

void put(json::object& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

std::string text_at(const json::object& object, const char* key) {
  const auto* const value = object.if_contains(key);
  if (!value || !value->is_string()) return {};
  return {value->as_string().data(), value->as_string().size()};
}

json::array array_of(const std::vector<Judgement>& judgements) {
  json::array array;
  for (const auto& [figure, measured, wanted, is_good] : judgements) {
    array.push_back(
        {{"figure", figure}, {"measured", measured}, {"wanted", wanted}, {"good", is_good}});
  }
  return array;
}

std::vector<Judgement> judgements_in(const json::object& object) {
  std::vector<Judgement> judgements;
  const auto* const array = object.if_contains("figures");
  if (!array || !array->is_array()) return judgements;
  for (const auto& value : array->as_array()) {
    if (!value.is_object()) continue;
    const auto& judgement = value.as_object();
    const auto* const is_good = judgement.if_contains("good");
    judgements.push_back({text_at(judgement, "figure"), text_at(judgement, "measured"),
                          text_at(judgement, "wanted"),
                          is_good && is_good->is_bool() && is_good->as_bool()});
  }
  return judgements;
}

std::optional<AuditEntry> read_entry(std::string_view line) {
  boost::system::error_code code;
  const auto value = json::parse(json::string_view(line), code);
  if (code || !value.is_object()) return std::nullopt;
  const auto& object = value.as_object();
  const auto at = parse_rfc3339(text_at(object, "at"));
  if (!at) return std::nullopt;
  AuditEntry entry;
  entry.at = *at;
  entry.by = text_at(object, "by");
  entry.action = text_at(object, "action");
  entry.release = text_at(object, "release");
  entry.revision = text_at(object, "revision");
  entry.version = text_at(object, "version");
  entry.digest = text_at(object, "digest");
  if (const auto* const percent = object.if_contains("percent"); percent && percent->is_int64())
    entry.percent = static_cast<int>(percent->as_int64());
  entry.why = text_at(object, "why");
  entry.judgements = judgements_in(object);
  if (const auto* const details = object.if_contains("details"); details && details->is_object()) {
    for (const auto& [key, detail] : details->as_object()) {
      if (detail.is_string()) entry.details.emplace_back(key, detail.as_string().c_str());
    }
  }
  return entry;
}

}  // namespace

std::string json_of(const AuditEntry& entry) {
  json::object object{{"at", format_rfc3339(entry.at)}, {"by", entry.by}, {"action", entry.action}};
  put(object, "release", entry.release);
  put(object, "revision", entry.revision);
  put(object, "version", entry.version);
  put(object, "digest", entry.digest);
  if (entry.percent >= 0) object["percent"] = entry.percent;
  put(object, "why", entry.why);
  if (!entry.judgements.empty()) object["figures"] = array_of(entry.judgements);
  json::object details;
  for (const auto& [key, detail] : entry.details)
    details[key] = detail;
  if (!details.empty()) object["details"] = std::move(details);
  return json::serialize(object);
}

Result<void> AuditLog::append(const AuditEntry& entry) {
  return append_line(path_, json_of(entry));
}

Result<std::vector<AuditEntry>> AuditLog::read() const {
  const auto text = read_file(path_);
  if (!text) return text.error();
  std::vector<AuditEntry> entries;
  std::string_view left = *text ? std::string_view(**text) : std::string_view();
  while (!left.empty()) {
    const auto end = left.find('\n');
    if (auto entry = read_entry(left.substr(0, end))) entries.push_back(*std::move(entry));
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
  }
  return entries;
}

}  // namespace astronova::release
