#include "storage/record_kinds.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"

namespace astronova::storage {
namespace {

using Fields = std::span<const std::string_view>;
using namespace std::string_view_literals;

constexpr std::array horoscope_fields{"sign"sv, "type"sv, "date"sv, "source"sv};
constexpr std::array chat_message_fields{"conversationId"sv, "role"sv};
constexpr std::array bookmark_fields{"targetKind"sv, "targetId"sv};
constexpr std::array chart_fields{"type"sv, "system"sv};
constexpr std::array report_fields{"status"sv, "type"sv};

constexpr std::array<RecordKindDescription, record_kind_count> kinds{{
    {RecordKind::profile, "profile", "profiles", "UserProfile", {}},
    {RecordKind::horoscope, "horoscope", "horoscopes", "Horoscope", Fields{horoscope_fields}},
    {RecordKind::chat_message, "chat_message", "chat_messages", "ChatMessage",
     Fields{chat_message_fields}},
    {RecordKind::match, "match", "matches", "KundaliMatch", {}},
    {RecordKind::bookmark, "bookmark", "bookmarks", "BookmarkedReading", Fields{bookmark_fields}},
    {RecordKind::chart, "chart", "charts", "", Fields{chart_fields}},
    {RecordKind::report, "report", "reports", "", Fields{report_fields}},
}};

constexpr std::size_t id_bytes_max = 128;

Result<void> check_fields(const Record& record) {
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto& [name, value] = record.fields[i];
    if (auto known = check_field(record.kind, name); !known) return known;
    if (!is_storable_text(value)) return invalid_field("/" + name, "must be UTF-8 text");
    for (std::size_t before = 0; before < i; ++before) {
      if (record.fields[before].first == name) return invalid_field("/" + name, "is given twice");
    }
  }
  return {};
}

}  // namespace

std::span<const RecordKindDescription, record_kind_count> record_kinds() {
  return kinds;
}

const RecordKindDescription& describe(RecordKind kind) {
  return kinds.at(static_cast<std::size_t>(kind));
}

std::optional<RecordKind> record_kind_of(std::string_view name) {
  const auto* const found = std::ranges::find(kinds, name, &RecordKindDescription::name);
  if (found == kinds.end()) return std::nullopt;
  return found->kind;
}

bool is_storable_text(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

Result<void> check(std::string_view owner, const Record& record) {
  if (record.id.empty() || record.id.size() > id_bytes_max || !is_storable_text(record.id)) {
    return invalid_field("/id", fmt::format("must be text of 1 to {} bytes", id_bytes_max));
  }
  if (record.kind == RecordKind::profile && record.id != owner) {
    return invalid_field("/id", "of a profile must be its account's");
  }
  if (record.deleted) return {};
  if (record.document.empty() || !is_storable_text(record.document)) {
    return invalid_field("", "must be a JSON object in UTF-8");
  }
  return check_fields(record);
}

Result<void> check_field(RecordKind kind, std::string_view field) {
  const auto& fields = describe(kind).fields;
  if (std::ranges::find(fields, field) != fields.end()) return {};
  return invalid_field("/" + std::string(field),
                       fmt::format("is no field of a {} that is kept in clear; those are: {}",
                                   describe(kind).name, fmt::join(fields, ", ")));
}

}  // namespace astronova::storage
