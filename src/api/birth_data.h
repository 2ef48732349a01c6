#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

#include "api/object_reader.h"
#include "base/result.h"
#include "usecases/birth_data.h"

namespace astronova::api {

/// Reads BirthData of the contract; notes what is wrong and then returns nothing.
std::optional<usecases::BirthData> read_birth_data(const boost::json::value& value,
                                                   std::string_view pointer, FieldErrors& errors);

/// Reads the JSON text of one BirthData, such as a line of a file of births. Does not allocate for
/// a birth that is good and whose place is given by coordinates. errors  malformed: no JSON;
/// invalid_value with every wrong field, pointers into the object threads any
Result<usecases::BirthData> read_birth(std::string_view text);

}  // namespace astronova::api
