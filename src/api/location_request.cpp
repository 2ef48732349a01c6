#include "api/location_request.h"

#include <algorithm>
#include <array>

#include "api/birth_data.h"
#include "api/query_object.h"
#include "base/utf8.h"

namespace astronova::api {
namespace {

constexpr std::int64_t search_limit_max = 50;
constexpr std::int64_t reverse_limit_max = 20;
constexpr std::array<std::string_view, 3> numbers{"latitude", "longitude", "limit"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The language of a tag such as de-AT; nothing where it is no tag (RFC 5646).
std::optional<std::string> language_of(std::string_view tag) {
  std::string language(tag.substr(0, tag.find('-')));
  const bool fits =
      (language.size() == 2 || language.size() == 3) && std::ranges::all_of(language, is_letter) &&
      std::ranges::all_of(
          tag, [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
  if (!fits) return std::nullopt;
  std::ranges::transform(language, language.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return language;
}

std::string read_language(ObjectReader& reader) {
  const auto tag = reader.string("lang");
  if (!tag) return "";
  if (const auto language = language_of(*tag)) return *language;
  reader.note("lang", quoted(*tag) + " is no language tag; give one such as de or pt-BR");
  return "";
}

std::size_t read_limit(ObjectReader& reader, std::size_t otherwise, std::int64_t greatest) {
  const auto limit = reader.integer("limit", 1, greatest);
  return limit ? static_cast<std::size_t>(*limit) : otherwise;
}

// Reads a query's members by `read(reader, request)`.
template <class Request, class Read>
Result<Request> read_query(const Query& query, const Read& read) {
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(query, {numbers, {}}, memory, errors);
  ObjectReader reader(object, "", errors);
  Request request;
  read(reader, request);
  request.language = read_language(reader);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

}  // namespace

Result<LocationSearch> read_location_search(const Query& query) {
  return read_query<LocationSearch>(query, [](ObjectReader& reader, LocationSearch& search) {
    reader.require("q");
    search.text = reader.string("q").value_or("");
    search.limit = read_limit(reader, search.limit, search_limit_max);
  });
}

Result<LocationReverse> read_location_reverse(const Query& query) {
  return read_query<LocationReverse>(query, [](ObjectReader& reader, LocationReverse& reverse) {
    reader.require("latitude");
    reader.require("longitude");
    reverse.latitude = reader.number("latitude", -90, 90).value_or(0);
    reverse.longitude = reader.number("longitude", -180, 180).value_or(0);
    reverse.limit = read_limit(reader, reverse.limit, reverse_limit_max);
  });
}

Result<usecases::BirthData> read_location_timezone(const boost::json::value& body) {
  FieldErrors errors;
  const auto birth = read_birth_data(body, "", errors);
  if (!errors.empty()) return errors.error();
  return *birth;
}

}  // namespace astronova::api
