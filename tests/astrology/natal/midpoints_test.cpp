#include "astrology/western/natal/midpoints.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "astrology/western/natal/harmonics.h"
#include "base/angle.h"
#include "tests/astrology/natal/sample_chart.h"

namespace astronova::astrology {
namespace {

using sky::Body;

AspectPoint planet_on(Body body, double longitude) {
  return {PointKind::body, body, longitude, 1};
}

TEST(Midpoints, AreInTheMiddleOfTheShorterArc) {
  EXPECT_DOUBLE_EQ(midpoint_of(10, 50), 30);
  EXPECT_DOUBLE_EQ(midpoint_of(350, 30), 10);
  EXPECT_DOUBLE_EQ(midpoint_of(30, 350), 10);
  EXPECT_DOUBLE_EQ(midpoint_of(0, 180), 90);
}

TEST(Midpoints, OfAllPairsButThoseThatMoveAsOne) {
  const std::array points{planet_on(Body::sun, 0), planet_on(Body::moon, 40),
                          planet_on(Body::true_node, 100), planet_on(Body::true_south_node, 280)};
  EXPECT_EQ(midpoints_of(points).size(), 5U);
}

TEST(Midpoints, TreesListWhatAPointOccupiesTheClosestFirst) {
  // Sun/Moon at 20: Mars is 0.5 from it, Venus 1 from its square, Saturn 0.2 from its semisquare.
  const std::array points{planet_on(Body::sun, 0), planet_on(Body::moon, 40),
                          planet_on(Body::venus, 111), planet_on(Body::mars, 20.5),
                          planet_on(Body::saturn, 65.2)};
  const auto trees = midpoint_trees(points, MidpointDial::eighth, 1.5);
  ASSERT_EQ(trees.size(), points.size());
  const auto on_sun_moon = [&](std::size_t tree) {
    return std::ranges::find_if(trees[tree].branches, [](const auto& branch) {
      return branch.midpoint.first.body == Body::sun && branch.midpoint.second.body == Body::moon;
    });
  };
  EXPECT_EQ(on_sun_moon(2)->angle, 90);
  EXPECT_NEAR(on_sun_moon(2)->orb, 1, 1e-12);
  EXPECT_EQ(on_sun_moon(3)->angle, 0);
  EXPECT_EQ(on_sun_moon(4)->angle, 45);
  EXPECT_NEAR(on_sun_moon(4)->orb, 0.2, 1e-12);
  EXPECT_EQ(on_sun_moon(0), trees[0].branches.end());
  for (const auto& tree : trees)
    EXPECT_TRUE(std::ranges::is_sorted(tree.branches, {}, &OccupiedMidpoint::orb));
  const auto quarter = midpoint_trees(points, MidpointDial::quarter, 1.5);
  for (const auto& tree : quarter) {
    for (const auto& branch : tree.branches)
      EXPECT_EQ(branch.angle % 90, 0);
  }
}

TEST(Midpoints, TheDialPutsCardinalFixedAndMutableSignsOneAfterTheOther) {
  const std::array points{planet_on(Body::sun, 359), planet_on(Body::moon, 100),
                          planet_on(Body::mars, 45), planet_on(Body::venus, 190)};
  const auto dial = dial_of_90(points);
  ASSERT_EQ(dial.size(), 4U);
  EXPECT_EQ(dial[0].point.body, Body::moon);
  EXPECT_DOUBLE_EQ(dial[0].position, 10);
  EXPECT_EQ(dial[1].point.body, Body::venus);
  EXPECT_DOUBLE_EQ(dial[2].position, 45);
  EXPECT_DOUBLE_EQ(dial[3].position, 89);
}

TEST(Harmonics, TheFirstIsTheChartItself) {
  const auto& chart = testing::sample_chart();
  const auto points = aspect_points(chart);
  const auto harmonic = harmonic_chart(points, 1, AspectSettings::major());
  ASSERT_EQ(harmonic.points.size(), points.size());
  ASSERT_EQ(harmonic.aspects.size(), chart.aspects.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_EQ(harmonic.points[i].longitude, points[i].longitude);
}

TEST(Harmonics, PointsAWholePartOfTheCircleApartStandTogether) {
  const std::array points{planet_on(Body::sun, 10), planet_on(Body::moon, 10 + 72.4),
                          planet_on(Body::mars, 10 + 2 * 72)};
  const auto fifth = harmonic_chart(points, 5, AspectSettings::major());
  EXPECT_DOUBLE_EQ(fifth.points[0].longitude, 50);
  EXPECT_NEAR(fifth.points[1].longitude, 52, 1e-9);
  EXPECT_NEAR(fifth.points[2].longitude, 50, 1e-9);
  EXPECT_DOUBLE_EQ(fifth.points[0].speed, 5);
  ASSERT_EQ(fifth.aspects.size(), 3U);
  for (const auto& aspect : fifth.aspects)
    EXPECT_EQ(aspect.kind, AspectKind::conjunction);
  const auto last = harmonic_chart(points, harmonic_max, AspectSettings::major());
  EXPECT_NEAR(last.points[1].longitude, normalized_degrees(82.4 * 360), 1e-9);
}

}  // namespace
}  // namespace astronova::astrology
