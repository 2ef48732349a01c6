#include "api/record_schema.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/chart_request.h"
#include "base/instant.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using storage::RecordKind;
using Names = std::span<const std::string_view>;

enum class Type : std::uint8_t {
  text,
  name,
  sign,
  date,
  number,
  object,
  array,
  objects,
  birth,
  person
};

struct Member {
  std::string_view name;
  Type type{};
  bool required = false;
  std::size_t greatest = 0;  ///< bytes of a text or of JSON, items of an array, or the number
  Names names{};             ///< of Type::name
};

constexpr bool required = true;
constexpr bool optional = false;
constexpr std::size_t text_max = 65'536;
constexpr std::size_t json_max = 131'072;

constexpr std::array<std::string_view, 5> horoscope_types{"daily", "weekly", "monthly", "yearly",
                                                          "custom"};
constexpr std::array<std::string_view, 2> sources{"builtin", "claude"};
constexpr std::array<std::string_view, 2> speakers{"user", "assistant"};
constexpr std::array<std::string_view, 6> bookmarked{"horoscope", "chatMessage", "match",
                                                     "chart",     "report",      "reading"};
constexpr std::array<std::string_view, 3> report_states{"pending", "ready", "failed"};

constexpr std::array profile_members{
    Member{"name", Type::text, optional, 200},
    Member{"birthData", Type::birth, optional},
    Member{"preferences", Type::object, optional, 16'384},
};
constexpr std::array horoscope_members{
    Member{"sign", Type::sign, required},
    Member{"date", Type::date, required},
    Member{"type", Type::name, required, 0, horoscope_types},
    Member{"content", Type::text, required, text_max},
    Member{"statements", Type::objects, optional, 200},
    Member{"areas", Type::object, optional, json_max},
    Member{"luckyElements", Type::object, optional, json_max},
    Member{"source", Type::name, optional, 0, sources},
    Member{"language", Type::text, optional, 35},
    Member{"timezone", Type::text, optional, 64},
};
constexpr std::array message_members{
    Member{"conversationId", Type::text, required, 128},
    Member{"role", Type::name, required, 0, speakers},
    Member{"content", Type::text, required, text_max},
    Member{"statements", Type::objects, optional, 200},
    Member{"suggestedFollowUps", Type::array, optional, 20},
    Member{"source", Type::name, optional, 0, sources},
};
constexpr std::array match_members{
    Member{"user", Type::birth, optional},
    Member{"partner", Type::person, required},
    Member{"overallScore", Type::number, optional, 100},
    Member{"emotionalScore", Type::number, optional, 100},
    Member{"mentalScore", Type::number, optional, 100},
    Member{"physicalScore", Type::number, optional, 100},
    Member{"spiritualScore", Type::number, optional, 100},
    Member{"western", Type::object, optional, json_max},
    Member{"vedic", Type::object, optional, json_max},
    Member{"chinese", Type::object, optional, json_max},
    Member{"statements", Type::objects, optional, 200},
    Member{"notes", Type::text, optional, text_max},
};
constexpr std::array bookmark_members{
    Member{"targetKind", Type::name, required, 0, bookmarked},
    Member{"targetId", Type::text, required, 128},
    Member{"title", Type::text, optional, 300},
    Member{"note", Type::text, optional, text_max},
    Member{"tags", Type::array, optional, 50},
};
constexpr std::array report_members{
    Member{"type", Type::text, required, 50},
    Member{"status", Type::name, required, 0, report_states},
    Member{"title", Type::text, optional, 300},
    Member{"birthData", Type::birth, optional},
    Member{"content", Type::object, optional, json_max},
    Member{"statements", Type::objects, optional, 1'000},
};
// Beside what a chart is cast from.
constexpr std::array chart_members{
    Member{"label", Type::text, optional, 200},
    Member{"notes", Type::text, optional, text_max},
};

std::span<const Member> members_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::profile:
      return profile_members;
    case RecordKind::horoscope:
      return horoscope_members;
    case RecordKind::chat_message:
      return message_members;
    case RecordKind::match:
      return match_members;
    case RecordKind::bookmark:
      return bookmark_members;
    case RecordKind::chart:
      return chart_members;
    case RecordKind::report:
      return report_members;
  }
  return {};
}

constexpr std::array<RecordResource, storage::record_kind_count> resources{{
    {RecordKind::profile, "", "profile"},
    {RecordKind::horoscope, "horoscopes", "horoscope"},
    {RecordKind::chat_message, "messages", "chatMessage"},
    {RecordKind::match, "matches", "match"},
    {RecordKind::bookmark, "bookmarks", "bookmark"},
    {RecordKind::chart, "charts", "chart"},
    {RecordKind::report, "reports", "report"},
}};

constexpr auto names = [] {
  std::array<std::string_view, resources.size()> list{};
  for (std::size_t i = 0; i < list.size(); ++i)
    list[i] = resources[i].name;
  return list;
}();

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_rfc3339(fmt::format("{}T00:00:00Z", text)).has_value();
}

void check_text(ObjectReader& reader, const Member& member) {
  const auto text = reader.string(member.name);
  if (!text) return;
  if (text->size() > member.greatest) {
    reader.note(member.name, fmt::format("must have at most {} bytes", member.greatest));
  } else if (text->find('\0') != std::string_view::npos) {
    reader.note(member.name, "must have no character U+0000");
  }
}

void check_sign(ObjectReader& reader, std::string_view name) {
  const auto sign = reader.string(name);
  if (!sign) return;
  constexpr std::array<std::string_view, 12> signs{
      "aries", "taurus",  "gemini",      "cancer",    "leo",      "virgo",
      "libra", "scorpio", "sagittarius", "capricorn", "aquarius", "pisces"};
  if (std::ranges::find(signs, *sign) == signs.end()) reader.note(name, unknown_name(*sign, signs));
}

void check_json(ObjectReader& reader, const Member& member) {
  const auto* const value = reader.any(member.name);
  if (!value || value->is_null()) return;
  if (member.type == Type::object) {
    if (!value->is_object()) return reader.note(member.name, "must be an object");
    if (json::serialize(*value).size() > member.greatest) {
      reader.note(member.name, fmt::format("must have at most {} bytes", member.greatest));
    }
    return;
  }
  if (!value->is_array()) return reader.note(member.name, "must be a list");
  if (value->get_array().size() > member.greatest) {
    reader.note(member.name, fmt::format("must have at most {} items", member.greatest));
  }
  const auto is_object = [](const json::value& item) { return item.is_object(); };
  if (member.type == Type::objects && !std::ranges::all_of(value->get_array(), is_object)) {
    reader.note(member.name, "must be a list of objects");
  }
}

// A birth, and beside it the name of whose it is.
void check_person(ObjectReader& reader, const Member& member, FieldErrors& errors) {
  const auto* const value = reader.any(member.name);
  if (!value || value->is_null()) return;
  const auto place = reader.pointer_to(member.name);
  auto birth = *value;
  if (member.type == Type::person && birth.is_object()) {
    if (const auto* const name = birth.get_object().if_contains("name")) {
      if (!name->is_string() || name->get_string().size() > 200) {
        errors.add(place + "/name", "must be a string of at most 200 bytes");
      }
      birth.get_object().erase("name");
    }
  }
  (void)read_birth_data(birth, place, errors);
}

void check_member(ObjectReader& reader, const Member& member, FieldErrors& errors) {
  if (member.required) reader.require(member.name);
  switch (member.type) {
    case Type::text:
      return check_text(reader, member);
    case Type::name:
      (void)reader.name_among(member.name, member.names);
      return;
    case Type::sign:
      return check_sign(reader, member.name);
    case Type::date:
      if (const auto date = reader.string(member.name); date && !is_date(*date)) {
        reader.note(member.name, "must be a date such as 2026-11-23");
      }
      return;
    case Type::number:
      (void)reader.number(member.name, 0, static_cast<double>(member.greatest));
      return;
    case Type::object:
    case Type::array:
    case Type::objects:
      return check_json(reader, member);
    case Type::birth:
    case Type::person:
      return check_person(reader, member, errors);
  }
}

// What a chart is cast from is read by who casts it.
void check_chart(const json::value& document, std::string_view pointer,
                 std::span<const std::string_view> beside, FieldErrors& errors) {
  auto request = document;
  if (auto* const object = request.if_object()) {
    json::object own(object->storage());
    for (const auto& member : chart_members) {
      if (const auto* const value = object->if_contains(member.name))
        own.emplace(member.name, *value);
      object->erase(member.name);
    }
    for (const auto name : beside)
      object->erase(name);
    const json::value labelled(std::move(own));
    ObjectReader reader(labelled, pointer, errors);
    for (const auto& member : chart_members)
      check_member(reader, member, errors);
  }
  const auto read = read_chart_request(request);
  if (!read) errors.add(read.error(), pointer, "");
}

}  // namespace

std::span<const RecordResource, storage::record_kind_count> record_resources() {
  return resources;
}

std::span<const std::string_view, storage::record_kind_count> record_kind_names() {
  return names;
}

const RecordResource& resource_of(RecordKind kind) {
  return resources[static_cast<std::size_t>(kind)];
}

void check_document(RecordKind kind, const json::value& document, std::string_view pointer,
                    std::span<const std::string_view> beside, FieldErrors& errors) {
  if (kind == RecordKind::chart) return check_chart(document, pointer, beside, errors);
  ObjectReader reader(document, pointer, errors);
  for (const auto name : beside)
    (void)reader.any(name);
  for (const auto& member : members_of(kind))
    check_member(reader, member, errors);
  reader.finish();
}

}  // namespace astronova::api
