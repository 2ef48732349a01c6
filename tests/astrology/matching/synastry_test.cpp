#include "astrology/matching/synastry.h"

#include <gmock/gmock.h>

#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::astrology {
namespace {

using sky::Body;

NatalChart chart_with(const std::vector<std::pair<Body, double>>& bodies) {
  NatalChart chart;
  for (const auto& [body, longitude] : bodies) {
    sky::BodyState state;
    state.longitude = longitude;
    chart.placements.push_back({body, state, {}});
  }
  return chart;
}

void give_equal_houses(NatalChart& chart, double ascendant) {
  sky::Houses houses;
  for (std::size_t i = 0; i < 12; ++i)
    houses.cusps.at(i) = std::fmod(ascendant + 30.0 * static_cast<double>(i), 360);
  houses.angles.ascendant = ascendant;
  houses.angles.midheaven = houses.cusps[9];
  chart.houses = houses;
}

const sky::Ephemeris& swiss_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

// The pair of docs/astrology/synastry.md.
NatalChart beatle(JulianDayUt when) {
  NatalSettings settings;
  for (int body = 0; body <= static_cast<int>(Body::pluto); ++body)
    settings.bodies.push_back(static_cast<Body>(body));
  return *compute_natal_chart(swiss_sky(), when, sky::GeographicPosition{53.4084, -2.9916, 0},
                              settings);
}

TEST(Synastry, AnOrbCountsLessTheWiderItIsAndNothingAtItsEdge) {
  EXPECT_DOUBLE_EQ(orb_weight(0, 8), 1);
  EXPECT_DOUBLE_EQ(orb_weight(2, 8), 0.75);
  EXPECT_DOUBLE_EQ(orb_weight(8, 8), 0);
  EXPECT_DOUBLE_EQ(orb_weight(9, 8), 0);
  EXPECT_DOUBLE_EQ(orb_weight(0, 0), 0);
}

TEST(Synastry, AspectsRunFromTheFirstToTheSecondWithTheirWeights) {
  const auto first = chart_with({{Body::sun, 10}, {Body::venus, 100}});
  const auto second = chart_with({{Body::moon, 131}, {Body::mars, 103.5}});
  const auto synastry = compute_synastry(first, second, AspectSettings::major());
  ASSERT_EQ(synastry.aspects.size(), 3U);
  EXPECT_EQ(synastry.aspects[0].aspect.first.body, Body::sun);
  EXPECT_EQ(synastry.aspects[0].aspect.second.body, Body::moon);
  EXPECT_EQ(synastry.aspects[0].aspect.kind, AspectKind::trine);
  // With a luminary the trine has 9 degrees.
  EXPECT_DOUBLE_EQ(synastry.aspects[0].weight, 1 - 1 / 9.0);
  EXPECT_EQ(synastry.aspects[1].aspect.kind, AspectKind::square);
  EXPECT_DOUBLE_EQ(synastry.aspects[2].weight, 1 - 3.5 / 8);
}

TEST(Synastry, TheSamePairInAspectBothWaysIsADoubleWhammy) {
  const auto first = chart_with({{Body::venus, 10}, {Body::mars, 100}});
  const auto second = chart_with({{Body::venus, 220}, {Body::mars, 70}});
  const auto synastry = compute_synastry(first, second, AspectSettings::major());
  // Venus sextile Mars; Mars trine Venus.
  ASSERT_EQ(synastry.aspects.size(), 2U);
  ASSERT_EQ(synastry.double_whammies.size(), 1U);
  EXPECT_EQ(synastry.double_whammies[0].one, 0U);
  EXPECT_EQ(synastry.double_whammies[0].other, 1U);
}

TEST(Synastry, TwoSunsInAspectAreNoDoubleWhammy) {
  const auto synastry = compute_synastry(chart_with({{Body::sun, 10}}),
                                         chart_with({{Body::sun, 10}}), AspectSettings::major());
  EXPECT_EQ(synastry.aspects.size(), 1U);
  EXPECT_TRUE(synastry.double_whammies.empty());
}

TEST(Synastry, EachOnesBodiesStandInTheOthersHouses) {
  auto first = chart_with({{Body::sun, 10}, {Body::venus, 100}});
  auto second = chart_with({{Body::moon, 131}});
  give_equal_houses(second, 350);
  const auto synastry = compute_synastry(first, second, AspectSettings::major());
  ASSERT_EQ(synastry.first_in_second.size(), 2U);
  EXPECT_EQ(synastry.first_in_second[0].house, 1);
  EXPECT_EQ(synastry.first_in_second[1].body, Body::venus);
  EXPECT_EQ(synastry.first_in_second[1].house, 4);
  // The first's houses are unknown.
  EXPECT_TRUE(synastry.second_in_first.empty());
}

TEST(Synastry, TheExampleOfTheDocumentationIsAsItSays) {
  const auto lennon = beatle({2429912.2291666665});
  const auto mccartney = beatle({2430529.0625});
  const auto synastry = compute_synastry(lennon, mccartney, AspectSettings::major());
  EXPECT_EQ(synastry.aspects.size(), 49U);
  const auto& moon_mars = synastry.aspects[4];
  EXPECT_EQ(moon_mars.aspect.first.body, Body::moon);
  EXPECT_EQ(moon_mars.aspect.second.body, Body::mars);
  EXPECT_EQ(moon_mars.aspect.kind, AspectKind::opposition);
  EXPECT_NEAR(moon_mars.aspect.orb, 0.8278, 0.00005);
  EXPECT_NEAR(moon_mars.weight, 0.9172, 0.00005);
  ASSERT_EQ(synastry.double_whammies.size(), 10U);
  const auto& [one, other] = synastry.double_whammies[0];
  EXPECT_EQ(name_of(synastry.aspects[one].aspect.first), "moon");
  EXPECT_EQ(name_of(synastry.aspects[one].aspect.second), "saturn");
  EXPECT_EQ(synastry.aspects[one].aspect.kind, AspectKind::trine);
  EXPECT_EQ(synastry.aspects[other].aspect.kind, AspectKind::square);
  EXPECT_EQ(synastry.first_in_second[0].house, 1) << "Lennon's Sun";
  EXPECT_EQ(synastry.first_in_second[1].house, 4) << "Lennon's Moon";
  EXPECT_EQ(synastry.second_in_first[0].house, 3) << "McCartney's Sun";
}

}  // namespace
}  // namespace astronova::astrology
