#pragma once

#include <optional>

#include "base/quantity.h"
#include "sky/ephemeris.h"

namespace astronova::sky {

/// All that houses are made of. Pure functions of it follow; none allocates, blocks or keeps state.
struct HouseFrame {
  double armc = 0;       ///< right ascension of the midheaven, degrees, any turn
  double obliquity = 0;  ///< true obliquity of the ecliptic of date, degrees, (0, 45)
  double latitude = 0;   ///< geographic, degrees, north positive, [-90, 90]
};

/// The angles, tropical. Inside a polar circle the ascendant is the point of the ecliptic that
/// rises, even when the midheaven is then less than half a turn behind it; `houses_of` turns it.
Angles angles_of(const HouseFrame& frame);

/// Whether the frame's place is inside a polar circle, or on it: some of the ecliptic never rises.
bool is_polar(const HouseFrame& frame);

/// Whether `houses_of` knows the system. Horizontal, Krusinski, APC, Gauquelin, both sunshine
/// systems, both of Pullen's and Savard's are left to the reference adapter.
bool has_own_cusps(HouseSystem system);

/// Cusps and angles, tropical, as Ephemeris::houses answers them; none when has_own_cusps is false.
/// Inside the polar circles:
///  - Placidus and Koch have no solution, and Porphyry's cusps are given: Houses::system says so.
///  - When the rising point is west of the midheaven, Swiss Ephemeris turns the ascendant by half a
///    circle, and for Regiomontanus, Campanus and the topocentric system the midheaven and all
///    cusps as well. So does this.
/// Accuracy: 1e-10 degrees of the definitions, but within 0.001 degrees of a polar circle, where
/// the rounding of the frame is magnified. As near to Swiss Ephemeris, with two exceptions: it ends
/// Placidus' iteration at a step of 0.01 arc seconds and is off by as much; and within 0.02 degrees
/// of a pole its Alcabitius cusps are rounding.
/// Source: definitions in the Swiss Ephemeris documentation (section 6) and in Holden, The
/// Elements of House Division (1977); derivations in the files of the families.
std::optional<Houses> houses_of(const HouseFrame& frame, HouseSystem system);

/// The same houses in a sidereal zodiac whose ayanamsa, nutation included, is given. For ayanamsas
/// that count on the ecliptic of date; those of a fixed ecliptic (J2000, J1900, B1950, Mardyks) are
/// not differences of longitudes.
Houses sidereal_houses(const Houses& tropical, Degrees ayanamsa);

}  // namespace astronova::sky
