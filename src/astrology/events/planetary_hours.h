#pragma once

#include <vector>

#include "astrology/events/rise_and_set.h"

namespace astronova::astrology {

/// A twelfth of a day or of a night, and the planet that rules it.
struct PlanetaryHour {
  JulianDayUt at{};     ///< when it begins
  JulianDayUt until{};  ///< when it ends
  int number = 1;       ///< 1 to 12 by day, 13 to 24 by night
  sky::Body ruler{};    ///< Sun to Saturn

  bool by_day() const { return number <= 12; }
};

/// Days on which the Sun does not both rise and set have no planetary hours, nor have the nights
/// that follow them.
struct PlanetaryHours {
  std::vector<PlanetaryHour> hours;          ///< in the order of time
  std::vector<CircumpolarSpan> circumpolar;  ///< of the Sun, where there are none, in the range
};

/// The planetary hours that begin in a range: twelfths of the time from sunrise to sunset and from
/// sunset to the next sunrise, ruled in the Chaldean order (Saturn, Jupiter, Mars, Sun, Venus,
/// Mercury, Moon) from the planet of the weekday on, which rules the first hour after sunrise. The
/// weekday is that of the sunrise by local mean time. Precision, errors and threads: as
/// find_diurnal_events.
Result<PlanetaryHours> find_planetary_hours(const sky::Ephemeris& ephemeris,
                                            const sky::GeographicPosition& place, JulianDayUt from,
                                            JulianDayUt to, const HorizonSettings& settings = {});

}  // namespace astronova::astrology
