#pragma once

#include <span>
#include <string_view>

namespace astronova::astrology {

/// One of the 28 mansions of the Moon of Arabic astrology: as wide as the Moon goes in a day.
struct LunarMansion {
  int number = 1;            ///< 1 to 28, from 0 degrees of tropical Aries
  std::string_view name;     ///< Arabic, in the common English transliteration
  std::string_view meaning;  ///< "the Two Signs"
};

inline constexpr double lunar_mansion_degrees = 360.0 / 28;  // 12 degrees 51' 25.7"

/// All of them, in their order.
/// Source: names as in al-Biruni, Book of Instruction, and Allen, Star Names; the equal tropical
/// division from the beginning of Aries is that of Picatrix I.4 and Agrippa II.33.
std::span<const LunarMansion> lunar_mansions();

/// The mansion of a tropical longitude, degrees, [0, 360). A border belongs to what it opens.
const LunarMansion& lunar_mansion_of(double longitude);

/// Where a mansion begins, degrees. number: 1 to 28
double lunar_mansion_begin(int number);

}  // namespace astronova::astrology
