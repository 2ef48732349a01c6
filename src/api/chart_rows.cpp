#include "api/chart_rows.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace astronova::api {
namespace {

namespace json = boost::json;

bool is_formula(std::string_view text) {
  constexpr std::string_view first_characters = "=+-@\t\r";
  return !text.empty() && first_characters.find(text.front()) != std::string_view::npos;
}

void append_field(std::string& row, std::string_view text) {
  const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) row += '"';
  if (is_formula(text)) row += '\'';
  for (const char c : text) {
    if (c == '"') row += '"';
    row += c;
  }
  if (is_quoted) row += '"';
}

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

// Texts as they are, lists with spaces between, all else as JSON.
std::string text_of(const json::value& value) {
  if (value.is_null()) return {};
  if (const auto* const text = value.if_string()) return std::string(view(*text));
  const auto* const list = value.if_array();
  if (!list) return json::serialize(value);
  std::string words;
  for (const auto& word : *list) {
    if (!words.empty()) words += ' ';
    words += text_of(word);
  }
  return words;
}

void append_member(std::string& row, const json::object& object, std::string_view name) {
  row += ',';
  if (const auto* const value = object.if_contains(name)) append_field(row, text_of(*value));
}

}  // namespace

std::string chart_row(const storage::Record& chart) {
  const auto document = json::parse(chart.document).as_object();
  const auto* const given = document.if_contains("birthData");
  const auto birth = given && given->is_object() ? given->get_object() : json::object{};
  std::string row = chart.id;
  row += ',';
  row += format_rfc3339(chart.created_at);
  row += ',';
  row += format_rfc3339(chart.updated_at);
  append_member(row, document, "label");
  for (const std::string_view name : {"date", "time", "place", "latitude", "longitude", "timezone"})
    append_member(row, birth, name);
  append_member(row, document, "systems");
  append_member(row, document, "notes");
  row += "\r\n";
  return row;
}

}  // namespace astronova::api
