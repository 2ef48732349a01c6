#pragma once

#include <boost/container/static_vector.hpp>
#include <optional>
#include <span>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/western/moon_phase.h"
#include "astrology/zodiac.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// A body in a chart.
struct Placement {
  sky::Body body{};
  sky::BodyState state{};
  std::optional<int> house{};  ///< 1 to 12 (36 for Gauquelin sectors); none without houses

  bool retrograde() const { return state.longitude_speed < 0; }
};

/// Every list of a chart lies within it: computing one allocates nothing.
using Placements = boost::container::static_vector<Placement, sky::body_count>;
using Planets = boost::container::static_vector<sky::Body, 10>;

/// How many of a chart's ten planets (Sun to Pluto) stand in each element, modality and half of
/// the sky, and which. Every list is in the order of the bodies.
struct Balance {
  std::array<Planets, 4> elements;
  std::array<Planets, 3> modalities;
  /// Half circles by house: above the horizon houses 7 to 12, east 10 to 3. Empty without houses.
  struct Hemispheres {
    Planets above, below, east, west;
  };
  std::optional<Hemispheres> hemispheres;
};

/// The ruler of the ascendant's sign.
struct ChartRuler {
  Sign sign{};  ///< on the ascendant
  sky::Body traditional{};
  sky::Body modern{};
};

/// A Western natal chart: plain values, all of one instant and place.
struct NatalChart {
  Placements placements;              ///< in the order of sky::Body
  std::optional<sky::Houses> houses;  ///< none when the time of birth is unknown
  Aspects aspects;                    ///< bodies, then ascendant and midheaven
  Balance balance;
  std::optional<ChartRuler> ruler;  ///< none without houses
  std::optional<MoonPhase> phase;   ///< none unless the Sun and the Moon are in the chart
};

/// The house that holds an ecliptic longitude, counted from 1: from a cusp, inclusive, to the next.
/// Gauquelin sectors, and within the polar circles some systems' houses, run clockwise. None when
/// the cusps are in no order, so that houses overlap (the topocentric system and Makransky's
/// sunshine houses do so in polar latitudes).
std::optional<int> house_of(double longitude, std::span<const double> cusps);

/// The points of a chart that make aspects: its bodies, then, with houses, the ascendant and the
/// midheaven.
AspectPoints aspect_points(const NatalChart& chart);

/// Derives from a chart's placements and houses all the rest: the houses of the placements, the
/// aspects, the balance, the ruler and the phase.
void complete_chart(NatalChart& chart, const AspectSettings& settings);

/// What a natal chart is to hold.
struct NatalSettings {
  sky::Bodies bodies;  ///< in the order of sky::Body, without repetition
  sky::Frame frame{};  ///< geocentric or topocentric
  sky::HouseSystem house_system = sky::HouseSystem::placidus;
  AspectSettings aspects = AspectSettings::major();
};

/// Computes the chart of an instant; with a place also its houses and angles.
/// errors  those of sky::Ephemeris
/// threads any; blocking
/// cost    allocates nothing but what the ephemeris does
Result<NatalChart> compute_natal_chart(const sky::Ephemeris& ephemeris, JulianDayUt when,
                                       const std::optional<sky::GeographicPosition>& place,
                                       const NatalSettings& settings);

}  // namespace astronova::astrology
