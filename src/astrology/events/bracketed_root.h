#pragma once

#include <cmath>

namespace astronova::astrology {

/// An end of a stretch of time in which a function changes its sign, and the function there.
struct BracketEnd {
  double day = 0;
  double value = 0;
};

/// Where a function of the day is zero between two days at which its signs differ, by the rule of
/// false position in its Illinois form, to a tenth of a millisecond. A zero at an end is that end.
template <class Function>
double bracketed_root(const Function& function, BracketEnd first, BracketEnd second) {
  constexpr int steps_max = 60;
  constexpr double precision = 1e-9;
  for (int i = 0; i < steps_max && std::abs(second.day - first.day) > precision; ++i) {
    if (second.value == 0) break;
    const double slope = (second.value - first.value) / (second.day - first.day);
    const BracketEnd next{second.day - second.value / slope, 0};
    const double value = function(next.day);
    const double step = std::abs(next.day - second.day);
    if ((value > 0) != (second.value > 0)) {
      first = second;
    } else {
      first.value /= 2;
    }
    second = {next.day, value};
    if (step < precision) break;
  }
  return second.day;
}

}  // namespace astronova::astrology
