#pragma once

#include <string>

#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// The name of a chart that is not kept: a UUID of version 5 (RFC 9562, 5.5) over all inputs, so
/// that the same request has the same id on every machine, and another request another.
std::string chart_id(const ChartRequest& request);

}  // namespace astronova::usecases
