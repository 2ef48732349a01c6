#include "sky/table/piecewise.h"

#include <algorithm>
#include <cmath>

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

// As a file has it.
class InMemory {
 public:
  explicit InMemory(FittedSeries fitted) {
    std::vector<FittedSeries> all;
    all.push_back(std::move(fitted));
    append_series(all, bytes_);
    view_ = {bytes_.data(), all.front().series};
  }
  const SeriesView& view() const { return view_; }

  Motion at(double day) const {
    const Point point = view_.point_at(day);
    Motion motion;
    kernels().front().motions(&point, 1, &motion);
    return motion;
  }

 private:
  std::vector<std::byte> bytes_;
  SeriesView view_;
};

// The sum, by sines and cosines.
double sum(const UnpackedPart& part, double day) {
  const double x = 2 * (day - part.begin) / (part.end - part.begin) - 1;
  double value = 0;
  for (std::size_t k = 0; k < terms; ++k) {
    value += part.coefficients[k] *
             std::cos(static_cast<double>(k) * std::acos(std::clamp(x, -1.0, 1.0)));
  }
  return value;
}

TEST(Piecewise, APolynomialIsKeptExactlyInWholePieces) {
  const auto fitted = fit_series(settings(2, 1e-9), [](double day) -> Result<Values> {
    const double x = (day - 120) / 20;
    return Values{x * x * x - 2 * x, 5 - x, 0};
  });
  ASSERT_TRUE(fitted);
  EXPECT_EQ(fitted->series.part_count, 4U);
  const InMemory memory(*fitted);
  for (double day = 100; day <= 140; day += 0.37) {
    const double x = (day - 120) / 20;
    const auto part = memory.view().unpacked_part_at(day, 0);
    EXPECT_LE(part.begin, day);
    EXPECT_GE(part.end, day);
    EXPECT_NEAR(sum(part, day), x * x * x - 2 * x, 1e-13);
    EXPECT_NEAR(sum(memory.view().unpacked_part_at(day, 1), day), 5 - x, 1e-13);
  }
}

TEST(Piecewise, AMotionIsThePolynomialAndItsDerivative) {
  const auto fitted = fit_series(settings(1, 1e-9), [](double day) -> Result<Values> {
    const double x = (day - 120) / 20;
    return Values{x * x * x - 2 * x, 0, 0};
  });
  ASSERT_TRUE(fitted);
  const InMemory memory(*fitted);
  for (double day = 100; day <= 140; day += 0.37) {
    const double x = (day - 120) / 20;
    EXPECT_NEAR(memory.at(day).value, x * x * x - 2 * x, 1e-13);
    EXPECT_NEAR(memory.at(day).per_day, (3 * x * x - 2) / 20, 1e-12);
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
  for (double day = 100; day <= 140; day += 0.0137) {
    EXPECT_NEAR(memory.at(day).value, peak(day), 5e-9) << day;
    EXPECT_NEAR(sum(memory.view().unpacked_part_at(day, 0), day), peak(day), 5e-9) << day;
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
  for (double day = 100; day < 140; day += 0.5) {
    const double expected = 350 + 13.2 * (day - 100);
    EXPECT_NEAR(std::remainder(memory.at(day).value - expected, 360.0), 0, 1e-9);
    EXPECT_NEAR(memory.at(day).per_day, 13.2, 1e-9);
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
