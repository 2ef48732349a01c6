#include "rendering/synastry_wheel.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include <gmock/gmock.h>
#include <libxml/parser.h>

#include "base/angle.h"
#include "tests/rendering/charts.h"
#include "tests/support/samples.h"

namespace astronova::rendering {
namespace {

using namespace testing;

constexpr Point hub{wheel_size / 2, wheel_size / 2};

std::vector<astrology::Aspect> all_between(const astrology::NatalChart& first,
                                           const astrology::NatalChart& second) {
  return astrology::aspects_between(astrology::aspect_points(first),
                                    astrology::aspect_points(second),
                                    astrology::AspectSettings::major());
}

bool any_overlap(const std::vector<LabelBox>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t k = i + 1; k < labels.size(); ++k) {
      if (labels[i].box.overlaps(labels[k].box)) return true;
    }
  }
  return false;
}

Point middle_of(const Box& box) {
  return {(box.left + box.right) / 2, (box.top + box.bottom) / 2};
}

TEST(SynastryWheel, LabelsNeverOverlapInRandomPairsOfCharts) {
  std::mt19937 random(19401009);
  for (int i = 0; i < samples(300); ++i) {
    const auto first = random_chart(random);
    const auto second = random_chart(random);
    ASSERT_FALSE(any_overlap(synastry_wheel_labels(first, second))) << "in pair " << i;
  }
}

TEST(SynastryWheel, LabelsStayOnThePaper) {
  std::mt19937 random(11);
  const auto paper = Box::around(hub, synastry_wheel_size - 4, synastry_wheel_size - 4);
  for (int i = 0; i < samples(200); ++i) {
    const auto first = random_chart(random);
    for (const auto& label : synastry_wheel_labels(first, random_chart(random))) {
      ASSERT_GE(label.box.left, paper.left);
      ASSERT_GE(label.box.top, paper.top);
      ASSERT_LE(label.box.right, paper.right);
      ASSERT_LE(label.box.bottom, paper.bottom);
    }
  }
}

TEST(SynastryWheel, TheSecondsBodiesStandOutsideTheZodiacNearTheirPlaces) {
  const auto first = new_york_chart();
  const auto second = chart_of({15, 80, 200, 310});
  std::vector<LabelBox> bodies;
  for (const auto& label : synastry_wheel_labels(first, second)) {
    if (label.kind == LabelKind::body) bodies.push_back(label);
  }
  ASSERT_EQ(bodies.size(), first.placements.size() + 4);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const bool is_outside = distance(middle_of(bodies[i].box), hub) > 353;
    EXPECT_EQ(is_outside, i >= first.placements.size());
    if (!is_outside) continue;
    const Point way = middle_of(bodies[i].box) - hub;
    const double longitude = normalized_degrees(std::atan2(-way.y, way.x) * 180 / std::numbers::pi -
                                                180 + first.houses->angles.ascendant);
    const double place = second.placements[bodies[i].owner].state.longitude;
    EXPECT_LT(std::abs(signed_separation_degrees(place, longitude)), 8);
  }
}

TEST(SynastryWheel, TheSecondsAscendantAndMidheavenAreMarkedSinceAspectsEndThere) {
  const auto count_of_angles = [](const astrology::NatalChart& first,
                                  const astrology::NatalChart& second) {
    return std::ranges::count(synastry_wheel_labels(first, second), LabelKind::angle_name,
                              &LabelBox::kind);
  };
  const auto timed = new_york_chart();
  const auto untimed = new_york_chart_without_time();
  EXPECT_EQ(count_of_angles(timed, timed), 4 + 2);
  EXPECT_EQ(count_of_angles(timed, untimed), 4);
  EXPECT_EQ(count_of_angles(untimed, timed), 2);
  const auto svg = draw_synastry_wheel(untimed, timed, all_between(untimed, timed), {});
  const auto ascendant = astrology::format_in_sign(timed.houses->angles.ascendant);
  const auto midheaven = astrology::format_in_sign(timed.houses->angles.midheaven);
  EXPECT_THAT(svg, ::testing::HasSubstr("<title>Ascendant " + ascendant + "</title>"));
  EXPECT_THAT(svg, ::testing::HasSubstr("<title>Midheaven " + midheaven + "</title>"));
}

TEST(SynastryWheel, IsWellFormedAndSmall) {
  std::mt19937 random(12);
  for (int i = 0; i < samples(50); ++i) {
    const auto first = random_chart(random);
    const auto second = random_chart(random);
    const auto svg = draw_synastry_wheel(first, second, all_between(first, second),
                                         {Theme::dark, "Anna & <Ben>"});
    EXPECT_LT(svg.size(), 90'000U);
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> parsed(
        xmlReadMemory(svg.data(), static_cast<int>(svg.size()), "wheel.svg", nullptr,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
        &xmlFreeDoc);
    ASSERT_TRUE(parsed);
    EXPECT_THAT(svg, ::testing::StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                           "viewBox=\"-130 -130 1060 1060\" role=\"img\">"));
  }
}

TEST(SynastryWheel, IsTheSameForTheSameCharts) {
  const auto first = new_york_chart();
  const auto second = new_york_chart_without_time();
  const auto between = all_between(first, second);
  EXPECT_EQ(draw_synastry_wheel(first, second, between, {}),
            draw_synastry_wheel(first, second, between, {}));
}

TEST(SynastryWheel, TheAspectsThatAreGivenAreTheOnesDrawn) {
  const auto first = new_york_chart();
  const auto second = chart_of({15, 80, 200, 310});
  EXPECT_NE(draw_synastry_wheel(first, second, {}, {}),
            draw_synastry_wheel(first, second, all_between(first, second), {}));
}

}  // namespace
}  // namespace astronova::rendering
