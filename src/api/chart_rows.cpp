#include "api/chart_rows.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace astronova::api {
namespace {

namespace json = boost::json;

std::string field(std::string text) {
  const std::string_view formulas = "=+-@\t\r";
  if (!text.empty() && formulas.find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

// Texts as they are, lists with spaces between, all else as JSON.
std::string text_of(const json::value& value) {
  if (value.is_null()) return "";
  if (const auto* const text = value.if_string()) return field(std::string(*text));
  if (const auto* const list = value.if_array()) {
    std::string words;
    for (const auto& word : *list) {
      if (!words.empty()) words += ' ';
      words += word.is_string() ? std::string(word.get_string()) : json::serialize(word);
    }
    return field(words);
  }
  return json::serialize(value);
}

std::string member(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value ? text_of(*value) : "";
}

}  // namespace

std::string chart_row(const storage::Record& chart) {
  const auto document = json::parse(chart.document).as_object();
  const auto* const given = document.if_contains("birthData");
  const auto birth = given && given->is_object() ? given->get_object() : json::object{};
  std::string row = chart.id;
  const auto add = [&row](const std::string& text) { row.append(1, ',').append(text); };
  add(format_rfc3339(chart.created_at));
  add(format_rfc3339(chart.updated_at));
  add(member(document, "label"));
  for (const std::string_view name : {"date", "time", "place", "latitude", "longitude", "timezone"})
    add(member(birth, name));
  add(member(document, "systems"));
  add(member(document, "notes"));
  row += "\r\n";
  return row;
}

}  // namespace astronova::api
