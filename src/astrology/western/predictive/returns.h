#pragma once

#include <optional>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// Which return is looked for.
struct ReturnSettings {
  sky::Body body = sky::Body::sun;
  std::optional<sky::Ayanamsa> ayanamsa{};  ///< the zodiac of the chart; none: tropical
  /// The natal longitude is carried along with the precession of the equinoxes since the birth: the
  /// body comes back to where it stood among the stars. A sidereal zodiac is carried along already.
  bool precession_corrected = false;
};

/// One instant at which a body is back.
struct ReturnPass {
  JulianDayUt when{};
  bool retrograde = false;
};

/// A body's return to where it was at birth.
struct PlanetaryReturn {
  double longitude = 0;  ///< to which it returns, of the chart's zodiac; degrees, [0, 360): where
                         ///< precession is corrected for, what the natal one has become
  /// Those of one return: a body that turns around near the longitude passes it three times or
  /// more. The first is the one that was looked for.
  std::vector<ReturnPass> passes;
};

/// The next return of a body later than an instant by more than a second.
///
/// Precision: the longitude at a pass agrees with the natal one within 1e-7 degrees of the port, or
/// the pass is within a millisecond of where it does.
/// errors   those of the port; outside_ephemeris when there is no return in what it covers
/// threads  as the port; blocking
Result<PlanetaryReturn> next_return(const sky::Ephemeris& ephemeris, const ReturnSettings& settings,
                                    JulianDayUt birth, JulianDayUt after);

/// The natal Sun's returns around an instant at or after birth: the last until it, which is the
/// birth itself in the first year, and the next. `number` is the age in whole years.
struct SolarYear {
  int number = 0;
  JulianDayUt begin{};
  JulianDayUt end{};
};

/// In the tropical zodiac. errors  those of the port; invalid_value for an instant before birth
Result<SolarYear> solar_year_at(const sky::Ephemeris& ephemeris, JulianDayUt birth,
                                JulianDayUt when);

}  // namespace astronova::astrology
