#pragma once

#include <string>
#include <vector>

#include "sky/ephemeris.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/compare_charts.h"

namespace astronova::api {

/// Appends the ChartResponse of the contract to `text`. Does not allocate where `text` has room.
/// The bytes are the same for the same request, ephemeris and zone database.
void write_chart(std::string& text, const usecases::CastChart& cast,
                 const usecases::ChartRequest& request, const sky::Ephemeris& ephemeris);

/// Appends the AspectsResponse of the contract to `text`.
void write_comparison(std::string& text, const usecases::Comparison& comparison,
                      const usecases::ComparisonRequest& request, const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
