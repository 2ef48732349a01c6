#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::sky {

/// Of which ellipse the nodes and apsides are.
enum class OrbitMethod : std::uint8_t {
  mean,                   ///< mean elements; bodies beyond Neptune have the osculating ones instead
  osculating,             ///< the ellipse of this instant around the Sun (the Earth for the Moon)
  osculating_barycentric  ///< the same around the solar system's barycentre beyond Jupiter
};
std::span<const std::string_view> orbit_method_names();

/// One point of an orbit: apparent, as seen from the Earth's centre.
struct OrbitalPoint {
  double longitude = 0;        ///< tropical, degrees, [0, 360)
  double latitude = 0;         ///< ecliptic of date, degrees, [-90, 90]
  double distance = 0;         ///< AU from the Earth
  double right_ascension = 0;  ///< true equator and equinox of date, degrees, [0, 360)
  double declination = 0;      ///< degrees, [-90, 90]
};

/// Where a body's orbit crosses the ecliptic, and where it is nearest and furthest.
struct OrbitalPoints {
  std::optional<OrbitalPoint> ascending_node{};   ///< none of the Sun
  std::optional<OrbitalPoint> descending_node{};  ///< none of the Sun
  OrbitalPoint perihelion{};  ///< of the Moon its perigee; of the Sun where the Earth's is
  OrbitalPoint aphelion{};    ///< likewise
};

/// The Minor Planet Center's numbers that a data file can be asked for.
inline constexpr int asteroid_number_max = 999'999;

/// What an ephemeris knows of orbits and of the small bodies that have a number.
/// Threads: every method may be called from every thread at once; calls block.
class Orbits {
 public:
  virtual ~Orbits() = default;

  /// errors  invalid_value for a node or apsis of the Moon, which has no orbit of its own;
  ///         outside_ephemeris, data_missing
  virtual Result<OrbitalPoints> points_of(JulianDayUt when, Body body,
                                          OrbitMethod method) const = 0;

  /// A numbered asteroid, geocentric or in another frame.
  ///   number  1 to asteroid_number_max
  /// errors   not_found when there is no data file for it (`detail` names the file);
  /// outside_ephemeris
  ///          when the file does not reach the instant
  virtual Result<BodyState> asteroid_at(JulianDayUt when, int number, const Frame& frame) const = 0;

  /// "Eros" for 433; its number as a text where the name is not known.
  virtual std::string asteroid_name(int number) const = 0;
};

}  // namespace astronova::sky
