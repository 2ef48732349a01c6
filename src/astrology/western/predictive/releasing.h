#pragma once

#include <vector>

#include "astrology/zodiac.h"
#include "base/quantity.h"

namespace astronova::astrology {

/// A period of zodiacal releasing.
struct ReleasingPeriod {
  int level = 1;  ///< 1 to 4
  Sign sign{};
  sky::Body ruler{};  ///< the traditional one
  JulianDayUt begin{};
  JulianDayUt end{};
  /// The round of twelve signs was complete, and the period goes on from the opposite sign.
  bool loosing_of_the_bond = false;
  /// Which sign it is from that of the Lot of Fortune, 1 to 12; the angular ones, 1, 4, 7 and 10,
  /// are peak periods.
  int from_fortune = 1;

  bool is_peak() const { return from_fortune % 3 == 1; }
};

struct ReleasingSettings {
  Sign from{};     ///< of the lot that is released
  Sign fortune{};  ///< of the Lot of Fortune
  int levels = 2;  ///< 1 to 4
  /// Of a year, of which a month is the twelfth, and so on through the levels.
  double year_days = 360;
};

/// Whole years (level 1), months, and twelfths of those (levels 3 and 4) of a sign: those of its
/// ruler, Capricorn 27 and Aquarius 30.
int releasing_years(Sign sign);

/// The periods that overlap [from, to), at all levels: each before those within it. Those of a
/// level follow the order of the signs, from the lot's or from that of the period around them. When
/// twelve are complete and the period around them still lasts, the next is the sign opposite to the
/// first. Source: Valens, Anthology IV.4-10.
std::vector<ReleasingPeriod> release(JulianDayUt birth, JulianDayUt from, JulianDayUt to,
                                     const ReleasingSettings& settings);

}  // namespace astronova::astrology
