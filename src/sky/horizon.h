#pragma once

#include <optional>
#include <span>

#include "sky/ephemeris.h"

namespace astronova::sky {

/// A direction in the sky of a place, geometric: without refraction, and from the Earth's centre
/// unless the coordinates that it was made of are topocentric.
struct HorizontalDirection {
  double azimuth = 0;   ///< degrees from north through east, [0, 360)
  double altitude = 0;  ///< degrees above the horizon, [-90, 90]
};

/// Where a direction of the equator stands at a place.
///   right_ascension, declination  true equator and equinox of date, degrees
///   armc      right ascension of the place's midheaven (Angles::armc), degrees
///   latitude  geographic, degrees, north positive, [-90, 90]
/// Source: spherical trigonometry, Meeus, Astronomical Algorithms, 13.5 and 13.6. Threads: any.
HorizontalDirection horizontal_direction(double right_ascension, double declination, double armc,
                                         double latitude);

/// The hour angle at which a declination crosses the horizon of a latitude, geometrically: it rises
/// at minus this and sets at plus this. Degrees, [0, 180]; none where it never does.
std::optional<double> semi_diurnal_arc(double declination, double latitude);

/// The true obliquity of the ecliptic, degrees, from the ecliptic and equatorial coordinates of
/// bodies of one instant in a geocentric tropical frame: by what their ecliptic places are turned
/// about the line of equinoxes to become the equatorial ones. Those far from that line tell it best
/// and count most; exact to 1e-9 degrees where one is 1e-3 degrees or more from it.
double obliquity_from(std::span<const BodyState> states);

/// The same at an instant, as the port's own answers have it.
/// errors  those of the port
Result<double> obliquity_at(const Ephemeris& ephemeris, JulianDayUt when);

/// The declination of a point of the ecliptic, degrees.
double declination_of_ecliptic_point(double longitude, double obliquity);

}  // namespace astronova::sky
