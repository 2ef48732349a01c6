#include "astrology/vedic/nakshatras.h"

#include <algorithm>
#include <array>

namespace astronova::astrology {
namespace {

constexpr std::array<std::string_view, 27> names{"Ashwini",
                                                 "Bharani",
                                                 "Krittika",
                                                 "Rohini",
                                                 "Mrigashira",
                                                 "Ardra",
                                                 "Punarvasu",
                                                 "Pushya",
                                                 "Ashlesha",
                                                 "Magha",
                                                 "Purva Phalguni",
                                                 "Uttara Phalguni",
                                                 "Hasta",
                                                 "Chitra",
                                                 "Swati",
                                                 "Vishakha",
                                                 "Anuradha",
                                                 "Jyeshtha",
                                                 "Mula",
                                                 "Purva Ashadha",
                                                 "Uttara Ashadha",
                                                 "Shravana",
                                                 "Dhanishta",
                                                 "Shatabhisha",
                                                 "Purva Bhadrapada",
                                                 "Uttara Bhadrapada",
                                                 "Revati"};

constexpr int padas = 27 * 4;

}  // namespace

Nakshatra nakshatra_of(double longitude) {
  // Multiplied before divided: 3 degrees 20 minutes has no exact double.
  const int pada = std::clamp(static_cast<int>(longitude * padas / 360.0), 0, padas - 1);
  return {pada / 4 + 1, names[static_cast<std::size_t>(pada / 4)], pada % 4 + 1};
}

}  // namespace astronova::astrology
