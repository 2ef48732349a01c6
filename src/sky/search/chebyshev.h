#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

/// Chebyshev series on [-1, 1]. Recurrences: Clenshaw's, and those of derivatives, as in Fox and
/// Parker, Chebyshev Polynomials in Numerical Analysis (1968).
namespace astronova::sky::search {

template <std::size_t Terms>
using Series = std::array<double, Terms>;

/// A series' value and slope at a point.
struct ValueAndSlope {
  double value = 0;
  double slope = 0;
};

template <std::size_t Terms>
ValueAndSlope evaluate(const Series<Terms>& series, double x) {
  const double twice = 2 * x;
  double b1 = 0;
  double b2 = 0;
  double d1 = 0;
  double d2 = 0;
  for (std::size_t k = Terms - 1; k > 0; --k) {
    const double d = (2 * b1 - d2) + twice * d1;
    const double b = (series[k] - b2) + twice * b1;
    d2 = d1;
    d1 = d;
    b2 = b1;
    b1 = b;
  }
  return {(series[0] - b2) + x * b1, (b1 - d2) + x * d1};
}

/// The series of the slope; its last coefficient is zero.
template <std::size_t Terms>
Series<Terms> derivative(const Series<Terms>& series) {
  Series<Terms> slope{};
  double next = 0;        // of index k
  double after_next = 0;  // of index k + 1
  double twice_k = 2 * static_cast<double>(Terms - 1);
  for (std::size_t k = Terms - 1; k > 0; --k, twice_k -= 2) {
    slope[k - 1] = after_next + twice_k * series[k];
    after_next = next;
    next = slope[k - 1];
  }
  slope[0] /= 2;
  return slope;
}

/// A series and its derivative side by side, for many evaluations: one recurrence in two lanes.
template <std::size_t Terms>
class SeriesAndSlope {
 public:
  SeriesAndSlope() = default;
  explicit SeriesAndSlope(const Series<Terms>& series) {
    const auto slope = derivative(series);
    for (std::size_t k = 0; k < Terms; ++k)
      terms_[k] = Lanes{series[k], slope[k]};
  }

  ValueAndSlope at(double x) const {
    const Lanes argument{x, x};
    const Lanes twice = argument + argument;
    Lanes b1{};
    Lanes b2{};
    for (std::size_t k = Terms - 1; k > 0; --k) {
      const Lanes b = (terms_[k] - b2) + twice * b1;
      b2 = b1;
      b1 = b;
    }
    const Lanes both = (terms_[0] - b2) + argument * b1;
    return {both[0], both[1]};
  }

  /// The same at four points: recurrences that do not wait for each other, in little more than the
  /// time of one.
  std::array<ValueAndSlope, 4> at(const std::array<double, 4>& x) const {
    const std::array<Lanes, 2> argument{Lanes{x[0], x[1]}, Lanes{x[2], x[3]}};
    std::array<Recurrence, 2> values{};
    std::array<Recurrence, 2> slopes{};
    for (std::size_t k = Terms - 1; k > 0; --k) {
      for (std::size_t i = 0; i < 2; ++i) {
        values[i].go_on(terms_[k][0], argument[i]);
        slopes[i].go_on(terms_[k][1], argument[i]);
      }
    }
    std::array<ValueAndSlope, 4> all{};
    for (std::size_t i = 0; i < 2; ++i) {
      const Lanes value = values[i].end(terms_[0][0], argument[i]);
      const Lanes slope = slopes[i].end(terms_[0][1], argument[i]);
      all[2 * i] = {value[0], slope[0]};
      all[2 * i + 1] = {value[1], slope[1]};
    }
    return all;
  }

  Series<Terms> slope() const {
    Series<Terms> slope{};
    for (std::size_t k = 0; k < Terms; ++k)
      slope[k] = terms_[k][1];
    return slope;
  }

 private:
  using Lanes = double __attribute__((vector_size(2 * sizeof(double))));

  // Clenshaw's, of one series at two points.
  struct Recurrence {
    void go_on(double term, const Lanes& x) {
      const Lanes b = (term - b2) + (x + x) * b1;
      b2 = b1;
      b1 = b;
    }
    Lanes end(double term, const Lanes& x) const { return (term - b2) + x * b1; }

    Lanes b1{};
    Lanes b2{};
  };

  std::array<Lanes, Terms> terms_{};
};

/// Between which a series certainly lies.
struct Bounds {
  double low = 0;
  double high = 0;

  bool exclude_zero(double margin) const { return low > margin || high < -margin; }
};

template <std::size_t Terms>
Bounds bounds_of(const Series<Terms>& series) {
  double swing = 0;
  for (std::size_t k = 1; k < Terms; ++k)
    swing += std::abs(series[k]);
  return {series[0] - swing, series[0] + swing};
}

/// The series on the halves [-1, 0] and [0, 1], each stretched to [-1, 1].
template <std::size_t Terms>
std::pair<Series<Terms>, Series<Terms>> halves(const Series<Terms>& series) {
  // T_k((x + 1) / 2) as a series in x; with x - 1 the odd sums of indices change sign.
  static const auto stretched = [] {
    std::array<Series<Terms>, Terms> t{};
    t[0][0] = 1;
    t[1][0] = 0.5;
    t[1][1] = 0.5;
    for (std::size_t k = 2; k < Terms; ++k) {
      // T_k(u) = 2 u T_(k-1)(u) - T_(k-2)(u), and 2 x T_j(x) = T_(j+1)(x) + T_|j-1|(x).
      for (std::size_t j = 0; j < k; ++j) {
        t[k][j] += t[k - 1][j];
        t[k][j + 1] += t[k - 1][j] / 2;
        t[k][j == 0 ? 1 : j - 1] += t[k - 1][j] / 2;
      }
      for (std::size_t j = 0; j + 1 < k; ++j)
        t[k][j] -= t[k - 2][j];
    }
    return t;
  }();
  Series<Terms> even{};
  Series<Terms> odd{};
  for (std::size_t k = 0; k < Terms; ++k) {
    for (std::size_t j = 0; j <= k; ++j)
      ((k + j) % 2 == 0 ? even : odd)[j] += stretched[k][j] * series[k];
  }
  Series<Terms> left{};
  Series<Terms> right{};
  for (std::size_t j = 0; j < Terms; ++j) {
    left[j] = even[j] - odd[j];
    right[j] = even[j] + odd[j];
  }
  return {left, right};
}

/// Whether a series certainly keeps its sign, farther from zero than a margin.
template <std::size_t Terms>
bool keeps_sign(const Series<Terms>& series, double margin, int halvings) {
  if (bounds_of(series).exclude_zero(margin)) return true;
  const double left_end = evaluate(series, -1).value;
  const double right_end = evaluate(series, 1).value;
  if (std::min(std::abs(left_end), std::abs(right_end)) <= margin) return false;
  if ((left_end > 0) != (right_end > 0) || halvings == 0) return false;
  const auto [left, right] = halves(series);
  return keeps_sign(left, margin, halvings - 1) && keeps_sign(right, margin, halvings - 1);
}

/// Where a fit takes its values, and the series through them.
inline constexpr std::size_t fit_terms = 16;
const std::array<double, fit_terms>& fit_points();
Series<fit_terms> fit(const std::array<double, fit_terms>& values_at_the_points);

/// The points of (-1, 1) where a series changes its sign, in order.
std::vector<double> sign_changes(const Series<fit_terms>& series);

}  // namespace astronova::sky::search
