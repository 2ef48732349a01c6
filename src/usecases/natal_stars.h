#pragma once

#include <string>
#include <vector>

#include "astrology/western/natal/star_contacts.h"
#include "sky/fixed_stars.h"
#include "sky/orbits.h"
#include "usecases/natal_basis.h"

namespace astronova::usecases {

struct StarsRequest {
  NatalRequest natal;                ///< tropical
  std::vector<std::string> stars{};  ///< names or designations; empty: all named to `magnitude`
  double magnitude = 2.5;            ///< the faintest of the named stars
  double orb = 1;                    ///< of conjunctions, degrees
  double paran_orb_minutes = 4;      ///< of time
  bool parans = true;
};

/// One star of the answer.
struct NatalStar {
  const sky::FixedStar* star = nullptr;  ///< of the catalogue, which lives as long as the ephemeris
  sky::StarState state{};
};

struct NatalStars {
  NatalBasis basis;
  std::vector<NatalStar> stars{};  ///< brightest first, or in the order in which they were named
  std::vector<astrology::StarConjunction> conjunctions{};  ///< `star` is a place in `stars`
  std::vector<astrology::Paran> parans{};                  ///< likewise; in the civil day of birth
};

/// errors   as cast_natal_chart; invalid_value at "/stars/N" for a star that is not in the
///          catalogue; data_missing where the ephemeris has no stars
/// threads  any; blocking
Result<NatalStars> find_stars(const sky::Ephemeris& ephemeris, const StarsRequest& request);

struct OrbitsRequest {
  NatalRequest natal;
  sky::OrbitMethod method = sky::OrbitMethod::mean;
  std::vector<int> asteroids{};
};
struct BodyOrbit {
  sky::Body body{};
  sky::OrbitalPoints points{};
};
struct NumberedAsteroid {
  int number = 0;
  std::string name{};
  sky::BodyState state{};
  std::optional<int> house{};
};
struct NatalOrbits {
  NatalBasis basis;
  std::vector<BodyOrbit> orbits{};            ///< of the bodies that have one, tropical
  std::vector<NumberedAsteroid> asteroids{};  ///< in the order in which they were asked for
};

/// errors   as cast_natal_chart; invalid_value at "/asteroids/N" for an asteroid without a data
/// file
Result<NatalOrbits> read_orbits(const sky::Ephemeris& ephemeris, const OrbitsRequest& request);

}  // namespace astronova::usecases
