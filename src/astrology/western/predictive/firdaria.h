#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/quantity.h"

namespace astronova::astrology {

/// Who rules a firdar.
enum class FirdarLord : std::uint8_t {
  sun,
  venus,
  mercury,
  moon,
  saturn,
  jupiter,
  mars,
  north_node,
  south_node,
};
std::string_view name_of(FirdarLord lord);  ///< "sun", "northNode"

/// Where the nodes stand among the nine when the birth was by night.
enum class FirdariaNodes : std::uint8_t {
  last,        ///< after all planets, as by day: Abu Ma'shar
  after_mars,  ///< before the Sun: later authors
};
std::span<const std::string_view> firdaria_nodes_names();  ///< "last", "afterMars"

/// A seventh of a planet's firdar.
struct FirdarPart {
  FirdarLord lord{};
  JulianDayUt begin{};
  JulianDayUt end{};
};

struct Firdar {
  FirdarLord lord{};
  int years = 0;
  JulianDayUt begin{};
  JulianDayUt end{};
  std::vector<FirdarPart> parts{};  ///< none of the nodes
};

/// The firdaria of a life: nine in 75 years, and again from the first. The Sun's is the first by
/// day, the Moon's by night. Each planet's is divided in seven equal parts, the first its own and
/// the rest in the order Sun, Venus, Mercury, Moon, Saturn, Jupiter, Mars. Years of 365.24219 days.
///
/// @param rounds  how many times 75 years
/// Source: Abu Ma'shar's years (Sun 10, Venus 8, Mercury 13, Moon 9, Saturn 11, Jupiter 12, Mars 7,
/// head 3, tail 2), as quoted in Gunzburg, Life After Grief (2004), appendix 1.
std::vector<Firdar> firdaria(JulianDayUt birth, bool by_day, FirdariaNodes nodes, int rounds);

}  // namespace astronova::astrology
