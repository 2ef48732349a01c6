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

/// Notes that a person's time of birth is unknown, where it is: `time.unknown`.
///   whose   "the user's"
///   lacking what is left out for that, in words
void warn_of_unknown_time(const CastChart& cast, std::string_view whose, std::string_view lacking,
                          std::vector<Warning>& warnings);

}  // namespace astronova::usecases
