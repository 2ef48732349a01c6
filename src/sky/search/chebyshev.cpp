#include "sky/search/chebyshev.h"

#include <numbers>

namespace astronova::sky::search {
namespace {

// cos(k (j + 1/2) pi / fit_terms): the polynomials at the points of a fit.
const std::array<Series<fit_terms>, fit_terms>& polynomials() {
  static const auto table = [] {
    std::array<Series<fit_terms>, fit_terms> t{};
    for (std::size_t k = 0; k < fit_terms; ++k) {
      for (std::size_t j = 0; j < fit_terms; ++j) {
        t.at(k).at(j) = std::cos(static_cast<double>(k) * (static_cast<double>(j) + 0.5) *
                                 std::numbers::pi / fit_terms);
      }
    }
    return t;
  }();
  return table;
}

// Of a monotone series that changes its sign.
double only_zero(const Series<fit_terms>& series) {
  double low = -1;
  double high = 1;
  const bool rises = evaluate(series, 1).value > 0;
  double x = 0;
  constexpr int steps_max = 60;
  for (int i = 0; i < steps_max && high - low > 1e-13; ++i) {
    const auto [value, slope] = evaluate(series, x);
    ((value > 0) == rises ? high : low) = x;
    const double next = x - value / slope;
    const bool inside = next > low && next < high;
    if (inside && std::abs(next - x) < 1e-13) return next;
    x = inside ? next : (low + high) / 2;
  }
  return x;
}

// Narrower, what is left is a double zero within the rounding of the coefficients.
constexpr int halvings_max = 24;

void collect(const Series<fit_terms>& series, double middle, double half_length, int halvings,
             std::vector<double>& found) {
  if (bounds_of(series).exclude_zero(0)) return;
  if (halvings == halvings_max || bounds_of(derivative(series)).exclude_zero(0)) {
    if ((evaluate(series, -1).value > 0) == (evaluate(series, 1).value > 0)) return;
    found.push_back(middle + half_length * only_zero(series));
    return;
  }
  const auto [left, right] = halves(series);
  const double quarter = half_length / 2;
  collect(left, middle - quarter, quarter, halvings + 1, found);
  collect(right, middle + quarter, quarter, halvings + 1, found);
}

}  // namespace

const std::array<double, fit_terms>& fit_points() {
  return polynomials()[1];
}

Series<fit_terms> fit(const std::array<double, fit_terms>& values_at_the_points) {
  const auto& t = polynomials();
  Series<fit_terms> series{};
  for (std::size_t k = 0; k < fit_terms; ++k) {
    double sum = 0;
    for (std::size_t j = 0; j < fit_terms; ++j)
      sum += values_at_the_points[j] * t[k][j];
    series[k] = sum * (k == 0 ? 1.0 : 2.0) / fit_terms;
  }
  return series;
}

std::vector<double> sign_changes(const Series<fit_terms>& series) {
  std::vector<double> found;
  collect(series, 0, 1, 0, found);
  return found;
}

}  // namespace astronova::sky::search
