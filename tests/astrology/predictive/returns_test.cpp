#include "astrology/western/predictive/returns.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "astrology/western/natal_chart.h"
#include "base/angle.h"
#include "base/instant.h"
#include "tests/astrology/support/skies.h"
#include "tests/support/json_file.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr JulianDayUt returns_birth{2448027.1041666665};  // 1990-05-15 14:30 UT

JulianDayUt instant(const char* text) {
  return to_julian_day(*parse_rfc3339(text));
}

double longitude_at(Body body, JulianDayUt when, std::optional<sky::Ayanamsa> ayanamsa = {}) {
  const std::array bodies{body};
  std::array<sky::BodyState, 1> states;
  const sky::Frame frame{sky::Center::geocentric, ayanamsa, {}};
  EXPECT_TRUE(swiss_sky().states_at(when, bodies, frame, states));
  return states[0].longitude;
}

class ReturnOf : public ::testing::TestWithParam<Body> {};

TEST_P(ReturnOf, TheBodyIsWhereItWasAtEachPass) {
  const auto found = next_return(swiss_sky(), {GetParam()}, returns_birth, returns_birth);
  ASSERT_TRUE(found) << found.error().detail;
  const double natal = longitude_at(GetParam(), returns_birth);
  EXPECT_EQ(found->longitude, natal);
  ASSERT_FALSE(found->passes.empty());
  EXPECT_GT(found->passes.front().when.value, returns_birth.value + 1);
  for (const auto& pass : found->passes) {
    EXPECT_NEAR(signed_separation_degrees(natal, longitude_at(GetParam(), pass.when)), 0, 1e-6);
    const double later = longitude_at(GetParam(), {pass.when.value + 1e-3});
    EXPECT_EQ(signed_separation_degrees(natal, later) < 0, pass.retrograde);
  }
}

TEST_P(ReturnOf, NoneIsPassedOver) {
  // From a day after birth no day's path passes the natal longitude before the return.
  const auto found = next_return(swiss_sky(), {GetParam()}, returns_birth, returns_birth);
  ASSERT_TRUE(found);
  const double natal = longitude_at(GetParam(), returns_birth);
  double before =
      signed_separation_degrees(natal, longitude_at(GetParam(), {returns_birth.value + 0.5}));
  const double step = GetParam() == Body::moon ? 0.1 : 1;
  for (double day = returns_birth.value + 0.5 + step;
       day < std::min(found->passes.front().when.value, returns_birth.value + 4000); day += step) {
    const double after = signed_separation_degrees(natal, longitude_at(GetParam(), {day}));
    ASSERT_FALSE((before >= 0) != (after >= 0) && std::abs(before - after) < 90) << day;
    before = after;
  }
}

INSTANTIATE_TEST_SUITE_P(EachBody, ReturnOf,
                         ::testing::Values(Body::sun, Body::moon, Body::mercury, Body::venus,
                                           Body::mars, Body::jupiter, Body::saturn, Body::uranus,
                                           Body::chiron, Body::mean_node, Body::true_node),
                         [](const auto& body) { return std::string(name_of(body.param)); });

TEST(Returns, OfTheSunAreThoseOfKerykeion) {
  const auto document = testing::json_file("tests/astrology/data/kerykeion_solar_returns.json");
  for (const auto& test : document.at("cases").as_array()) {
    // Their natal longitude, of Moshier's model, is where their Sun returns to.
    const double natal = test.at("natal_sun").to_number<double>();
    const JulianDayUt theirs{test.at("jd_ut").to_number<double>()};
    // The same Sun, by Swiss Ephemeris, a year before: the return is then to that longitude.
    JulianDayUt birth{theirs.value - 365.2422};
    for (int i = 0; i < 5; ++i) {
      birth.value += signed_separation_degrees(longitude_at(Body::sun, birth), natal) / 0.9856;
    }
    const auto found = next_return(swiss_sky(), {}, birth, {theirs.value - 100});
    ASSERT_TRUE(found);
    EXPECT_NEAR((found->passes.front().when.value - theirs.value) * 86'400, 0, 60);
    const auto houses = swiss_sky().houses(
        found->passes.front().when,
        {test.at("lat").to_number<double>(), test.at("lon").to_number<double>(), 0},
        sky::HouseSystem::placidus, std::nullopt);
    ASSERT_TRUE(houses);
    EXPECT_NEAR(signed_separation_degrees(houses->angles.ascendant,
                                          test.at("angles").at("ascendant").to_number<double>()),
                0, 0.3);
  }
}

TEST(Returns, CorrectedForPrecessionTheSunComesBackAmongTheStars) {
  const ReturnSettings corrected{Body::sun, std::nullopt, true};
  const auto after = instant("2020-01-01T00:00:00Z");
  const auto plain = next_return(swiss_sky(), {}, returns_birth, after);
  const auto found = next_return(swiss_sky(), corrected, returns_birth, after);
  ASSERT_TRUE(plain && found);
  const auto when = found->passes.front().when;
  EXPECT_NEAR(
      signed_separation_degrees(longitude_at(Body::sun, returns_birth, sky::Ayanamsa::lahiri),
                                longitude_at(Body::sun, when, sky::Ayanamsa::lahiri)),
      0, 1e-5);
  // Thirty years of 50.3 arc seconds are 0.419 degrees, which take the Sun some ten hours.
  EXPECT_NEAR((when.value - plain->passes.front().when.value) * 24, 10.4, 0.3);
  // Nutation, which the tropical zodiac takes part in, changes by half a minute as well.
  EXPECT_NEAR(signed_separation_degrees(plain->longitude, found->longitude), 30 * 50.29 / 3600,
              0.01);
  EXPECT_NEAR(found->longitude, longitude_at(Body::sun, when), 1e-9);
}

TEST(Returns, InASiderealZodiacNeedNoCorrection) {
  const ReturnSettings sidereal{Body::sun, sky::Ayanamsa::lahiri, false};
  const ReturnSettings corrected{Body::sun, sky::Ayanamsa::lahiri, true};
  const auto after = instant("2020-01-01T00:00:00Z");
  const auto one = next_return(swiss_sky(), sidereal, returns_birth, after);
  const auto other = next_return(swiss_sky(), corrected, returns_birth, after);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->passes.front().when.value, other->passes.front().when.value);
}

TEST(Returns, TheOneAfterAReturnIsTheNext) {
  const auto first = next_return(swiss_sky(), {Body::moon}, returns_birth, returns_birth);
  ASSERT_TRUE(first);
  const auto printed = to_julian_day(to_instant(first->passes.front().when));
  const auto second = next_return(swiss_sky(), {Body::moon}, returns_birth, printed);
  ASSERT_TRUE(second);
  EXPECT_NEAR(second->passes.front().when.value - printed.value, 27.32, 0.5);
}

// docs/astrology/returns.md
TEST(Returns, OfTheWorkedExample) {
  const auto after = instant("2026-01-01T00:00:00Z");
  const auto written = [](const ReturnPass& pass) {
    return format_rfc3339(to_instant(pass.when)).substr(0, 19);
  };
  const auto sun = next_return(swiss_sky(), {}, returns_birth, after);
  ASSERT_TRUE(sun);
  EXPECT_EQ(written(sun->passes.front()), "2026-05-15T07:34:15");
  const auto moon = next_return(swiss_sky(), {Body::moon}, returns_birth, after);
  ASSERT_TRUE(moon);
  EXPECT_EQ(written(moon->passes.front()), "2026-01-18T19:19:30");
  const auto jupiter = next_return(swiss_sky(), {Body::jupiter}, returns_birth, returns_birth);
  ASSERT_TRUE(jupiter);
  std::vector<std::string> passes;
  for (const auto& pass : jupiter->passes)
    passes.push_back(written(pass));
  EXPECT_EQ(passes, (std::vector<std::string>{"2001-08-29T16:59:24", "2002-01-09T05:23:31",
                                              "2002-04-21T22:30:14"}));
  const auto corrected =
      next_return(swiss_sky(), {Body::sun, std::nullopt, true}, returns_birth, after);
  ASSERT_TRUE(corrected);
  EXPECT_EQ(written(corrected->passes.front()), "2026-05-15T20:02:18");
}

TEST(Returns, BeyondTheEphemerisAreAnError) {
  const auto covered = swiss_sky().coverage(Body::saturn);
  ASSERT_TRUE(covered);
  const auto found =
      next_return(swiss_sky(), {Body::saturn}, returns_birth, {covered->last.value - 100});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::outside_ephemeris);
}

TEST(SolarYears, BeginAtBirthAndThenAtEachReturn) {
  const auto first = solar_year_at(swiss_sky(), returns_birth, {returns_birth.value + 100});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->number, 0);
  EXPECT_EQ(first->begin.value, returns_birth.value);
  const auto at_its_end = solar_year_at(swiss_sky(), returns_birth, first->end);
  ASSERT_TRUE(at_its_end);
  EXPECT_EQ(at_its_end->number, 1);
  EXPECT_NEAR(at_its_end->begin.value, first->end.value, 1e-8);
  const auto later = solar_year_at(swiss_sky(), returns_birth, instant("2026-05-14T00:00:00Z"));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->number, 35);
  EXPECT_FALSE(solar_year_at(swiss_sky(), returns_birth, {returns_birth.value - 1}));
}

}  // namespace
}  // namespace astronova::astrology
