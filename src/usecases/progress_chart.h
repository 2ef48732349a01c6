#pragma once

#include "astrology/western/predictive/progressions.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

struct ProgressionRequest {
  BirthData birth;
  ChartOptions options{};  ///< `aspects` are those to the natal chart; the wheel is not read
  JulianDayUt at{};
  astrology::ProgressionSettings progression{};  ///< its aspects are not read
};

struct ProgressedChart {
  CastChart natal;
  astrology::Progression progression;
};

/// Without a time of birth symbolic time is counted from local noon, and there are no houses.
/// errors   those of cast_natal_chart below "/birthData"; at "/at" for an instant before birth or
///          150 years after it, and outside_ephemeris
/// threads  any; blocking
Result<ProgressedChart> progress_chart(const sky::Ephemeris& ephemeris,
                                       const ProgressionRequest& request);

/// No life is longer: what counts by ages takes no instant beyond.
inline constexpr int life_years_max = 150;
/// Whether an instant lies in a life; an error at the pointer where not.
Result<void> check_lifetime(JulianDayUt birth, JulianDayUt when, std::string_view pointer);

}  // namespace astronova::usecases
