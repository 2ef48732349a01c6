#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "usecases/birth_data.h"

namespace astronova::api {

using Query = std::vector<std::pair<std::string, std::string>>;

/// GET /locations/search
struct LocationSearch {
  std::string text;
  std::size_t limit = 10;
  std::string language{};  ///< empty: main names
};

/// errors  invalid_value with every wrong parameter
Result<LocationSearch> read_location_search(const Query& query);

/// GET /locations/reverse
struct LocationReverse {
  double latitude = 0;
  double longitude = 0;
  std::size_t limit = 1;
  std::string language{};  ///< empty: main names
};

/// errors  invalid_value with every wrong parameter
Result<LocationReverse> read_location_reverse(const Query& query);

/// POST /locations/timezone: birth data.
/// errors  invalid_value with every wrong field
Result<usecases::BirthData> read_location_timezone(const boost::json::value& body);

}  // namespace astronova::api
