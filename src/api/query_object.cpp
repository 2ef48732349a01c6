#include "api/query_object.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>

namespace astronova::api {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

json::value number_or_text(const std::string& text, const json::storage_ptr& storage) {
  double number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure == std::errc{} && stop == end) return json::value(number, storage);
  return json::value(view(text), storage);
}

json::array list_of(std::string_view text, const json::storage_ptr& storage) {
  json::array list(storage);
  while (true) {
    const auto comma = text.find(',');
    list.emplace_back(view(text.substr(0, comma)));
    if (comma == std::string_view::npos) return list;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

json::value query_object(const std::vector<std::pair<std::string, std::string>>& query,
                         const QueryTypes& types, JsonMemory& memory, FieldErrors& errors) {
  const auto among = [](std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  const auto storage = memory.storage();
  json::object object(storage);
  for (const auto& [name, text] : query) {
    if (object.contains(view(name))) {
      errors.add('/' + name, "is given twice");
    } else if (among(types.numbers, name)) {
      object.emplace(view(name), number_or_text(text, storage));
    } else if (among(types.lists, name)) {
      object.emplace(view(name), list_of(text, storage));
    } else {
      object.emplace(view(name), view(text));
    }
  }
  return object;
}

}  // namespace astronova::api
