#pragma once

#include <string_view>

#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// Casts the chart of one of several people in a request.
/// errors   those of cast_natal_chart, their pointers below `pointer`, where that person's birth is
///          ("/first/birthData"); one without fields is given its date
/// threads  any; blocking
Result<CastChart> cast_person(const sky::Ephemeris& ephemeris, const ChartRequest& request,
                              std::string_view pointer);

}  // namespace astronova::usecases
