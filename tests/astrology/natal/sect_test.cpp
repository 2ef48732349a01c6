#include "astrology/western/natal/sect.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/degrees.h"
#include "sky/horizon.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/json_file.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

TEST(Sect, IsThatOfKerykeionsCharts) {
  const auto document = testing::json_file("tests/astrology/data/kerykeion_natal.json");
  for (const auto& test : document.at("cases").as_object()) {
    const auto& expected = test.value();
    const double latitude = expected.at("lat").to_number<double>();
    const auto chart = testing::chart_of({expected.at("jd_ut").to_number<double>()},
                                         {latitude, expected.at("lon").to_number<double>(), 0});
    const auto sect = sect_of(chart.placements[0].state, chart.houses->angles.armc, latitude);
    EXPECT_EQ(sect == Sect::day, expected.at("is_diurnal").as_bool()) << test.key();
  }
}

// Tromso at noon: on 15 May the Sun does not set, on 15 December it does not rise.
TEST(Sect, HoldsWithinThePolarCircle) {
  const sky::GeographicPosition tromso{69.6492, 18.9553, 0};
  const auto sect_at = [&](double julian_day) {
    const auto chart = testing::chart_of({julian_day}, tromso);
    return sect_of(chart.placements[0].state, chart.houses->angles.armc, tromso.latitude);
  };
  for (const double hour : {0.0, 0.25, 0.5, 0.75}) {
    EXPECT_EQ(sect_at(2448032.5 + hour), Sect::day);    // 1990-05-21
    EXPECT_EQ(sect_at(2448240.5 + hour), Sect::night);  // 1990-12-15
  }
}

TEST(Sect, MercuryIsOfTheDayWhenItRisesBeforeTheSun) {
  EXPECT_EQ(sect_of_planet(Body::mercury, 100, 90), Sect::day);
  EXPECT_EQ(sect_of_planet(Body::mercury, 100, 110), Sect::night);
  EXPECT_EQ(sect_of_planet(Body::mercury, 5, 355), Sect::day);
  EXPECT_EQ(sect_of_planet(Body::saturn, 0, 0), Sect::day);
  EXPECT_EQ(sect_of_planet(Body::venus, 0, 0), Sect::night);
  EXPECT_EQ(roles_in(Sect::day).malefic, Body::saturn);
  EXPECT_EQ(roles_in(Sect::night).benefic, Body::venus);
}

TEST(Horizon, AzimuthAndAltitudeAreThoseOfSwetest) {
  const auto& chart = testing::sample_chart();
  const auto states = testing::topocentric_states();
  const auto rows =
      testing::swetest("-b15.5.1990 -ut14:30 -p0123456789 -fih -geopos-74.006,40.7128,0");
  ASSERT_EQ(rows.size(), 10U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& state = states[i];
    const auto direction = sky::horizontal_direction(state.right_ascension, state.declination,
                                                     chart.houses->angles.armc, 40.7128);
    // swetest counts azimuths from the south.
    const double from_north = std::fmod(rows[i][0] + 180, 360);
    EXPECT_NEAR(direction.azimuth, from_north, 2e-5) << i;
    EXPECT_NEAR(direction.altitude, rows[i][1], 2e-5) << i;
  }
}

TEST(Horizon, TheObliquityOfADateIsInEveryBody) {
  const auto rows = testing::swetest("-b15.5.1990 -ut14:30 -po -fl");
  for (const auto& placement : testing::sample_chart().placements) {
    // Nothing can be told on the line of equinoxes.
    if (std::abs(std::sin(placement.state.longitude * degree_in_radians)) < 0.1) continue;
    EXPECT_NEAR(sky::obliquity_from({&placement.state, 1}), rows.at(0).at(0), 1e-7);
  }
}

}  // namespace
}  // namespace astronova::astrology
