#include "api/person_request.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/birth_data.h"

namespace astronova::api {
namespace {

namespace json = boost::json;

constexpr std::size_t name_bytes_max = 200;
constexpr std::array<std::string_view, 3> match_systems{"western", "vedic", "chinese"};

std::string taken_name(json::object& birth, std::string_view pointer, std::string_view name,
                       FieldErrors& errors) {
  const auto* found = birth.if_contains({name.data(), name.size()});
  if (!found) return {};
  std::string text;
  if (const auto* given = found->if_string(); given && given->size() <= name_bytes_max) {
    text.assign(given->data(), given->size());
  } else if (!found->is_null()) {
    errors.add(fmt::format("{}/{}", pointer, name),
               fmt::format("must be a string of at most {} bytes", name_bytes_max));
  }
  birth.erase({name.data(), name.size()});
  return text;
}

}  // namespace

std::optional<NamedBirth> read_named_birth(const json::value& value, std::string_view pointer,
                                           std::string_view name, FieldErrors& errors) {
  NamedBirth named;
  auto birth = value;
  if (auto* object = birth.if_object()) named.name = taken_name(*object, pointer, name, errors);
  auto read = read_birth_data(birth, pointer, errors);
  if (!read) return std::nullopt;
  named.birth = *std::move(read);
  return named;
}

NamedBirth read_person(ObjectReader& request, std::string_view member, FieldErrors& errors) {
  request.require(member);
  const auto* value = request.any(member);
  if (!value || value->is_null()) return {};
  return read_named_birth(*value, request.pointer_to(member), "name", errors)
      .value_or(NamedBirth{});
}

void read_match_systems(ObjectReader& request) {
  const auto* given = request.any("systems");
  const auto systems = request.names_among("systems", match_systems);
  if (!systems) return;
  for (const auto index : *systems) {
    if (index > 0) {
      request.note("systems", fmt::format("{} is not available yet; available is western",
                                          match_systems.at(index)));
    }
  }
  if (given->get_array().empty()) {
    request.note("systems", "must name western, or be left out");
  }
}

}  // namespace astronova::api
