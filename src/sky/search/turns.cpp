#include "sky/search/turns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sky/search/chebyshev.h"

namespace astronova::sky::search {
namespace {

// In a shorter stretch that no fit meets there is a step or a bend: its ends must do.
constexpr double stretch_days_min = 0.02;
// A shorter one holds too little change for a fit's slope to have a sign.
constexpr double fitted_days_min = 1e-3;

// Days between which the rate changes its sign, and the rates there.
struct Bracket {
  double first = 0;
  double first_rate = 0;
  double second = 0;
  double second_rate = 0;

  bool holds() const { return (first_rate > 0) != (second_rate > 0); }
};

Bracket bracket(Curve& curve, double first, double second) {
  return {first, curve.rate_at(first), second, curve.rate_at(second)};
}

// The rule of false position in its Illinois form.
double zero_of_rate(Curve& curve, Bracket around) {
  constexpr int steps_max = 40;
  constexpr double precision = 1e-9;
  auto& [first, first_rate, second, second_rate] = around;
  for (int i = 0; i < steps_max && std::abs(second - first) > precision; ++i) {
    const double next = second - second_rate * (second - first) / (second_rate - first_rate);
    const double step = std::abs(next - second);
    const double rate = curve.rate_at(next);
    if ((rate > 0) != (second_rate > 0)) {
      first = second;
      first_rate = second_rate;
    } else {
      first_rate /= 2;
    }
    second = next;
    second_rate = rate;
    if (step < precision) break;
  }
  return second;
}

// What a fit has found, by the curve's own rate. Where that does not change its sign nearby, the
// fit is right within the noise.
double refine(Curve& curve, double day, double begin, double end) {
  double width = 1e-4 * (end - begin);
  for (int i = 0; i < 3; ++i, width *= 16) {
    const auto around = bracket(curve, std::max(begin, day - width), std::min(end, day + width));
    if (around.holds()) return zero_of_rate(curve, around);
  }
  return day;
}

}  // namespace

void TurnFinder::go_on(double day, bool rises) {
  if (rises_ && *rises_ != rises) {
    if (!turns_.empty()) day = std::max(day, turns_.back().day);
    turns_.push_back({day, *rises_});
  }
  rises_ = rises;
}

const std::vector<Turn>& TurnFinder::find(Curve& curve, double begin, double end) {
  turns_.clear();
  if (const auto rises = curve.certainly_rises()) {
    go_on(begin, *rises);
  } else if (curve.certainly_bends_one_way()) {
    compare_ends(curve, begin, end);
  } else {
    fit_and_find(curve, begin, end);
  }
  return turns_;
}

void TurnFinder::compare_ends(Curve& curve, double begin, double end) {
  const auto ends = bracket(curve, begin, end);
  go_on(begin, ends.first_rate > 0);
  if (ends.holds()) go_on(zero_of_rate(curve, ends), ends.second_rate > 0);
}

void TurnFinder::fit_and_find(Curve& curve, double begin, double end) {
  if (end - begin < fitted_days_min) return compare_ends(curve, begin, end);
  const double middle = (begin + end) / 2;
  const double half_length = (end - begin) / 2;
  std::array<double, fit_terms> values{};
  for (std::size_t i = 0; i < fit_terms; ++i)
    values[i] = curve.value_at(middle + half_length * fit_points()[i]);
  const auto series = fit(values);
  const double rest = std::abs(series[fit_terms - 1]) + std::abs(series[fit_terms - 2]) +
                      std::abs(series[fit_terms - 3]);
  if (rest > curve.noise()) {
    if (end - begin < stretch_days_min) return compare_ends(curve, begin, end);
    fit_and_find(curve, begin, middle);
    fit_and_find(curve, middle, end);
    return;
  }
  const auto slope = derivative(series);
  go_on(begin, evaluate(slope, -1).value > 0);
  for (const double x : sign_changes(slope))
    go_on(refine(curve, middle + half_length * x, begin, end), !*rises_);
}

}  // namespace astronova::sky::search
