#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "astrology/events/eclipse_geometry.h"

namespace astronova::astrology {

/// `hybrid`: annular on a part of its path and total on another. `none`: not seen from a place.
enum class SolarEclipseType : std::uint8_t { none, partial, annular, total, hybrid };
std::string_view name_of(SolarEclipseType type);

/// A stage of an eclipse as a place has it.
struct LocalContact {
  JulianDayUt at{};
  double altitude = 0;   ///< of the body's centre, topocentric, without air, degrees
  bool visible = false;  ///< its upper limb, lifted by the air, is above the horizon
};

/// A solar eclipse as seen from a place. Where the type is `none` the rest says nothing.
struct LocalSolarEclipse {
  SolarEclipseType type = SolarEclipseType::none;
  double magnitude = 0;  ///< at maximum: the share of the Sun's diameter that is covered; where it
                         ///< is annular or total the Moon's diameter in the Sun's
  double obscuration = 0;  ///< at maximum: the share of the disc that is covered, [0, 1]
  LocalContact maximum{};  ///< where the centres are nearest to each other
  std::optional<LocalContact> first{};
  std::optional<LocalContact> second{};  ///< with `third`, where it is annular or total
  std::optional<LocalContact> third{};
  std::optional<LocalContact> fourth{};
  bool visible = false;  ///< the Sun is above the horizon at some time from first to fourth contact
};

struct SolarEclipse {
  JulianDayUt at{};  ///< greatest eclipse: where the limbs of Sun and Moon overlap the most, or are
                     ///< nearest, as seen from the Earth's centre
  SolarEclipseType type{};
  bool central = false;  ///< the shadow's axis meets the Earth
  double magnitude = 0;  ///< at the place where it is greatest, as in LocalSolarEclipse
  double gamma = 0;      ///< least distance of the axis from the Earth's centre in its equatorial
                         ///< radii, north positive
  int saros = 0;
  JulianDayUt begins{};              ///< when the penumbra first touches the Earth
  JulianDayUt ends{};                ///< when it leaves it
  ShadowPlace greatest{};            ///< where it is greatest
  std::optional<double> duration{};  ///< there, of totality or the ring, seconds
  std::optional<LocalSolarEclipse> local{};
};

/// The solar eclipses whose greatest eclipse is in a range, in the order of time, with the
/// circumstances at a place where one is given. From the apparent places of Sun and Moon, radii as
/// Swiss Ephemeris has them; `at` is its instant too, some seconds from where the axis is nearest
/// to the Earth's centre, which is what NASA's catalogue gives. Range, errors and threads:
/// seasons_and_phases.h. Instants within a second of their definition.
Result<std::vector<SolarEclipse>> find_solar_eclipses(
    const sky::Ephemeris& ephemeris, JulianDayUt from, JulianDayUt to,
    const std::optional<sky::GeographicPosition>& place = {});

/// How an eclipse whose greatest instant is known looks from a place.
/// errors  those of sky::Ephemeris
Result<LocalSolarEclipse> local_solar_eclipse(const sky::Ephemeris& ephemeris, JulianDayUt greatest,
                                              const sky::GeographicPosition& place);

}  // namespace astronova::astrology
