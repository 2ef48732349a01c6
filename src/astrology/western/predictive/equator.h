#pragma once

/// Between the ecliptic and the equator of one date.
namespace astronova::astrology {

/// Where something stands on the sphere, from the true equator and equinox of date.
struct EquatorialPoint {
  double right_ascension = 0;  ///< degrees, [0, 360)
  double declination = 0;      ///< degrees, [-90, 90]
};

/// @param longitude  tropical, degrees
EquatorialPoint equatorial_point(double longitude, double latitude, double obliquity);

/// The right ascension of the point of the ecliptic that has a longitude: of the midheaven, the
/// ARMC. Degrees, [0, 360).
double right_ascension_of(double longitude, double obliquity);

}  // namespace astronova::astrology
