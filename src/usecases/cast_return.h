#pragma once

#include "astrology/western/predictive/returns.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

struct ReturnRequest {
  BirthData birth;
  ChartOptions options{};  ///< of the return's chart
  sky::Body body = sky::Body::sun;
  JulianDayUt after{};
  bool precession_corrected = false;
  std::optional<sky::GeographicPosition> place{};  ///< none: that of birth
};

/// A return and its chart.
struct CastReturn {
  BirthMoment natal;
  astrology::PlanetaryReturn found;
  sky::GeographicPosition place{};
  WesternResult western;
  std::vector<Warning> warnings{};
};

/// The next return of a body after an instant. Without a time of birth it is to where the body was
/// at local noon, and its chart has no houses.
/// errors   those of cast_natal_chart below "/birthData"; outside_ephemeris at "/after"
/// threads  any; blocking
Result<CastReturn> cast_return(const sky::Ephemeris& ephemeris, const ReturnRequest& request);

}  // namespace astronova::usecases
