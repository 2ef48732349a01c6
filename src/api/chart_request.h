#pragma once

#include <boost/json/value.hpp>

#include "base/result.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/compare_charts.h"

namespace astronova::api {

/// ChartRequest and AspectsRequest of the contract.
/// errors  invalid_value with every wrong field; not_available for systems that are not there yet
Result<usecases::ChartRequest> read_chart_request(const boost::json::value& body);
Result<usecases::ComparisonRequest> read_comparison_request(const boost::json::value& body);

}  // namespace astronova::api
