#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The four points of the year, by the Sun's tropical longitude: 0, 90, 180 and 270 degrees.
enum class SeasonPoint : std::uint8_t {
  march_equinox,
  june_solstice,
  september_equinox,
  december_solstice,
};
std::string_view name_of(SeasonPoint point);  ///< "marchEquinox"

struct SeasonEvent {
  JulianDayUt at{};
  SeasonPoint point{};
};

/// The four principal phases, by the Moon's longitude less the Sun's: 0, 90, 180 and 270 degrees.
enum class PrincipalPhase : std::uint8_t { new_moon, first_quarter, full_moon, last_quarter };
std::string_view name_of(PrincipalPhase phase);  ///< "new", "firstQuarter", "full", "lastQuarter"

struct LunarPhaseEvent {
  JulianDayUt at{};
  PrincipalPhase phase{};
  double longitude = 0;  ///< of the Moon, degrees, [0, 360), of the frame's zodiac
};

/// The equinoxes and solstices of a range, in the order of time.
///
/// What is said of all searches of src/astrology/events:
/// range    half open: an event on the border of two adjoining ranges is in one of them
/// precise  as sky/search/find_events.h: within a millisecond, or 1e-7 degrees of the quantity
/// errors   those of find_events; unavailable where nobody waits any more (waited_for.h)
/// threads  any; blocking as long as the ephemeris does
Result<std::vector<SeasonEvent>> find_seasons(const sky::Ephemeris& ephemeris, JulianDayUt from,
                                              JulianDayUt to);

/// The principal phases of a range, geocentric, in the order of time.
Result<std::vector<LunarPhaseEvent>> find_lunar_phases(const sky::Ephemeris& ephemeris,
                                                       JulianDayUt from, JulianDayUt to,
                                                       const sky::Frame& frame = {});

}  // namespace astronova::astrology
