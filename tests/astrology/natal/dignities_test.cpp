#include "astrology/western/natal/dignities.h"

#include <map>

#include <gtest/gtest.h>

#include "tests/astrology/natal/sample_chart.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array old_planets{Body::sun,  Body::moon,    Body::mercury, Body::venus,
                                 Body::mars, Body::jupiter, Body::saturn};

std::map<Body, int> degrees_of_terms(TermTable table) {
  std::map<Body, int> degrees;
  for (int degree = 0; degree < 360; ++degree)
    ++degrees[rulers_of_degree(degree + 0.5, Sect::day, {.terms = table}).term];
  return degrees;
}

// Ptolemy, Tetrabiblos I.20: the sums of the terms are the greatest years of the planets.
TEST(Terms, AddUpToTheGreatestYearsOfThePlanets) {
  const std::map<Body, int> greatest_years{{Body::saturn, 57},
                                           {Body::jupiter, 79},
                                           {Body::mars, 66},
                                           {Body::venus, 82},
                                           {Body::mercury, 76}};
  EXPECT_EQ(degrees_of_terms(TermTable::egyptian), greatest_years);
  EXPECT_EQ(degrees_of_terms(TermTable::ptolemaic), greatest_years);
}

TEST(Terms, BordersBelongToWhatTheyOpen) {
  const auto term = [](double longitude, TermTable table) {
    return rulers_of_degree(longitude, Sect::day, {.terms = table}).term;
  };
  EXPECT_EQ(term(0, TermTable::egyptian), Body::jupiter);
  EXPECT_EQ(term(5.9999, TermTable::egyptian), Body::jupiter);
  EXPECT_EQ(term(6, TermTable::egyptian), Body::venus);
  EXPECT_EQ(term(359.9999999, TermTable::egyptian), Body::saturn);
  // Leo: to Jupiter in Robbins' text, to Saturn in Lilly's table, the first of the two readings.
  EXPECT_EQ(term(120, TermTable::ptolemaic), Body::jupiter);
  EXPECT_EQ(term(120, TermTable::lilly), Body::saturn);
}

// The first and last degree of each stretch, counted from 1 as Lilly does.
using LillysDegrees = std::array<std::pair<int, int>, 12>;

// For every degree of the zodiac: that the planet rules it exactly where the book says.
template <class Ruler>
void expect_degrees_of_lilly(Body planet, const LillysDegrees& degrees, const Ruler& ruler) {
  for (int sign = 0; sign < 12; ++sign) {
    const auto [first, last] = degrees.at(static_cast<std::size_t>(sign));
    for (int degree = 1; degree <= 30; ++degree) {
      EXPECT_EQ(ruler(30 * sign + degree - 0.5) == planet, degree >= first && degree <= last)
          << name_of(static_cast<Sign>(sign)) << ' ' << degree;
    }
  }
}

Body term_of_lilly(double longitude) {
  return rulers_of_degree(longitude, Sect::day, {.terms = TermTable::lilly}).term;
}

// Lilly, Christian Astrology (1659): the terms of Saturn, p. 57, of Mars, p. 66, and of Mercury,
// p. 77. These lists agree with the table of p. 104 in all signs but one: in Sagittarius they give
// the 20th degree to Mercury, the table to Saturn, as Ptolemy does. The table is followed.
TEST(Terms, OfSaturnMarsAndMercuryAreThoseThatLillyLists) {
  expect_degrees_of_lilly(Body::saturn,
                          {{{27, 30},
                            {23, 26},
                            {22, 25},
                            {28, 30},
                            {1, 6},
                            {19, 24},
                            {1, 6},
                            {28, 30},
                            {20, 25},
                            {26, 30},
                            {1, 6},
                            {27, 30}}},
                          term_of_lilly);
  expect_degrees_of_lilly(Body::mars,
                          {{{22, 26},
                            {27, 30},
                            {26, 30},
                            {1, 6},
                            {26, 30},
                            {25, 30},
                            {25, 30},
                            {1, 6},
                            {26, 30},
                            {20, 25},
                            {26, 30},
                            {21, 26}}},
                          term_of_lilly);
  expect_degrees_of_lilly(Body::mercury,
                          {{{15, 21},
                            {9, 15},
                            {1, 7},
                            {14, 20},
                            {7, 13},
                            {1, 7},
                            {20, 24},
                            {22, 27},
                            {15, 19},
                            {7, 12},
                            {7, 12},
                            {15, 20}}},
                          term_of_lilly);
}

// The same pages: the faces of Saturn and of Mars. {31, 0} is none in that sign.
TEST(Faces, OfSaturnAndMarsAreThoseThatLillyLists) {
  constexpr std::pair none{31, 0};
  const auto face = [](double longitude) { return rulers_of_degree(longitude, Sect::day).face; };
  expect_degrees_of_lilly(
      Body::saturn,
      {{none, {21, 30}, none, none, {1, 10}, none, {11, 20}, none, {21, 30}, none, none, {1, 10}}},
      face);
  expect_degrees_of_lilly(Body::mars,
                          {{{1, 10},
                            none,
                            {11, 20},
                            none,
                            {21, 30},
                            none,
                            none,
                            {1, 10},
                            none,
                            {11, 20},
                            none,
                            {21, 30}}},
                          face);
}

TEST(Faces, GoRoundInTheChaldeanOrderAndEndWithMars) {
  EXPECT_EQ(rulers_of_degree(0, Sect::day).face, Body::mars);
  EXPECT_EQ(rulers_of_degree(10, Sect::day).face, Body::sun);
  EXPECT_EQ(rulers_of_degree(20, Sect::day).face, Body::venus);
  EXPECT_EQ(rulers_of_degree(30, Sect::day).face, Body::mercury);
  EXPECT_EQ(rulers_of_degree(359.9, Sect::day).face, Body::mars);
}

TEST(Dignities, EveryPlanetFallsOppositeItsExaltationAndIsInDetrimentOppositeItsSigns) {
  for (const auto planet : old_planets) {
    const double exalted = exaltation_degree(planet);
    EXPECT_EQ(rulers_of_degree(exalted, Sect::day).exaltation, planet);
    EXPECT_EQ(rulers_of_degree(exalted < 180 ? exalted + 180 : exalted - 180, Sect::day).fall,
              planet);
  }
  for (int sign = 0; sign < 12; ++sign) {
    EXPECT_EQ(rulers_of_degree(30 * sign, Sect::day).detriment,
              rulers_of_degree(30 * ((sign + 6) % 12), Sect::day).domicile);
  }
}

TEST(Dignities, TriplicitiesFollowTheSect) {
  EXPECT_EQ(rulers_of_degree(5, Sect::day).triplicity, Body::sun);
  EXPECT_EQ(rulers_of_degree(5, Sect::night).triplicity, Body::jupiter);
  EXPECT_EQ(rulers_of_degree(5, Sect::night).participating, Body::saturn);
  const DignityTables ptolemy{.triplicities = TriplicityTable::ptolemaic};
  EXPECT_EQ(rulers_of_degree(95, Sect::day, ptolemy).triplicity, Body::mars);
  EXPECT_FALSE(rulers_of_degree(95, Sect::day, ptolemy).participating);
}

// Points: Lilly, Christian Astrology, p. 115.
TEST(Dignities, ScoresAreSumsOfLillysPoints) {
  const auto score = [](Body planet, double longitude, Sect sect) {
    return dignities_of(planet, longitude, sect).score;
  };
  EXPECT_EQ(score(Body::sun, 5, Sect::day), 4 + 3);       // exalted, of the triplicity
  EXPECT_EQ(score(Body::sun, 15, Sect::day), 4 + 3 + 1);  // and in its face
  EXPECT_EQ(score(Body::sun, 15, Sect::night), 4 + 1);
  EXPECT_EQ(score(Body::mercury, 160, Sect::day), 5 + 4);  // 10 Virgo, term of Venus, her face
  EXPECT_EQ(score(Body::mercury, 150, Sect::day), 5 + 4 + 2);
  EXPECT_EQ(score(Body::mars, 65, Sect::day), -5);        // peregrine in 5 Gemini
  EXPECT_EQ(score(Body::saturn, 5, Sect::night), 3 - 4);  // in fall, but takes part
  EXPECT_EQ(score(Body::moon, 215, Sect::day), 3 - 4);    // Scorpio: fall, takes part
}

TEST(Dignities, WithoutASectNeitherTriplicityNorPeregrinationIsJudged) {
  EXPECT_EQ(dignities_of(Body::sun, 5, std::nullopt).score, 4);
  EXPECT_EQ(dignities_of(Body::mars, 65, std::nullopt).score, 0);
  EXPECT_FALSE(rulers_of_degree(65, std::nullopt).triplicity);
}

// E. Purdue, Almuten Figuris calculation (2014): a cusp at 5 Aries in a chart of the day, with the
// triplicity's ruler of the sect alone: Sun 7, Mars 6, Jupiter 2.
TEST(Almuten, OfADegreeIsThatOfAPublishedExample) {
  const auto points = points_in_degree(5, Sect::day, {.triplicities = TriplicityTable::ptolemaic});
  EXPECT_EQ(points, (PlanetPoints{7, 0, 0, 0, 6, 2, 0}));
  EXPECT_EQ(strongest_of(points).size(), 1U);
  EXPECT_EQ(strongest_of(points)[0], Body::sun);
}

TEST(Almuten, OfAChartAddsFivePlacesAndTheHouses) {
  AlmutenPlaces places{5, 5, 5, 5, 5, {}, {}};
  places.houses[4] = 1;
  places.houses[0] = 6;
  const auto almuten =
      almuten_of_chart(places, Sect::day, {.triplicities = TriplicityTable::ptolemaic});
  EXPECT_EQ(almuten.essential, (PlanetPoints{35, 0, 0, 0, 30, 10, 0}));
  EXPECT_EQ(almuten.accidental, (PlanetPoints{1, 0, 0, 0, 12, 0, 0}));
  ASSERT_EQ(almuten.winners.size(), 1U);
  EXPECT_EQ(almuten.winners[0], Body::mars);
}

TEST(Almuten, OfAChartHasSevenPointsForTheRulerOfTheDayAndSixForThatOfTheHour) {
  AlmutenPlaces places{5, 5, 5, 5, 5, {}, TimeRulers{Body::jupiter, Body::mars}};
  const DignityTables tables{.triplicities = TriplicityTable::ptolemaic};
  const auto almuten = almuten_of_chart(places, Sect::day, tables);
  EXPECT_EQ(almuten.of_time, (PlanetPoints{0, 0, 0, 0, 6, 7, 0}));
  EXPECT_EQ(almuten.total, (PlanetPoints{35, 0, 0, 0, 36, 17, 0}));
  places.rulers = TimeRulers{Body::moon, Body::moon};
  EXPECT_EQ(almuten_of_chart(places, Sect::day, tables).of_time,
            (PlanetPoints{0, 13, 0, 0, 0, 0, 0}));
}

TEST(Receptions, AreMutualByHouseAndByExaltation) {
  // Mars in Taurus and Venus in Aries: each in the other's house; Moon in Cancer receives nobody.
  const std::array states{dignities_of(Body::moon, 100, Sect::day),
                          dignities_of(Body::venus, 10, Sect::day),
                          dignities_of(Body::mars, 40, Sect::day)};
  const auto found = mutual_receptions(states);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, Body::venus);
  EXPECT_EQ(found[0].second, Body::mars);
  EXPECT_EQ(found[0].dignity, Dignity::domicile);
}

}  // namespace
}  // namespace astronova::astrology
