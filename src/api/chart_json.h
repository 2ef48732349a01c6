#pragma once

#include <string>
#include <vector>

#include "sky/ephemeris.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/compare_charts.h"

namespace astronova::api {

/// ChartResponse of the contract.
std::string write_chart(const usecases::CastChart& cast, const usecases::ChartRequest& request,
                        const sky::Ephemeris& ephemeris);

/// AspectsResponse of the contract.
std::string write_comparison(const usecases::Comparison& comparison,
                             const usecases::ComparisonRequest& request,
                             const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
