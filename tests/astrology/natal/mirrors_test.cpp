#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "astrology/western/natal/antiscia.h"
#include "astrology/western/natal/declinations.h"
#include "sky/horizon.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

AspectPoint body_at(Body body, double longitude, double speed = 0) {
  return {PointKind::body, body, longitude, speed};
}

TEST(Antiscia, HaveTheSameDeclinationAndContraAntisciaTheOpposite) {
  constexpr double obliquity = 23.44;
  for (double longitude = 0.5; longitude < 360; longitude += 7) {
    const double declination = sky::declination_of_ecliptic_point(longitude, obliquity);
    EXPECT_NEAR(sky::declination_of_ecliptic_point(antiscion(longitude), obliquity), declination,
                1e-12);
    EXPECT_NEAR(sky::declination_of_ecliptic_point(contra_antiscion(longitude), obliquity),
                -declination, 1e-12);
  }
  EXPECT_DOUBLE_EQ(antiscion(70), 110);   // 10 Gemini, 20 Cancer
  EXPECT_DOUBLE_EQ(antiscion(200), 340);  // 20 Libra, 10 Pisces
  EXPECT_DOUBLE_EQ(contra_antiscion(0), 0);
}

TEST(Antiscia, ContactsAreFoundWithinTheOrbAndSayWhetherTheyApply) {
  const std::array points{body_at(Body::sun, 70, 1), body_at(Body::mars, 110.5, 0.5),
                          body_at(Body::venus, 289.2, 1.2), body_at(Body::saturn, 20)};
  const auto contacts = find_mirror_contacts(points, 1);
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0].second.body, Body::mars);
  EXPECT_EQ(contacts[0].mirror, Mirror::antiscion);
  EXPECT_NEAR(contacts[0].orb, 0.5, 1e-12);
  EXPECT_FALSE(contacts[0].applying);  // the sum is beyond 180 and grows
  EXPECT_EQ(contacts[1].second.body, Body::venus);
  EXPECT_EQ(contacts[1].mirror, Mirror::contra_antiscion);
  EXPECT_NEAR(contacts[1].orb, 0.8, 1e-12);
  EXPECT_TRUE(contacts[1].applying);
}

TEST(Antiscia, ANodeAndItsOppositeAreNotCompared) {
  const std::array points{body_at(Body::mean_node, 90), body_at(Body::true_node, 90.2),
                          body_at(Body::true_south_node, 270.2)};
  EXPECT_TRUE(find_mirror_contacts(points, 3).empty());
}

TEST(Declinations, OfTheAnglesAreThoseOfTheirDegrees) {
  const auto& chart = testing::sample_chart();
  const double obliquity = obliquity_of(chart).value();
  const auto rows = testing::swetest("-b15.5.1990 -ut14:30 -po -fl");
  EXPECT_NEAR(obliquity, rows.at(0).at(0), 1e-7);
  const auto points = declination_points(chart, obliquity);
  ASSERT_EQ(points.size(), 14U);
  EXPECT_EQ(points[12].point.kind, PointKind::ascendant);
  EXPECT_NEAR(points[12].declination,
              sky::declination_of_ecliptic_point(chart.houses->angles.ascendant, obliquity), 1e-12);
}

TEST(Declinations, ThoseOfTheBodiesAreSwetestsAndBeyondTheSunsAreOutOfBounds) {
  const auto& chart = testing::sample_chart();
  const auto points = declination_points(chart, 23.44);
  const auto rows = testing::swetest("-b15.5.1990 -ut14:30 -p0123456789 -fd");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(points[i].declination, rows[i][0], 1e-6);
    EXPECT_EQ(points[i].out_of_bounds, std::abs(rows[i][0]) > 23.44) << i;
  }
}

TEST(Declinations, ParallelsAreOnOneSideAndContraparallelsOnBoth) {
  const auto at = [](Body body, double declination) {
    return DeclinationPoint{body_at(body, 0), declination, false};
  };
  const std::array points{at(Body::sun, 20), at(Body::moon, 20.4), at(Body::mars, -19.5),
                          at(Body::venus, 0.2), at(Body::saturn, -0.3)};
  const auto found = find_parallels(points, 1);
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found[0].kind, Parallel::parallel);
  EXPECT_NEAR(found[0].orb, 0.4, 1e-12);
  EXPECT_EQ(found[1].kind, Parallel::contraparallel);
  EXPECT_NEAR(found[1].orb, 0.5, 1e-12);
  EXPECT_NEAR(found[2].orb, 0.9, 1e-12);  // Moon and Mars
  // Near the equator a pair is both.
  EXPECT_EQ(found[3].kind, Parallel::parallel);
  EXPECT_EQ(found[4].kind, Parallel::contraparallel);
}

}  // namespace
}  // namespace astronova::astrology
