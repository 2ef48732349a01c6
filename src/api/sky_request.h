#pragma once

#include <boost/json/value.hpp>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "usecases/read_the_sky.h"
#include "usecases/tabulate_ephemeris.h"

namespace astronova::api {

/// The query of GET /ephemeris/positions. `at` is the instant it asks for.
struct PositionsQuery {
  usecases::SkyRequest sky;
  Instant at;
};

/// errors  invalid_value with every wrong parameter, pointers into the object of the parameters
Result<PositionsQuery> read_positions_query(
    const std::vector<std::pair<std::string, std::string>>& query, const Clock& clock);

/// The body of POST /ephemeris/calculate.
/// errors  invalid_value with every wrong field
Result<usecases::TableRequest> read_table_request(const boost::json::value& body);

}  // namespace astronova::api
