#include "astrology/western/predictive/releasing.h"

#include <algorithm>
#include <array>
#include <limits>

namespace astronova::astrology {
namespace {

constexpr std::array<int, sign_count> years_of_sign{15, 8, 20, 25, 19, 20, 8, 15, 12, 27, 30, 12};

Sign sign_after(Sign first, int steps) {
  const auto count = static_cast<int>(sign_count);
  return static_cast<Sign>((static_cast<int>(first) + steps) % count);
}

class Releaser {
 public:
  Releaser(JulianDayUt from, JulianDayUt to, const ReleasingSettings& settings)
      : from_(from), to_(to), settings_(settings) {}

  // All of a level from a beginning to an end, and what is in them.
  void fill(int level, Sign first, JulianDayUt begin, JulianDayUt end, double unit_days) {
    constexpr double rounding = 1e-7;  // days: no period is made of it
    for (int step = 0; begin < to_ && begin.value < end.value - rounding; ++step) {
      const auto round = static_cast<int>(sign_count);
      const bool loosed = step >= round;
      const Sign sign = sign_after(first, loosed ? step - round + round / 2 : step);
      const double own_end = begin.value + releasing_years(sign) * unit_days;
      const JulianDayUt until{own_end > end.value - rounding ? end.value : own_end};
      if (until > from_) add({level, sign, {}, begin, until, step == round, 1}, unit_days);
      begin = until;
    }
  }

  std::vector<ReleasingPeriod> take() { return std::move(periods_); }

 private:
  void add(ReleasingPeriod period, double unit_days) {
    const auto count = static_cast<int>(sign_count);
    period.ruler = traditional_ruler(period.sign);
    period.from_fortune =
        (static_cast<int>(period.sign) - static_cast<int>(settings_.fortune) + count) % count + 1;
    periods_.push_back(period);
    if (period.level == settings_.levels) return;
    fill(period.level + 1, period.sign, period.begin, period.end, unit_days / 12);
  }

  JulianDayUt from_;
  JulianDayUt to_;
  const ReleasingSettings& settings_;
  std::vector<ReleasingPeriod> periods_;
};

}  // namespace

int releasing_years(Sign sign) {
  return years_of_sign[static_cast<std::size_t>(sign)];
}

std::vector<ReleasingPeriod> release(JulianDayUt birth, JulianDayUt from, JulianDayUt to,
                                     const ReleasingSettings& settings) {
  Releaser releaser(from, to, settings);
  constexpr double without_end = std::numeric_limits<double>::infinity();
  releaser.fill(1, settings.from, birth, {without_end}, settings.year_days);
  return releaser.take();
}

}  // namespace astronova::astrology
