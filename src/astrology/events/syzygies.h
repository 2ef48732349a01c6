#pragma once

#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The new moons (elongation 0) or full moons (180 degrees) of a range at which the Moon is so near
/// to the ecliptic that there may be an eclipse.
/// errors  those of sky/search/find_events.h
Result<std::vector<double>> syzygies_near_nodes(const sky::Ephemeris& ephemeris, double elongation,
                                                double from, double to);

}  // namespace astronova::astrology
