#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "api/object_reader.h"
#include "usecases/birth_data.h"

namespace astronova::api {

/// Reads BirthData of the contract; notes what is wrong and then returns nothing.
std::optional<usecases::BirthData> read_birth_data(const boost::json::value& value,
                                                   std::string_view pointer, FieldErrors& errors);

}  // namespace astronova::api
