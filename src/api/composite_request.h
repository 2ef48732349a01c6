#pragma once

#include <boost/json/value.hpp>

#include "base/result.h"
#include "usecases/compose_charts.h"

namespace astronova::api {

/// CompositeRequest of the contract.
/// errors  invalid_value with every wrong field
Result<usecases::CompositeRequest> read_composite_request(const boost::json::value& body);

}  // namespace astronova::api
