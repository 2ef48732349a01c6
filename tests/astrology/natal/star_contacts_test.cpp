#include "astrology/western/natal/star_contacts.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "sky/horizon.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

std::size_t star_of(std::string_view designation) {
  const auto catalogue = testing::swiss_sky().fixed_stars()->catalogue();
  const auto found = std::ranges::find(catalogue, designation, &sky::FixedStar::designation);
  EXPECT_NE(found, catalogue.end()) << designation;
  return static_cast<std::size_t>(found - catalogue.begin());
}

sky::StarState state_of_star(std::size_t star) {
  sky::StarState state;
  EXPECT_TRUE(testing::swiss_sky().fixed_stars()->states_at(testing::sample_instant, {&star, 1},
                                                            {&state, 1}));
  return state;
}

// The civil day of the birth in New York: 04:00 UT to 04:00 UT.
const LocalDay birth_day{{2448026.5 + 4 / 24.0}, {2448027.5 + 4 / 24.0}, testing::sample_place};

double seconds_of_day(JulianDayUt when) {
  return std::fmod(when.value + 0.5, 1.0) * 86'400;
}

// Whether a time of day, printed as 09:38:51.2, is among the numbers of the rows.
bool is_printed(const std::vector<std::vector<double>>& rows, double seconds) {
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 2 < row.size(); ++i) {
      if (std::abs(row[i] * 3600 + row[i + 1] * 60 + row[i + 2] - seconds) < 1) return true;
    }
  }
  return false;
}

void expect_risings_of_swetest(const std::vector<AngularInstant>& found, const std::string& what) {
  const auto rows = testing::swetest(
      "-b15.5.1990 -ut04:00 -rise -norefrac -disccenter -n1 -geopos-74.006,40.7128,0 " + what);
  int compared = 0;
  for (const auto& instant : found) {
    if (instant.event != AngularEvent::rising && instant.event != AngularEvent::setting) continue;
    ++compared;
    EXPECT_TRUE(is_printed(rows, seconds_of_day(instant.when)))
        << what << ' ' << name_of(instant.event) << ' ' << seconds_of_day(instant.when);
  }
  EXPECT_EQ(compared, 2) << what;
}

TEST(AngularInstants, AreSwetestsRisingsOfBodiesAndStars) {
  for (const auto& [body, number] :
       {std::pair{Body::sun, "-p0"}, {Body::moon, "-p1"}, {Body::mars, "-p4"}}) {
    const auto found = angular_instants(testing::swiss_sky(), body, birth_day);
    ASSERT_TRUE(found);
    expect_risings_of_swetest(*found, number);
  }
  const auto sirius =
      angular_instants(testing::swiss_sky(), state_of_star(star_of("alCMa")), birth_day);
  ASSERT_TRUE(sirius);
  expect_risings_of_swetest(*sirius, "-pf -xfSirius");
}

TEST(AngularInstants, EachStandsOnItsAngle) {
  for (const auto body : {Body::sun, Body::moon, Body::jupiter, Body::pluto}) {
    const auto found = angular_instants(testing::swiss_sky(), body, birth_day);
    ASSERT_TRUE(found);
    EXPECT_GE(found->size(), 3U);
    for (const auto& instant : *found) {
      sky::BodyState state;
      const sky::Frame frame{sky::Center::topocentric, std::nullopt, birth_day.place};
      ASSERT_TRUE(testing::swiss_sky().states_at(instant.when, {&body, 1}, frame, {&state, 1}));
      const auto houses = testing::swiss_sky().houses(instant.when, birth_day.place,
                                                      sky::HouseSystem::equal, std::nullopt);
      const auto direction = sky::horizontal_direction(
          state.right_ascension, state.declination, houses->angles.armc, birth_day.place.latitude);
      const bool on_horizon =
          instant.event == AngularEvent::rising || instant.event == AngularEvent::setting;
      if (on_horizon) {
        EXPECT_NEAR(direction.altitude, 0, 1e-4);
        EXPECT_EQ(direction.azimuth < 180, instant.event == AngularEvent::rising);
      } else {
        EXPECT_NEAR(std::sin(direction.azimuth * std::acos(-1.0) / 180), 0, 1e-5);
      }
    }
  }
}

double altitude_of_moon(double when, const sky::GeographicPosition& place) {
  const Body moon = Body::moon;
  sky::BodyState state;
  const sky::Frame frame{sky::Center::topocentric, std::nullopt, place};
  EXPECT_TRUE(testing::swiss_sky().states_at({when}, {&moon, 1}, frame, {&state, 1}));
  const auto houses =
      testing::swiss_sky().houses({when}, place, sky::HouseSystem::equal, std::nullopt);
  return sky::horizontal_direction(state.right_ascension, state.declination, houses->angles.armc,
                                   place.latitude)
      .altitude;
}

// At 66 degrees north the Moon at times neither rises nor sets for days. What crosses the horizon
// in steps of ten minutes is what is found.
TEST(AngularInstants, NearThePolarCircleAreTheCrossingsOfTheHorizon) {
  const sky::GeographicPosition place{66, 25.7, 0};
  constexpr double step = 1 / 144.0;
  int days_without = 0;
  for (int i = 0; i < 30; ++i) {
    const LocalDay day{{2448300.5 + i}, {2448301.5 + i}, place};
    const auto found = angular_instants(testing::swiss_sky(), Body::moon, day);
    ASSERT_TRUE(found);
    const auto crossings = std::ranges::count_if(*found, [](const AngularInstant& instant) {
      return instant.event == AngularEvent::rising || instant.event == AngularEvent::setting;
    });
    int expected = 0;
    double before = altitude_of_moon(day.begin.value, place);
    for (int k = 1; k <= 144; ++k) {
      const double now = altitude_of_moon(day.begin.value + k * step, place);
      if ((before < 0) != (now < 0)) ++expected;
      before = now;
    }
    EXPECT_EQ(crossings, expected) << i;
    if (expected == 0) ++days_without;
  }
  EXPECT_GT(days_without, 0);
}

TEST(StarConjunctions, AreWithinTheOrbTheClosestFirst) {
  const std::array points{AspectPoint{PointKind::body, Body::sun, 100, 1}};
  const std::array<std::size_t, 3> stars{5, 6, 7};
  const std::array<sky::StarState, 3> states{{{100.9}, {99.5}, {102}}};
  const auto found = find_star_conjunctions(points, stars, states, 1);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].star, 6U);
  EXPECT_NEAR(found[0].orb, 0.5, 1e-12);
  EXPECT_EQ(found[1].star, 5U);
}

TEST(Parans, AreInstantsOfABodyAndAStarWithinTheOrb) {
  std::vector<std::size_t> stars;
  std::vector<sky::StarState> states;
  for (const auto* designation : {"alCMa", "alTau", "alSco", "alLeo", "alLyr", "alBoo", "bePer"}) {
    stars.push_back(star_of(designation));
    states.push_back(state_of_star(stars.back()));
  }
  const std::array bodies{Body::sun, Body::moon, Body::venus};
  const auto found = find_parans(testing::swiss_sky(), bodies, stars, states, birth_day, 10);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->empty());
  for (const auto& paran : *found) {
    EXPECT_LE(paran.orb_minutes, 10);
    EXPECT_NEAR(std::abs(paran.body_at.when.value - paran.star_at.when.value) * 1440,
                paran.orb_minutes, 1e-6);
  }
}

}  // namespace
}  // namespace astronova::astrology
