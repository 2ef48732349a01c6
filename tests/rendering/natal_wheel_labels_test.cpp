#include <algorithm>
#include <map>
#include <numbers>
#include <set>

#include <gmock/gmock.h>

#include "base/angle.h"
#include "rendering/natal_wheel.h"
#include "tests/rendering/charts.h"
#include "tests/support/samples.h"

namespace astronova::rendering {
namespace {

using namespace testing;

constexpr double middle = wheel_size / 2;

std::string describe(const LabelBox& label) {
  return "label of kind " + std::to_string(static_cast<int>(label.kind)) + ", owner " +
         std::to_string(label.owner);
}

/// The first two labels that overlap, or "".
std::string overlap_among(const std::vector<LabelBox>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t k = i + 1; k < labels.size(); ++k) {
      if (labels[i].box.overlaps(labels[k].box)) {
        return describe(labels[i]) + " overlaps " + describe(labels[k]);
      }
    }
  }
  return "";
}

/// The ecliptic longitude that a label's middle stands at, in a wheel with this ascendant.
double longitude_of(const Box& box, double ascendant) {
  const double x = (box.left + box.right) / 2 - middle;
  const double y = middle - (box.top + box.bottom) / 2;
  return normalized_degrees(std::atan2(y, x) * 180 / std::numbers::pi - 180 + ascendant);
}

std::size_t count_of(const std::vector<LabelBox>& labels, LabelKind kind) {
  return static_cast<std::size_t>(std::count_if(
      labels.begin(), labels.end(), [kind](const auto& label) { return label.kind == kind; }));
}

TEST(NatalWheelLabels, NeverOverlapInAThousandRandomCharts) {
  std::mt19937 random(19900515);
  for (int i = 0; i < samples(1000); ++i) {
    const auto labels = natal_wheel_labels(random_chart(random));
    ASSERT_EQ(overlap_among(labels), "") << "in chart " << i;
  }
}

TEST(NatalWheelLabels, NeverOverlapWhenAllBodiesCrowdWithinTenDegreesAnywhere) {
  for (int start = 0; start < 360; start += 5) {
    std::vector<double> longitudes;
    for (int i = 0; i < 22; ++i)
      longitudes.push_back(normalized_degrees(start + i * 10.0 / 22));
    auto chart = chart_of(longitudes);
    set_houses(chart, 100, 10, {100, 130, 160, 190, 220, 250, 280, 310, 340, 10, 40, 70});
    ASSERT_EQ(overlap_among(natal_wheel_labels(chart)), "") << "from " << start << " degrees";
  }
}

TEST(NatalWheelLabels, NeverOverlapWhenEveryBodyAndCuspIsAtTheSamePoint) {
  auto chart = chart_of(std::vector<double>(22, 359.999));
  set_houses(chart, 359.999, 359.999, std::vector<double>(12, 359.999));
  EXPECT_EQ(overlap_among(natal_wheel_labels(chart)), "");
}

TEST(NatalWheelLabels, StayOnThePaper) {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    for (const LabelBox& label : natal_wheel_labels(random_chart(random))) {
      ASSERT_GE(std::min(label.box.left, label.box.top), 2) << describe(label);
      ASSERT_LE(std::max(label.box.right, label.box.bottom), wheel_size - 2) << describe(label);
    }
  }
}

TEST(NatalWheelLabels, NameEveryBodyItsDegreeSignAndMinuteAndMarkTheRetrogradeOnes) {
  std::map<std::size_t, std::set<LabelKind>> kinds_by_body;
  const auto chart = new_york_chart();
  for (const LabelBox& label : natal_wheel_labels(chart)) {
    if (label.kind <= LabelKind::retrograde) kinds_by_body[label.owner].insert(label.kind);
  }
  ASSERT_EQ(kinds_by_body.size(), chart.placements.size());
  for (const auto& [owner, kinds] : kinds_by_body) {
    EXPECT_EQ(kinds.size(), chart.placements[owner].retrograde() ? 5 : 4);
  }
}

TEST(NatalWheelLabels, StandInTheHouseOfTheirBodyWhereThereIsRoom) {
  const auto chart = new_york_chart();
  const auto cusps = chart.houses->cusp_span();
  for (const LabelBox& label : natal_wheel_labels(chart)) {
    if (label.kind > LabelKind::retrograde) continue;
    const double shown = longitude_of(label.box, chart.houses->angles.ascendant);
    EXPECT_EQ(astrology::house_of(shown, cusps),
              astrology::house_of(chart.placements[label.owner].state.longitude, cusps))
        << describe(label);
  }
}

TEST(NatalWheelLabels, KeepTheOrderOfTheBodiesInACrowd) {
  const auto chart = chart_of({203, 201, 207, 205, 202, 206, 204, 208, 200, 209});
  std::vector<std::pair<double, double>> true_and_shown;
  for (const LabelBox& label : natal_wheel_labels(chart)) {
    if (label.kind != LabelKind::body) continue;
    true_and_shown.emplace_back(chart.placements[label.owner].state.longitude,
                                longitude_of(label.box, 0));
  }
  std::sort(true_and_shown.begin(), true_and_shown.end());
  for (std::size_t i = 1; i < true_and_shown.size(); ++i) {
    EXPECT_LT(true_and_shown[i - 1].second, true_and_shown[i].second);
  }
}

TEST(NatalWheelLabels, OfBodiesWithRoomStandAtTheirLongitudes) {
  const auto chart = chart_of({12, 48, 99.5, 160, 201, 250, 300.25, 340});
  for (const LabelBox& label : natal_wheel_labels(chart)) {
    EXPECT_NEAR(longitude_of(label.box, 0), chart.placements[label.owner].state.longitude, 1e-6);
  }
}

TEST(NatalWheelLabels, HaveNeitherCuspsNorHousesNorAnglesWithoutATimeOfBirth) {
  for (const LabelBox& label : natal_wheel_labels(new_york_chart_without_time())) {
    EXPECT_LE(label.kind, LabelKind::retrograde) << describe(label);
  }
}

TEST(NatalWheelLabels, GiveEachAngleOnceAndTheOtherCuspsTheirDegree) {
  const auto placidus = natal_wheel_labels(new_york_chart());
  EXPECT_EQ(count_of(placidus, LabelKind::angle_name), 4);
  EXPECT_EQ(count_of(placidus, LabelKind::angle_degree), 4);
  EXPECT_EQ(count_of(placidus, LabelKind::cusp), 8) << "four of the twelve cusps are angles";
  EXPECT_EQ(count_of(placidus, LabelKind::house_number), 12);

  auto whole_sign = new_york_chart();
  set_houses(whole_sign, 122.2036646, 17.9500410,
             {120, 150, 180, 210, 240, 270, 300, 330, 0, 30, 60, 90});
  EXPECT_EQ(count_of(natal_wheel_labels(whole_sign), LabelKind::cusp), 12);
}

TEST(NatalWheelLabels, PutTheAscendantAtTheLeftAndTheZodiacCounterClockwise) {
  auto chart = chart_of({190, 280});
  set_houses(chart, 100, 10, {100, 130, 160, 190, 220, 250, 280, 310, 340, 10, 40, 70});
  for (const LabelBox& label : natal_wheel_labels(chart)) {
    const double x = (label.box.left + label.box.right) / 2;
    const double y = (label.box.top + label.box.bottom) / 2;
    if (label.kind == LabelKind::angle_name && label.owner == 0) {
      EXPECT_LT(x, 50);
      EXPECT_NEAR(y, middle, 10);
    }
    // The lower heaven, 90 degrees of the zodiac after the ascendant, is below.
    if (label.kind == LabelKind::body && label.owner == 0) {
      EXPECT_GT(y, 600);
    }
    if (label.kind == LabelKind::body && label.owner == 1) {
      EXPECT_GT(x, 600);
    }
  }
}

}  // namespace
}  // namespace astronova::rendering
