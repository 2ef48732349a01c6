#include "sky/search/chebyshev.h"

#include <cmath>

#include <gtest/gtest.h>

namespace astronova::sky::search {
namespace {

// Of decreasing size, as series of smooth functions are.
Series<12> some_series() {
  Series<12> series{};
  for (std::size_t k = 0; k < 12; ++k)
    series[k] = std::cos(3.0 * static_cast<double>(k)) / static_cast<double>(1 + k * k);
  return series;
}

double by_definition(const Series<12>& series, double x) {
  double sum = 0;
  for (std::size_t k = 0; k < 12; ++k)
    sum += series[k] * std::cos(static_cast<double>(k) * std::acos(x));
  return sum;
}

TEST(Chebyshev, ASeriesIsTheSumOfItsPolynomials) {
  const auto series = some_series();
  for (double x = -1; x <= 1; x += 0.05)
    EXPECT_NEAR(evaluate(series, x).value, by_definition(series, x), 1e-14);
}

TEST(Chebyshev, TheSlopeIsThatOfDifferencesAndOfTheDerivative) {
  const auto series = some_series();
  const auto slope = derivative(series);
  EXPECT_EQ(slope[11], 0);
  for (double x = -0.99; x < 1; x += 0.05) {
    const double h = 1e-5;
    const double difference = (by_definition(series, x + h) - by_definition(series, x - h)) / 2 / h;
    EXPECT_NEAR(evaluate(series, x).slope, difference, 1e-6);
    EXPECT_NEAR(evaluate(slope, x).value, evaluate(series, x).slope, 1e-12);
    const auto both = SeriesAndSlope<12>(series).at(x);
    EXPECT_NEAR(both.value, evaluate(series, x).value, 1e-14);
    EXPECT_NEAR(both.slope, evaluate(series, x).slope, 1e-12);
  }
}

TEST(Chebyshev, FourPointsAtOnceAreTheSameBitsAsOneByOne) {
  const SeriesAndSlope<12> series(some_series());
  for (double x = -1; x <= 0.9; x += 0.1) {
    const std::array points{x, -x, x + 0.01, 0.5 * x};
    const auto all = series.at(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_EQ(all[i].value, series.at(points[i]).value);
      EXPECT_EQ(all[i].slope, series.at(points[i]).slope);
    }
  }
}

TEST(Chebyshev, TheHalvesAreTheSeriesOnEitherSide) {
  const auto series = some_series();
  const auto [left, right] = halves(series);
  for (double x = -1; x <= 1; x += 0.1) {
    EXPECT_NEAR(evaluate(left, x).value, by_definition(series, (x - 1) / 2), 1e-14);
    EXPECT_NEAR(evaluate(right, x).value, by_definition(series, (x + 1) / 2), 1e-14);
  }
}

TEST(Chebyshev, TheBoundsHoldAllValues) {
  const auto series = some_series();
  const auto bounds = bounds_of(series);
  for (double x = -1; x <= 1; x += 0.01) {
    EXPECT_GE(by_definition(series, x), bounds.low);
    EXPECT_LE(by_definition(series, x), bounds.high);
  }
}

TEST(Chebyshev, ASignThatIsKeptIsSeenByHalving) {
  // x^2 + 0.05: its bounds reach below zero, those of its quarters do not.
  const Series<12> parabola{0.55, 0, 0.5};
  EXPECT_LT(bounds_of(Series<12>{0.45, 0, 0.5}).low, 0);
  EXPECT_TRUE(keeps_sign(parabola, 0, 3));
  EXPECT_TRUE(keeps_sign(Series<12>{0.55, 0.5}, 0.01, 3));
  EXPECT_FALSE(keeps_sign(parabola, 0.06, 3));
  EXPECT_FALSE(keeps_sign(Series<12>{0.45, 0, 0.5}, 0, 3));
  EXPECT_FALSE(keeps_sign(Series<12>{0.1, 1}, 0, 3));
}

Series<fit_terms> fit_of(double (*function)(double)) {
  std::array<double, fit_terms> values{};
  for (std::size_t i = 0; i < fit_terms; ++i)
    values[i] = function(fit_points()[i]);
  return fit(values);
}

TEST(Chebyshev, AFitMeetsASmoothFunction) {
  const auto series = fit_of([](double x) { return std::exp(x) * std::sin(2 * x); });
  for (double x = -1; x <= 1; x += 0.03)
    EXPECT_NEAR(evaluate(series, x).value, std::exp(x) * std::sin(2 * x), 1e-10);
}

TEST(Chebyshev, EverySignChangeIsFoundHoweverClose) {
  const auto close = sign_changes(
      fit_of([](double x) { return (x - 0.3) * (x - 0.3001) * (x + 0.7) * (x * x + 1); }));
  ASSERT_EQ(close.size(), 3U);
  EXPECT_NEAR(close[0], -0.7, 1e-12);
  EXPECT_NEAR(close[1], 0.3, 1e-9);
  EXPECT_NEAR(close[2], 0.3001, 1e-9);
}

TEST(Chebyshev, AZeroWithoutASignChangeIsNone) {
  EXPECT_TRUE(sign_changes(fit_of([](double x) { return (x - 0.3) * (x - 0.3) + 1e-9; })).empty());
  EXPECT_TRUE(sign_changes(fit_of([](double) { return 1.0; })).empty());
}

}  // namespace
}  // namespace astronova::sky::search
