#include "api/object_reader.h"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/errors.h"
#include "base/nearest_name.h"
#include "base/utf8.h"

namespace astronova::api {
namespace {

namespace json = boost::json;

constexpr std::size_t field_errors_max = 50;

std::string_view kind_name(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
    default:
      return "a number";
  }
}

std::string must_be(std::string_view wanted, const json::value& value) {
  return fmt::format("must be {}, not {}", wanted, kind_name(value));
}

// RFC 6901, 3.
std::string escaped_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

}  // namespace

Result<json::value> parse_json(std::string_view body) {
  json::stream_parser parser;
  json::error_code failure;
  const std::size_t read = parser.write(body.data(), body.size(), failure);
  if (!failure) parser.finish(failure);
  if (!failure) return parser.release();
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{ErrorCode::malformed, "the body is empty; send a JSON object", {}};
  }
  return Error{ErrorCode::malformed,
               fmt::format("the body is not JSON: {} at byte {}", failure.message(), read),
               {}};
}

void FieldErrors::add(std::string pointer, std::string detail) {
  errors_.push_back({std::move(pointer), std::move(detail), {}});
}

void FieldErrors::add(const Error& error, std::string_view parent, std::string_view field) {
  for (auto& wrong : below(error, parent, field).fields)
    errors_.push_back(std::move(wrong));
}

void FieldErrors::append(const FieldErrors& others) {
  errors_.insert(errors_.end(), others.errors_.begin(), others.errors_.end());
}

Error FieldErrors::error() const {
  auto fields = errors_;
  const std::size_t count = fields.size();
  if (count > field_errors_max) fields.resize(field_errors_max);
  const auto& first = fields.front();
  auto detail = first.pointer.empty() ? "the request " + first.detail
                                      : fmt::format("{}: {}", first.pointer, first.detail);
  if (count > 1) detail += fmt::format(" ({} fields are wrong)", count);
  return {ErrorCode::invalid_value, std::move(detail), std::move(fields)};
}

ObjectReader::ObjectReader(const json::value& value, std::string pointer, FieldErrors& errors)
    : object_(value.if_object()), pointer_(std::move(pointer)), errors_(errors) {
  if (!object_) errors_.add(pointer_, must_be("an object", value));
}

std::string ObjectReader::pointer_to(std::string_view name) const {
  return pointer_ + '/' + escaped_token(name);
}

void ObjectReader::note(std::string_view name, std::string detail) {
  errors_.add(pointer_to(name), std::move(detail));
}

const json::value* ObjectReader::any(std::string_view name) {
  known_.push_back(name);
  return object_ ? object_->if_contains(json::string_view{name.data(), name.size()}) : nullptr;
}

const json::value* ObjectReader::find(std::string_view name) {
  const auto* value = any(name);
  return value && !value->is_null() ? value : nullptr;
}

bool ObjectReader::has(std::string_view name) {
  return any(name) != nullptr;
}

void ObjectReader::require(std::string_view name) {
  if (object_ && !find(name)) note(name, "is required");
}

std::optional<std::string> ObjectReader::string(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (const auto* text = value->if_string()) return std::string{view(*text)};
  note(name, must_be("a string", *value));
  return std::nullopt;
}

std::optional<double> ObjectReader::number(std::string_view name, double least, double greatest) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_number()) {
    note(name, must_be("a number", *value));
    return std::nullopt;
  }
  const auto number = value->to_number<double>();
  if (std::isfinite(number) && number >= least && number <= greatest) return number;
  note(name, fmt::format("must be between {} and {}", least, greatest));
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name, std::int64_t least,
                                                  std::int64_t greatest) {
  const auto number = this->number(name, static_cast<double>(least), static_cast<double>(greatest));
  if (!number) return std::nullopt;
  if (*number == std::floor(*number)) return static_cast<std::int64_t>(*number);
  note(name, "must be a whole number");
  return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (const auto* boolean = value->if_bool()) return *boolean;
  note(name, must_be("true or false", *value));
  return std::nullopt;
}

std::optional<std::size_t> ObjectReader::name_among(std::string_view name,
                                                    std::span<const std::string_view> names) {
  const auto word = string(name);
  if (!word) return std::nullopt;
  const auto found = std::ranges::find(names, *word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  note(name, unknown_name(*word, names));
  return std::nullopt;
}

std::optional<std::vector<std::size_t>> ObjectReader::names_among(
    std::string_view name, std::span<const std::string_view> names) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto* list = value->if_array();
  if (!list) {
    note(name, must_be("a list of names", *value));
    return std::nullopt;
  }
  std::vector<std::pair<std::string, std::string>> words;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto pointer = fmt::format("{}/{}", pointer_to(name), i);
    if (const auto* text = (*list)[i].if_string()) {
      words.emplace_back(std::move(pointer), view(*text));
    } else {
      errors_.add(std::move(pointer), must_be("a string", (*list)[i]));
    }
  }
  return sort_names(words, names, errors_);
}

void ObjectReader::finish() {
  if (!object_) return;
  for (const auto& member : *object_) {
    const std::string_view name{member.key().data(), member.key().size()};
    if (std::ranges::find(known_, name) != known_.end()) continue;
    std::ranges::sort(known_);
    const auto unique = std::ranges::unique(known_);
    known_.erase(unique.begin(), unique.end());
    const auto suggestion = did_you_mean(name, known_);
    note(name, suggestion.empty()
                   ? fmt::format("is not known here. Known are {}", fmt::join(known_, ", "))
                   : "is not known here." + suggestion);
  }
}

std::string unknown_name(std::string_view word, std::span<const std::string_view> names) {
  const auto suggestion = did_you_mean(word, names);
  if (!suggestion.empty()) return quoted(word) + " is not known." + suggestion;
  return fmt::format("{} is not known. Known are {}", quoted(word), fmt::join(names, ", "));
}

std::vector<std::size_t> sort_names(const std::vector<std::pair<std::string, std::string>>& words,
                                    std::span<const std::string_view> names, FieldErrors& errors) {
  std::vector<std::size_t> indices;
  for (const auto& [pointer, word] : words) {
    const auto found = std::ranges::find(names, word);
    if (found == names.end()) {
      errors.add(pointer, unknown_name(word, names));
      continue;
    }
    const auto index = static_cast<std::size_t>(found - names.begin());
    if (std::ranges::find(indices, index) != indices.end()) {
      errors.add(pointer, fmt::format("'{}' is named twice", word));
      continue;
    }
    indices.push_back(index);
  }
  std::ranges::sort(indices);
  return indices;
}

}  // namespace astronova::api
