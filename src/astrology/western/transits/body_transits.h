#pragma once

#include <span>

#include "astrology/western/transits/aspect_windows.h"
#include "astrology/western/transits/transits.h"

namespace astronova::astrology {

/// Follows one body from one instant to another and adds its transits through windows, its
/// ingresses over cusps and its stations within windows to those that are there. All in one search.
Result<void> add_transits_of(const sky::Ephemeris& ephemeris, sky::Body body,
                             std::span<const AspectWindow> windows, std::span<const double> cusps,
                             const sky::Frame& frame, JulianDayUt from, JulianDayUt to,
                             Transits& transits);

}  // namespace astronova::astrology
