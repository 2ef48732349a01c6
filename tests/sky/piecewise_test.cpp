#include "sky/table/piecewise.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "sky/table/table_file.h"

namespace astronova::sky::table {
namespace {

FitSettings settings(std::size_t coordinates, double tolerance) {
  FitSettings fit;
  fit.coordinates = coordinates;
  fit.first_day = 100;
  fit.piece_days = 10;
  fit.pieces = 4;
  fit.first_is_angle = false;
  fit.tolerance = {tolerance, tolerance, tolerance};
  return fit;
}

// The arrays one behind the other, as a file has them.
class InMemory {
 public:
  explicit InMemory(const FittedSeries& fitted) {
    auto series = fitted.series;
    series.index = append(fitted.index.data(), fitted.index.size() * sizeof(std::uint32_t));
    series.slots = append(fitted.slots.data(), fitted.slots.size() * sizeof(std::uint32_t));
    series.parts = append(fitted.parts.data(), fitted.parts.size() * sizeof(double));
    view_ = {reinterpret_cast<const std::byte*>(words_.data()), series};
  }
  const SeriesView& view() const { return view_; }

 private:
  std::uint64_t append(const void* bytes, std::size_t size) {
    const auto begin = words_.size();
    words_.resize(begin + (size + sizeof(double) - 1) / sizeof(double));
    if (size > 0) std::memcpy(&words_[begin], bytes, size);
    return begin * sizeof(double);
  }

  std::vector<double> words_;
  SeriesView view_;
};

TEST(Piecewise, APolynomialIsKeptExactlyInWholePieces) {
  const auto fitted = fit_series(settings(2, 1e-9), [](double day) -> Result<Values> {
    const double x = (day - 120) / 20;
    return Values{x * x * x - 2 * x, 5 - x, 0};
  });
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->series.part_count, 4U);
  const InMemory memory(*fitted);
  const auto& view = memory.view();
  for (double day = 100; day <= 140; day += 0.37) {
    const double x = (day - 120) / 20;
    const auto motions = view.at<2>(day);
    EXPECT_NEAR(motions[0].value, x * x * x - 2 * x, 1e-13);
    EXPECT_NEAR(motions[0].per_day, (3 * x * x - 2) / 20, 1e-12);
    EXPECT_NEAR(motions[1].value, 5 - x, 1e-13);
    EXPECT_NEAR(motions[1].per_day, -1.0 / 20, 1e-13);
  }
}

TEST(Piecewise, APeakIsCutAsFinelyAsItNeedsAndNoMore) {
  const auto peak = [](double day) { return 1 / (1 + std::pow((day - 123.4) / 0.3, 2)); };
  const auto fitted = fit_series(settings(1, 1e-9), [&](double day) -> Result<Values> {
    return Values{peak(day), 0, 0};
  });
  ASSERT_TRUE(fitted);
  EXPECT_GT(fitted->series.part_count, 8U);
  EXPECT_LT(fitted->series.part_count, 80U);
  const InMemory memory(*fitted);
  const auto& view = memory.view();
  for (double day = 100; day <= 140; day += 0.0137) {
    EXPECT_NEAR(view.at<1>(day)[0].value, peak(day), 5e-9) << day;
  }
}

TEST(Piecewise, AnAngleMayPassThreeHundredAndSixty) {
  auto fit = settings(1, 1e-9);
  fit.first_is_angle = true;
  const auto fitted = fit_series(fit, [](double day) -> Result<Values> {
    return Values{std::fmod(350 + 13.2 * (day - 100), 360), 0, 0};
  });
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->series.part_count, 4U);
  const InMemory memory(*fitted);
  const auto& view = memory.view();
  for (double day = 100; day < 140; day += 0.5) {
    const double expected = 350 + 13.2 * (day - 100);
    EXPECT_NEAR(std::remainder(view.at<1>(day)[0].value - expected, 360.0), 0, 1e-9);
    EXPECT_NEAR(view.at<1>(day)[0].per_day, 13.2, 1e-9);
  }
}

TEST(Piecewise, NoiseDoesNotMakeItCutForEver) {
  const auto fitted = fit_series(settings(1, 1e-9), [](double day) -> Result<Values> {
    const double noise = std::sin(day * 1e7) * 1e-6;
    return Values{day + noise, 0, 0};
  });
  ASSERT_TRUE(fitted);
  EXPECT_LT(fitted->series.part_count, 40U);
}

TEST(Piecewise, AFunctionThatFailsEndsTheFit) {
  const auto fitted = fit_series(settings(1, 1e-9), [](double day) -> Result<Values> {
    if (day > 125) return Error{ErrorCode::data_missing, "no more", {}};
    return Values{day, 0, 0};
  });
  ASSERT_FALSE(fitted);
  EXPECT_EQ(fitted.error().detail, "no more");
}

}  // namespace
}  // namespace astronova::sky::table
