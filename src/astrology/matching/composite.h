#pragma once

#include <optional>

#include "astrology/western/natal_chart.h"

namespace astronova::astrology {

/// The middle of the shorter arc between two ecliptic longitudes in [0, 360): the near midpoint. Of
/// two that are exactly opposite, their arithmetic mean. The same for both orders.
double near_midpoint(double one, double other);

/// The composite chart of two charts of one zodiac: every body at the near midpoint of its two
/// places, and every angle and cusp likewise, so that it needs no place. The midheaven leads: where
/// the near midpoint of the ascendants is not east of that of the midheavens, the ascendant and all
/// cusps are those opposite. Cusps keep their order, since each is as far from the first as the
/// mean of both charts' ways to it.
///   bodies  those of both charts; of a state only longitude, latitude and distance are set (their
///           means), so nothing is retrograde and no aspect is applying
///   houses  none unless both charts have them. Where a chart's own cusps run against the order of
///           the signs, as Regiomontanus's and Campanus's may within the polar circles, those of
///           the composite keep none
///   source  Robert Hand, Planets in Composite (1975)
///   threads any; pure
NatalChart composite_by_midpoints(const NatalChart& first, const NatalChart& second,
                                  const AspectSettings& settings);

/// Where the houses of a composite are derived for.
struct ReferencePlace {
  double latitude = 0;   ///< geographic, degrees, north positive
  double obliquity = 0;  ///< true obliquity of the ecliptic, degrees
};

/// The same bodies; the midheaven at the near midpoint of both, and the ascendant and all cusps
/// derived from it at a latitude, as from a table of houses. Tropical charts.
///   system  one that sky::has_own_cusps; std::logic_error otherwise
NatalChart composite_at_place(const NatalChart& first, const NatalChart& second,
                              const ReferencePlace& place, sky::HouseSystem system,
                              const AspectSettings& settings);

/// The middle of two births in time and space.
struct DavisonPoint {
  JulianDayUt when{};
  sky::GeographicPosition place{};
};

/// The mean of the instants, of the latitudes, of the altitudes, and of the longitudes along the
/// shorter way around; longitudes exactly opposite: their arithmetic mean. A chart of it is one of
/// a moment that has been.
///   source  Ronald Davison, Synastry (1977)
DavisonPoint davison_point(const DavisonPoint& first, const DavisonPoint& second);

}  // namespace astronova::astrology
