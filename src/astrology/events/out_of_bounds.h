#pragma once

#include <span>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// A body leaves the band between the tropics, or comes back to it.
struct OutOfBoundsEvent {
  JulianDayUt at{};
  sky::Body body{};
  bool leaves = false;  ///< goes out of bounds; else comes back
  bool north = false;   ///< over the northern tropic; else the southern
};

/// Every instant of a range at which a body's declination passes the true obliquity of the ecliptic
/// of date, north or south, in the order of time. The Sun, which makes the bounds, is passed over.
/// A body that turns within a second of arc of them may have its two events a few minutes from
/// where they are. Range, errors and threads: seasons_and_phases.h.
Result<std::vector<OutOfBoundsEvent>> find_out_of_bounds(const sky::Ephemeris& ephemeris,
                                                         std::span<const sky::Body> bodies,
                                                         JulianDayUt from, JulianDayUt to);

}  // namespace astronova::astrology
