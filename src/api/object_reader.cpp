#include "api/object_reader.h"

#include <algorithm>
#include <boost/json/parser.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>
#include <cstring>

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

// Looking at the few members of a usual object costs less than object::find's preparations.
const json::key_value_pair* find_member(const json::object& object, std::string_view name) {
  constexpr std::size_t few = 16;
  if (object.size() > few) return object.find(json::string_view{name.data(), name.size()});
  return std::ranges::find_if(object, [name](const json::key_value_pair& member) {
    const auto key = member.key();
    return key.size() == name.size() && std::memcmp(key.data(), name.data(), name.size()) == 0;
  });
}

// The stream parser knows better than the quick one how far it came.
Error why_not_json(std::string_view body) {
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return {ErrorCode::malformed, "the body is empty; send a JSON object", {}};
  }
  json::stream_parser parser;
  json::error_code failure;
  const std::size_t read = parser.write(body.data(), body.size(), failure);
  if (!failure) parser.finish(failure);
  return {ErrorCode::malformed,
          fmt::format("the body is not JSON: {} at byte {}", failure.message(), read),
          {}};
}

}  // namespace

Result<json::value> parse_json(std::string_view body, JsonMemory& memory) {
  unsigned char scratch[4'096];
  json::parser parser(json::storage_ptr{}, {}, scratch, sizeof scratch);
  parser.reset(memory.storage());
  json::error_code failure;
  parser.write(body.data(), body.size(), failure);
  if (!failure) return parser.release();
  return why_not_json(body);
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

ObjectReader::ObjectReader(const json::value& value, std::string_view pointer, FieldErrors& errors)
    : object_(value.if_object()), pointer_(pointer), errors_(errors) {
  if (!object_) errors_.add(std::string{pointer_}, must_be("an object", value));
}

std::string ObjectReader::pointer_to(std::string_view name) const {
  return fmt::format("{}/{}", pointer_, escaped_token(name));
}

void ObjectReader::note(std::string_view name, std::string detail) {
  errors_.add(pointer_to(name), std::move(detail));
}

const json::value* ObjectReader::any(std::string_view name) {
  known_.push_back(name);
  if (!object_) return nullptr;
  const auto* const member = find_member(*object_, name);
  if (member == object_->end()) return nullptr;
  if (const auto place = member - object_->begin(); place < 64) asked_for_ |= 1ULL << place;
  return &member->value();
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

std::optional<std::string_view> ObjectReader::string(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (const auto* text = value->if_string()) return view(*text);
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

std::optional<NameIndices> ObjectReader::names_among(std::string_view name,
                                                     std::span<const std::string_view> names) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  const auto* list = value->if_array();
  if (!list) {
    note(name, must_be("a list of names", *value));
    return std::nullopt;
  }
  NameIndices indices;
  const auto note_element = [&](std::size_t i, std::string detail) {
    errors_.add(fmt::format("{}/{}", pointer_to(name), i), std::move(detail));
  };
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* text = (*list)[i].if_string();
    if (!text) note_element(i, must_be("a string", (*list)[i]));
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto* text = (*list)[i].if_string();
    if (!text) continue;
    const auto word = view(*text);
    const auto index = static_cast<std::size_t>(std::ranges::find(names, word) - names.begin());
    if (index == names.size()) {
      note_element(i, unknown_name(word, names));
    } else if (std::ranges::find(indices, index) != indices.end()) {
      note_element(i, fmt::format("'{}' is named twice", word));
    } else {
      indices.push_back(index);
    }
  }
  std::ranges::sort(indices);
  return indices;
}

void ObjectReader::note_unknown(std::string_view name) {
  std::ranges::sort(known_);
  const auto unique = std::ranges::unique(known_);
  known_.erase(unique.begin(), unique.end());
  const auto suggestion = did_you_mean(name, known_);
  note(name, suggestion.empty()
                 ? fmt::format("is not known here. Known are {}", fmt::join(known_, ", "))
                 : "is not known here." + suggestion);
}

void ObjectReader::finish() {
  if (!object_) return;
  const std::size_t members = object_->size();
  const std::uint64_t all = members < 64 ? (1ULL << members) - 1 : ~0ULL;
  if (members <= 64 && asked_for_ == all) return;
  for (const auto& member : *object_) {
    const std::string_view name{member.key().data(), member.key().size()};
    if (std::ranges::find(known_, name) == known_.end()) note_unknown(name);
  }
}

std::string unknown_name(std::string_view word, std::span<const std::string_view> names) {
  const auto suggestion = did_you_mean(word, names);
  if (!suggestion.empty()) return quoted(word) + " is not known." + suggestion;
  return fmt::format("{} is not known. Known are {}", quoted(word), fmt::join(names, ", "));
}

}  // namespace astronova::api
