#pragma once

#include <string_view>

namespace astronova::astrology {

/// The lunar mansion of a sidereal longitude and its quarter.
struct Nakshatra {
  int number = 1;         ///< 1 (Ashwini) to 27 (Revati), 13 degrees 20 minutes each
  std::string_view name;  ///< as transliterated in the Indian Astronomical Ephemeris
  int pada = 1;           ///< 1 to 4, 3 degrees 20 minutes each
};

/// longitude: sidereal, degrees, [0, 360). A border belongs to what it opens.
Nakshatra nakshatra_of(double longitude);

}  // namespace astronova::astrology
