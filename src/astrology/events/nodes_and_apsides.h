#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sky/ephemeris.h"

namespace astronova::astrology {

/// A body passes the ecliptic of date, as seen from the Earth.
struct NodeCrossing {
  JulianDayUt at{};
  sky::Body body{};
  bool ascending = false;  ///< from south to north
};

/// Where a distance is least or greatest.
enum class Apsis : std::uint8_t { perigee, apogee, perihelion, aphelion };
std::string_view name_of(Apsis apsis);

struct ApsisEvent {
  JulianDayUt at{};
  Apsis apsis{};
  double distance = 0;  ///< AU, between the centres

  /// The Moon for perigee and apogee, the Earth for perihelion and aphelion.
  sky::Body body() const {
    return apsis == Apsis::perigee || apsis == Apsis::apogee ? sky::Body::moon : sky::Body::earth;
  }
};

/// Every passage of a body through the ecliptic in a range, in the order of time. The Sun and the
/// points of the Moon's orbit have none worth the name and are passed over. Range, errors and
/// threads: seasons_and_phases.h.
Result<std::vector<NodeCrossing>> find_node_crossings(const sky::Ephemeris& ephemeris,
                                                      std::span<const sky::Body> bodies,
                                                      JulianDayUt from, JulianDayUt to);

/// The Moon's perigees and apogees and the Earth's perihelia and aphelia in a range, in the order
/// of time. They are where the distance of the Moon's or the Sun's apparent place turns: some
/// seconds and some minutes from where the geometric one does. Distances are flat there: what the
/// ephemeris is uncertain by in distance a day moves the Moon's instants by less than a second, and
/// the Earth's by minutes (docs/astrology/events.md). Errors and threads: seasons_and_phases.h.
Result<std::vector<ApsisEvent>> find_apsides(const sky::Ephemeris& ephemeris, JulianDayUt from,
                                             JulianDayUt to);

}  // namespace astronova::astrology
