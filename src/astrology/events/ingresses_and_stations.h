#pragma once

#include <span>
#include <vector>

#include "astrology/zodiac.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// A body enters a sign.
struct IngressEvent {
  JulianDayUt at{};
  sky::Body body{};
  Sign sign{};              ///< the one that is entered
  bool retrograde = false;  ///< backwards, over its end
};

/// A body stands still in longitude and turns.
struct StationEvent {
  JulianDayUt at{};
  sky::Body body{};
  bool turns_retrograde = false;  ///< else direct
  double longitude = 0;           ///< degrees, [0, 360), of the frame's zodiac
};

/// What is found on the way of some bodies through the zodiac.
struct ZodiacalMotion {
  std::vector<IngressEvent> ingresses;
  std::vector<StationEvent> stations;
};

/// Which of the two are looked for.
struct MotionWishes {
  bool ingresses = true;
  bool stations = true;
};

/// Every ingress and station of the bodies in a range, both in the order of time, of bodies at one
/// instant in theirs. Both are of the frame's zodiac: a sidereal station is where the sidereal
/// longitude turns, which for the slow planets is hours from the tropical one. Stations are as
/// uncertain as longitudes are flat there (find_events.h). A cusp that is touched by a turn within
/// 1e-7 degrees is not entered. Range, errors and threads: seasons_and_phases.h.
Result<ZodiacalMotion> find_zodiacal_motion(const sky::Ephemeris& ephemeris,
                                            std::span<const sky::Body> bodies, MotionWishes wishes,
                                            JulianDayUt from, JulianDayUt to,
                                            const sky::Frame& frame = {});

}  // namespace astronova::astrology
