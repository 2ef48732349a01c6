#include "astrology/events/saros.h"

#include <cmath>

namespace astronova::astrology {
namespace {

constexpr int saros_lunations = 223;
// 358 times this is one more than a multiple of 223.
constexpr int inverse_of_inex = 38;
constexpr double inex_days = 10571.95;
constexpr double synodic_month = 29.530588861;

// An eclipse whose series is known, in the middle of the series' life.
struct KnownEclipse {
  double day = 0;
  int series = 0;
};

// Of all series whose eclipses fall on a lunation the one in whose life the day lies: they are 223
// numbers apart, which are six thousand years.
int series_of(double day, const KnownEclipse& known) {
  const auto lunations = std::llround((day - known.day) / synodic_month);
  const auto residue = known.series + inverse_of_inex * (lunations % saros_lunations);
  const double middle = known.series + (day - known.day) / inex_days;
  const double turns = std::round((middle - static_cast<double>(residue)) / saros_lunations);
  return static_cast<int>(residue + saros_lunations * static_cast<long long>(turns));
}

}  // namespace

int solar_saros(JulianDayUt when) {
  constexpr KnownEclipse in_1991{2448449.30, 136};  // 11 July, the 36th of 71
  return series_of(when.value, in_1991);
}

int lunar_saros(JulianDayUt when) {
  constexpr KnownEclipse in_2018{2458327.35, 129};  // 27 July, the 38th of 71
  return series_of(when.value, in_2018);
}

}  // namespace astronova::astrology
