#include "astrology/western/locality/astrocartography.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "astrology/western/locality/local_space.h"
#include "base/angle.h"
#include "sky/horizon.h"
#include "sky/sidereal_time.h"
#include "tests/astrology/natal/sample_chart.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr double radians = std::numbers::pi / 180;

struct SampleLines {
  sky::Bodies bodies = testing::usual_bodies();
  std::vector<sky::BodyState> states;
  double sidereal = 0;
  std::vector<LocalityLine> lines;
};

const SampleLines& sample_lines() {
  static const auto sample = [] {
    SampleLines made;
    for (const auto& placement : testing::sample_chart().placements)
      made.states.push_back(placement.state);
    made.sidereal =
        sky::greenwich_sidereal_time(testing::swiss_sky(), testing::sample_instant)->value;
    made.lines = locality_lines(made.bodies, made.states, made.sidereal);
    return made;
  }();
  return sample;
}

TEST(Astrocartography, SiderealTimeIsThatOfSwetest) {
  const auto rows = testing::swetest("-b15.5.1990 -ut14:30 -px -fl");
  const double hours = rows.at(0).at(0);
  // swetest prints degrees of longitude, hours as 15 degrees.
  EXPECT_NEAR(sample_lines().sidereal, hours > 24 ? hours : hours * 15, 1e-5);
}

TEST(Astrocartography, EveryPointOfALineHasTheBodyOnItsAngle) {
  const auto& sample = sample_lines();
  ASSERT_EQ(sample.lines.size(), 4 * sample.bodies.size());
  for (std::size_t i = 0; i < sample.lines.size(); ++i) {
    const auto& line = sample.lines[i];
    const auto& state = sample.states[i / 4];
    for (const auto& part : line.parts) {
      for (const auto& point : part) {
        if (std::abs(point.latitude) > 89.999) continue;  // every direction is south there
        const auto direction =
            sky::horizontal_direction(state.right_ascension, state.declination,
                                      sample.sidereal + point.longitude, point.latitude);
        const double hour_angle =
            signed_separation_degrees(state.right_ascension, sample.sidereal + point.longitude);
        switch (line.angle) {
          case LineAngle::ascendant:
            EXPECT_NEAR(direction.altitude, 0, 1e-9);
            EXPECT_LE(std::sin(hour_angle * radians), 1e-9);
            break;
          case LineAngle::descendant:
            EXPECT_NEAR(direction.altitude, 0, 1e-9);
            EXPECT_GE(std::sin(hour_angle * radians), -1e-9);
            break;
          case LineAngle::midheaven:
            EXPECT_NEAR(hour_angle, 0, 1e-9);
            break;
          case LineAngle::imum_coeli:
            EXPECT_NEAR(std::abs(hour_angle), 180, 1e-9);
            break;
        }
      }
    }
  }
}

// A chart cast for a point of a line has the body on that angle, as far as the body is on the
// ecliptic: the Sun is.
TEST(Astrocartography, AChartCastOnTheSunsLineHasTheSunOnTheAngle) {
  for (const auto& line : sample_lines().lines) {
    if (line.body != Body::sun) continue;
    const auto& part = line.parts[0];
    auto at = part[part.size() / 2];
    if (part.size() == 2) at.latitude = 35;
    if (std::abs(at.latitude) > 60) continue;
    const auto chart = testing::chart_of(testing::sample_instant, {at.latitude, at.longitude, 0});
    const auto& angles = chart.houses->angles;
    const double angle = line.angle == LineAngle::ascendant    ? angles.ascendant
                         : line.angle == LineAngle::descendant ? angles.ascendant + 180
                         : line.angle == LineAngle::midheaven  ? angles.midheaven
                                                               : angles.midheaven + 180;
    EXPECT_NEAR(signed_separation_degrees(chart.placements[0].state.longitude, angle), 0, 2e-3)
        << name_of(line.angle);
  }
}

TEST(Astrocartography, LinesAreCutAtTheAntimeridianAndNowhereElse) {
  std::size_t cuts = 0;
  for (const auto& line : sample_lines().lines) {
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
      const auto& part = line.parts[i];
      ASSERT_GE(part.size(), 2U);
      for (std::size_t k = 0; k < part.size(); ++k) {
        EXPECT_LE(std::abs(part[k].longitude), 180);
        EXPECT_LE(std::abs(part[k].latitude), 90);
        if (k > 0) {
          EXPECT_LT(std::abs(part[k].longitude - part[k - 1].longitude), 90);
        }
      }
      if (i == 0) continue;
      ++cuts;
      const auto& end = line.parts[i - 1].back();
      EXPECT_EQ(std::abs(end.longitude), 180);
      EXPECT_EQ(part.front().longitude, -end.longitude);
      EXPECT_EQ(part.front().latitude, end.latitude);
    }
  }
  EXPECT_GT(cuts, 4U);
}

TEST(Astrocartography, RisingAndSettingLinesMeetWhereTheBodyTouchesTheHorizon) {
  const auto& sample = sample_lines();
  for (std::size_t i = 0; i < sample.lines.size(); i += 4) {
    const auto& rising = sample.lines[i];
    const auto& setting = sample.lines[i + 1];
    const double north = rising.parts.front().front().latitude;
    EXPECT_NEAR(north, 90 - std::abs(sample.states[i / 4].declination), 1e-9);
    EXPECT_NEAR(north, setting.parts.front().front().latitude, 1e-9);
    EXPECT_NEAR(signed_separation_degrees(rising.parts.front().front().longitude,
                                          setting.parts.front().front().longitude),
                0, 1e-9);
  }
}

TEST(Astrocartography, ABodyOnTheEquatorRisesAlongOneMeridian) {
  sky::BodyState state;
  state.right_ascension = 50;
  const Body body = Body::sun;
  const auto lines = locality_lines({&body, 1}, {&state, 1}, 20);
  for (const auto& point : lines[0].parts.at(0))
    EXPECT_NEAR(point.longitude, 30 - 90, 1e-9);
  EXPECT_NEAR(lines[0].parts[0].front().latitude, 90, 1e-9);
  EXPECT_NEAR(lines[0].parts[0].back().latitude, -90, 1e-9);
}

TEST(LocalSpace, DirectionsAreThoseOfSwetest) {
  const auto& sample = sample_lines();
  const double armc = testing::sample_chart().houses->angles.armc;
  const auto directions = local_space(sample.bodies, testing::topocentric_states(), armc, 40.7128);
  const auto rows =
      testing::swetest("-b15.5.1990 -ut14:30 -p0123456789Dt -fih -geopos-74.006,40.7128,0");
  ASSERT_EQ(rows.size(), directions.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_NEAR(directions[i].direction.azimuth, std::fmod(rows[i][0] + 180, 360), 2e-5) << i;
    EXPECT_NEAR(directions[i].direction.altitude, rows[i][1], 2e-5) << i;
  }
}

}  // namespace
}  // namespace astronova::astrology
