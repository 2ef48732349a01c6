#pragma once

#include <span>
#include <vector>

#include "astrology/western/aspects.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// Two moving bodies make an aspect exactly.
struct AspectEvent {
  JulianDayUt at{};
  sky::Body first{};  ///< before `second` in the order of sky::Body
  sky::Body second{};
  AspectKind kind{};
};

/// The major aspects: those of void of course, and of events where none are named.
std::span<const AspectKind> major_aspects();

/// Every exact aspect of the kinds between any two of the bodies in a range, in the order of time,
/// those of one instant in the order of their bodies. Pairs that move as one are left out, as in
/// find_aspects_within. A pair that comes within 1e-7 degrees of an aspect and turns makes it once.
/// Range, errors and threads: seasons_and_phases.h.
Result<std::vector<AspectEvent>> find_aspect_events(const sky::Ephemeris& ephemeris,
                                                    std::span<const sky::Body> bodies,
                                                    std::span<const AspectKind> kinds,
                                                    JulianDayUt from, JulianDayUt to);

/// The same between one body and each of the others.
Result<std::vector<AspectEvent>> find_aspect_events_with(const sky::Ephemeris& ephemeris,
                                                         sky::Body body,
                                                         std::span<const sky::Body> others,
                                                         std::span<const AspectKind> kinds,
                                                         JulianDayUt from, JulianDayUt to);

}  // namespace astronova::astrology
