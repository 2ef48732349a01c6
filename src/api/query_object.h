#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/object_reader.h"

namespace astronova::api {

/// Which parameters of a query are not texts.
struct QueryTypes {
  std::span<const std::string_view> numbers{};
  std::span<const std::string_view> lists{};  ///< of texts, separated by commas
};

/// A query's parameters as a JSON object, so that a query and a body are read by the same reader: a
/// number that is none stays a text, which the reader then refuses. A parameter given twice is
/// noted. The object lives in `memory`.
boost::json::value query_object(const std::vector<std::pair<std::string, std::string>>& query,
                                const QueryTypes& types, JsonMemory& memory, FieldErrors& errors);

}  // namespace astronova::api
