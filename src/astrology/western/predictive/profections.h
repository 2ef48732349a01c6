#pragma once

#include <array>
#include <vector>

#include "astrology/western/natal_chart.h"
#include "astrology/western/predictive/returns.h"
#include "astrology/zodiac.h"

namespace astronova::astrology {

/// A stretch of life that belongs to a sign and its ruler.
struct Profection {
  Sign sign{};
  sky::Body ruler{};  ///< the traditional one: the lord of the time
  int house = 0;      ///< of the sign, counted by whole signs from the one that is profected from
  JulianDayUt begin{};
  JulianDayUt end{};
  std::vector<sky::Body> natal_bodies{};  ///< those that stand in the sign at birth
};

/// The annual profection that holds at an instant, and the twelve monthly ones in it.
struct ProfectedYear {
  int age = 0;  ///< in whole solar years
  Profection year;
  std::array<Profection, 12> months;
  std::size_t month = 0;  ///< the one of the instant, by its place in `months`
};

/// Profects a natal longitude by whole signs: a sign a year from the sign in which it stands, and
/// from the year's sign on a sign a month. The year runs from solar return to solar return (the
/// first from birth), the month is a twelfth of it.
///
/// @param from   degrees, [0, 360): the natal ascendant, or another point
/// @param year   as solar_year_at gives it
/// @param when   within that year
/// Source: Valens, Anthology IV; Ptolemy, Tetrabiblos IV.10.
ProfectedYear profect(double from, const Placements& natal, const SolarYear& year,
                      JulianDayUt when);

}  // namespace astronova::astrology
