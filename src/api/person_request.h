#pragma once

#include <optional>
#include <string>

#include "api/object_reader.h"
#include "usecases/birth_data.h"

namespace astronova::api {

/// BirthData of the contract with a member more.
struct NamedBirth {
  usecases::BirthData birth;
  std::string name{};  ///< "" where there is none
};

/// Reads BirthData that may have `name` (or `id`) beside its members, a text of at most 200 bytes;
/// notes what is wrong and then returns nothing.
std::optional<NamedBirth> read_named_birth(const boost::json::value& value,
                                           std::string_view pointer, std::string_view name,
                                           FieldErrors& errors);

/// Reads the person at a required member of a request; a default one where something is wrong.
NamedBirth read_person(ObjectReader& request, std::string_view member, FieldErrors& errors);

/// Reads `systems` of a match, of which western alone is there yet.
void read_match_systems(ObjectReader& request);

}  // namespace astronova::api
