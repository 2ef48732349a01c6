#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/western/natal_chart.h"
#include "base/quantity.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// To what of a natal chart transits are made.
struct TransitTargets {
  std::vector<AspectPoint> points;  ///< each once; their speeds are not read
  std::vector<double> cusps;        ///< of the houses, degrees, [0, 360); empty: no ingresses
};

/// All points of a chart, its angles and its houses; in its own order.
TransitTargets transit_targets(const NatalChart& chart);

/// Which transits are looked for.
struct TransitSettings {
  sky::Bodies transiting;  ///< each once
  AspectSettings aspects = AspectSettings::major_within(1);
  std::optional<sky::Ayanamsa> ayanamsa{};  ///< of the natal longitudes; none: tropical
};

/// An instant at which a transit is exact.
struct ExactHit {
  JulianDayUt when{};
  bool retrograde = false;  ///< the transiting body goes backward then
};
using ExactHits = boost::container::small_vector<ExactHit, 3>;

/// A transiting body's stay within orb of an aspect to a natal point. A body that turns within orb
/// and comes back is one transit with several exact instants, or, where it turns before, with none;
/// one that leaves the orb in between makes two.
struct Transit {
  sky::Body transiting{};
  AspectPoint natal{};
  AspectKind kind{};
  std::optional<JulianDayUt> enter{};  ///< none: it was within orb when the range began
  ExactHits exact{};                   ///< in order; those in the range
  std::optional<JulianDayUt> leave{};  ///< none: it is within orb when the range ends
};

/// A transiting body's way over the cusp of a natal house.
struct HouseIngress {
  sky::Body transiting{};
  int house = 0;  ///< the one that it goes into, from 1
  JulianDayUt when{};
  bool retrograde = false;
};

/// What a station is within orb of.
struct StationContact {
  AspectPoint natal{};
  AspectKind kind{};
  double orb = 0;  ///< degrees
};

/// A transiting body's station within orb of aspects to natal points.
struct TransitStation {
  sky::Body transiting{};
  JulianDayUt when{};
  bool turns_retrograde = false;  ///< else direct
  double longitude = 0;           ///< degrees, [0, 360)
  std::vector<StationContact> contacts{};
};

/// The transits of a stretch of time. Each list has the order of the transiting bodies, and of each
/// body that of time; what begins together has the order of the natal points.
struct Transits {
  std::vector<Transit> transits{};
  std::vector<HouseIngress> ingresses{};
  std::vector<TransitStation> stations{};
};

/// All transits, ingresses into natal houses and stations near natal points from one instant to
/// another, as exactly as sky/search/find_events.h finds them and with none missed. Orbs are those
/// of each aspect by itself: a body may be within orb of two of a point.
///
/// A body that turns exactly on the border of an orb is not taken to enter it. Houses that overlap
/// or follow in no order have no ingresses. The points of the Moon's orbit have no stations here:
/// the true ones turn every few days.
///
/// errors   those of sky::search::find_events
/// threads  as the port; blocking
Result<Transits> find_transits(const sky::Ephemeris& ephemeris, const TransitTargets& targets,
                               const TransitSettings& settings, JulianDayUt from, JulianDayUt to);

/// A transit that is within orb at an instant.
struct CurrentTransit {
  Aspect aspect;  ///< the first point is the transiting one, the second, standing still, the natal
  Transit pass;   ///< the whole stay within orb of which the instant is a part
};

/// The transiting sky of an instant.
struct TransitingSky {
  Placements placements;  ///< the transiting bodies, in natal houses
  std::vector<CurrentTransit> transits;
};

/// What transits at an instant: a pair that is within orb of two aspects has the one it is nearer
/// to. The ends of a stay within orb are looked for in fifteen years on each side; one that lies
/// beyond, or beyond what the ephemeris covers, is none.
///
/// In the order of the transiting bodies, and for each in that of the natal points.
///
/// errors   those of the port and of sky::search::find_events
/// threads  as the port; blocking
Result<TransitingSky> transits_at(const sky::Ephemeris& ephemeris, const TransitTargets& targets,
                                  const TransitSettings& settings, JulianDayUt when);

}  // namespace astronova::astrology
