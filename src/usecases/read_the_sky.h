#pragma once

#include <array>
#include <optional>

#include "astrology/western/moon_phase.h"
#include "sky/ephemeris.h"

namespace astronova::usecases {

/// Which sky to read.
struct SkyRequest {
  JulianDayUt when{};
  sky::Bodies bodies{};  ///< in their order; empty: default_bodies
  sky::Body node = sky::Body::true_node;
  sky::Center center = sky::Center::geocentric;
  std::optional<sky::Ayanamsa> ayanamsa{};         ///< none: tropical
  std::optional<sky::GeographicPosition> place{};  ///< required for topocentric
};

/// The sky at an instant.
struct Sky {
  sky::Bodies bodies;
  std::array<sky::BodyState, sky::body_count> states{};  ///< of the bodies
  Seconds delta_t{};
  std::optional<Degrees> ayanamsa{};                 ///< when sidereal
  std::optional<double> ascendant{};                 ///< with a place: degrees, [0, 360)
  std::optional<astrology::MoonPhase> moon_phase{};  ///< unless heliocentric
};

/// errors   those of sky::Ephemeris
/// threads  any; blocking
Result<Sky> read_the_sky(const sky::Ephemeris& ephemeris, const SkyRequest& request);

}  // namespace astronova::usecases
