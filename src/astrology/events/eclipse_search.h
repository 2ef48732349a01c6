#pragma once

#include <optional>
#include <vector>

#include "astrology/events/waited_for.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The eclipses whose greatest eclipse is in a range, in the order of time, with the circumstances
/// at a place where one is given. What makes them has
///   double greatest_near(double syzygy)                    the day of greatest eclipse
///   Result<std::optional<Eclipse>> make(double greatest)   nothing where the shadow passes by
///   Result<...> local(eclipse, place)                      what Eclipse::local takes
///   const std::optional<Error>& failure()                  of greatest_near
/// @param syzygies  in the order of time, those of a range that is wider by what greatest eclipse
///                  may be from one
/// errors  those of the maker; unavailable where nobody waits any more
template <class Eclipse, class Maker>
Result<std::vector<Eclipse>> eclipses_near(Maker& maker, const std::vector<double>& syzygies,
                                           JulianDayUt from, JulianDayUt to,
                                           const std::optional<sky::GeographicPosition>& place) {
  std::vector<Eclipse> eclipses;
  for (const double syzygy : syzygies) {
    if (auto wanted = waited_for(); !wanted) return wanted.error();
    const JulianDayUt greatest{maker.greatest_near(syzygy)};
    if (maker.failure()) return *maker.failure();
    if (greatest < from || greatest >= to) continue;
    const auto made = maker.make(greatest.value);
    if (!made) return made.error();
    if (!*made) continue;
    eclipses.push_back(**made);
    if (!place) continue;
    const auto local = maker.local(eclipses.back(), *place);
    if (!local) return local.error();
    eclipses.back().local = *local;
  }
  return eclipses;
}

}  // namespace astronova::astrology
