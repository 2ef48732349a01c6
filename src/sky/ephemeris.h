#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/ayanamsas.h"
#include "sky/bodies.h"
#include "sky/house_systems.h"

namespace astronova::sky {

class FixedStars;
class Orbits;
class Polynomials;

/// A place on the Earth's surface, WGS84.
struct GeographicPosition {
  double latitude = 0;         ///< degrees, north positive, [-90, 90]
  double longitude = 0;        ///< degrees, east positive, [-180, 180]
  double altitude_metres = 0;  ///< above mean sea level
};

/// In which coordinates a position is asked for. The ecliptic is always the true one of date.
struct Frame {
  Center center = Center::geocentric;
  /// Sidereal longitudes by this ayanamsa; none means tropical.
  std::optional<Ayanamsa> ayanamsa{};
  /// Where the observer stands; read for Center::topocentric only.
  GeographicPosition observer{};
};

/// Where a body is and how it moves. Apparent: corrected for light-time, aberration and light
/// deflection. Heliocentric positions carry light-time alone.
struct BodyState {
  double longitude = 0;        ///< ecliptic, degrees, [0, 360), of the Frame's zodiac
  double latitude = 0;         ///< ecliptic, degrees, [-90, 90]
  double distance = 0;         ///< AU from the Frame's center
  double longitude_speed = 0;  ///< degrees a day
  double latitude_speed = 0;   ///< degrees a day
  double distance_speed = 0;   ///< AU a day
  double right_ascension = 0;  ///< true equator and equinox of date, degrees, [0, 360), whatever
                               ///< the zodiac
  double declination = 0;      ///< degrees, [-90, 90]
};

/// The angles of a place and instant, ecliptic longitudes in degrees, [0, 360).
struct Angles {
  double ascendant = 0;
  double midheaven = 0;
  double vertex = 0;
  double east_point = 0;  ///< the equatorial ascendant
  double armc = 0;        ///< right ascension of the midheaven (local apparent sidereal time)
};

/// House cusps of a place and instant.
struct Houses {
  HouseSystem system{};     ///< the one the cusps are of
  HouseSystem requested{};  ///< differs from `system` where that has no solution: Porphyry then
  std::size_t count = 12;   ///< 12, or 36 for the Gauquelin sectors
  std::array<double, 36> cusps{};  ///< cusp i at [i - 1]; degrees, [0, 360); [0, count) are set
  Angles angles{};

  std::span<const double> cusp_span() const { return {cusps.data(), count}; }
};

/// The stretch of time that the data cover for a body, first to last day, and the same in words.
struct Coverage {
  JulianDayUt first{};
  JulianDayUt last{};
};

/// The one port through which everything asks where bodies are.
///
/// Threads: every method may be called from every thread at once; calls block (they compute and may
/// read files) and keep no state that another call could see.
/// Time: UT1. Delta T is the adapter's own (`delta_t`).
/// Errors: outside_ephemeris when the data do not cover an instant (`detail` names what they do
/// cover; an adapter never answers from a model of lower precision), data_missing when files cannot
/// be read, invalid_value for a body that the center does not have (is_defined).
class Ephemeris {
 public:
  virtual ~Ephemeris() = default;

  /// Many bodies at one instant. `states` has the size of `bodies` and their order. On an error
  /// its content is unspecified.
  virtual Result<void> states_at(JulianDayUt when, std::span<const Body> bodies, const Frame& frame,
                                 std::span<BodyState> states) const = 0;

  /// One body at many instants; `states` has the size of `instants`.
  virtual Result<void> states_of(Body body, std::span<const JulianDayUt> instants,
                                 const Frame& frame, std::span<BodyState> states) const = 0;

  /// House cusps and angles. With an ayanamsa, sidereal longitudes. Where the system has no
  /// solution (Placidus, Koch and Gauquelin inside the polar circles), Porphyry's cusps, and
  /// Houses::system says so.
  virtual Result<Houses> houses(JulianDayUt when, const GeographicPosition& place,
                                HouseSystem system, std::optional<Ayanamsa> ayanamsa) const = 0;

  /// Tropical minus sidereal longitude at an instant, nutation included.
  virtual Result<Degrees> ayanamsa(JulianDayUt when, Ayanamsa which) const = 0;

  /// TT - UT1.
  virtual Seconds delta_t(JulianDayUt when) const = 0;

  /// What the data cover; empty when none do. Bodies may differ: asteroids span less.
  virtual std::optional<Coverage> coverage(Body body) const = 0;

  /// Name, version and data of the source, for `provenance`: "Swiss Ephemeris 2.10.03 DE431". Lives
  /// as long as the ephemeris does.
  virtual std::string_view provenance() const = 0;

  /// The polynomials of which the answers in a frame are made (sky/polynomials.h), where the
  /// adapter keeps such; none otherwise. They live as long as the adapter.
  virtual const Polynomials* polynomials(const Frame& /*frame*/) const { return nullptr; }

  /// The fixed stars of the same source (sky/fixed_stars.h), and what it knows of orbits and of
  /// numbered asteroids (sky/orbits.h), where it has them. They live as long as the adapter.
  virtual const FixedStars* fixed_stars() const { return nullptr; }
  virtual const Orbits* orbits() const { return nullptr; }
};

}  // namespace astronova::sky
