// Seasons, phases, ingresses, stations, aspects, void of course, nodes, apsides, out of bounds:
// against almanacs, worked by other means, and against fine scans.
#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "astrology/events/ingresses_and_stations.h"
#include "astrology/events/nodes_and_apsides.h"
#include "astrology/events/out_of_bounds.h"
#include "astrology/events/seasons_and_phases.h"
#include "astrology/events/void_of_course.h"
#include "base/angle.h"
#include "base/work_context.h"
#include "tests/astrology/events/support.h"
#include "tests/support/json_file.h"
#include "tests/support/swetest.h"

namespace astronova::astrology {
namespace {

using events_testing::day_at;
using events_testing::seconds_in_day;
using events_testing::swiss;
using events_testing::value_of;
using sky::Body;

constexpr JulianDayUt year_begins{2461041.5};  // 2026-01-01
constexpr JulianDayUt year_ends{2461406.5};    // 2027-01-01

constexpr std::array ten{Body::sun,     Body::moon,   Body::mercury, Body::venus,   Body::mars,
                         Body::jupiter, Body::saturn, Body::uranus,  Body::neptune, Body::pluto};

sky::BodyState state_at(Body body, JulianDayUt when, const sky::Frame& frame = {}) {
  sky::BodyState state;
  EXPECT_TRUE(swiss().states_of(body, {&when, 1}, frame, {&state, 1}));
  return state;
}

TEST(Seasons, AreThoseOfTheNavalObservatory) {
  const auto file = testing::json_file("tests/sky/data/usno_seasons.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const auto found = value_of(find_seasons(swiss(), {day - 40}, {day + 40}));
    ASSERT_EQ(found.size(), 1U) << expected;
    EXPECT_NEAR((found[0].at.value - day) * 1440, 0, 1.0) << expected;
    const auto quarter = static_cast<int>(found[0].point);
    EXPECT_EQ(90 * quarter, expected.at("sun_longitude").to_number<int>()) << expected;
  }
}

TEST(LunarPhases, AreThoseOfAstroPixels) {
  const auto file = testing::json_file("tests/astrology/data/astropixels_moon_phases.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const auto found = value_of(find_lunar_phases(swiss(), {day - 3}, {day + 3}));
    ASSERT_EQ(found.size(), 1U) << expected;
    EXPECT_NEAR((found[0].at.value - day) * 1440, 0, 1.0) << expected;
    EXPECT_EQ(static_cast<int>(found[0].phase), expected.at("quarter").to_number<int>());
    EXPECT_NEAR(found[0].longitude, state_at(Body::moon, found[0].at).longitude, 1e-6);
  }
}

TEST(Ingresses, LeadIntoTheSignThatTheBodyIsInAfterwards) {
  const auto motion = value_of(find_zodiacal_motion(swiss(), ten, {}, year_begins, year_ends));
  EXPECT_GT(motion.ingresses.size(), 190U);
  for (const auto& ingress : motion.ingresses) {
    constexpr double minute = 1.0 / 1440;
    const auto before = state_at(ingress.body, {ingress.at.value - 10 * minute});
    const auto after = state_at(ingress.body, {ingress.at.value + 10 * minute});
    EXPECT_EQ(sign_of(after.longitude), ingress.sign);
    EXPECT_NE(sign_of(before.longitude), ingress.sign);
    EXPECT_EQ(after.longitude_speed < 0, ingress.retrograde);
    EXPECT_NEAR(std::remainder(state_at(ingress.body, ingress.at).longitude, 30), 0, 1e-6);
  }
  EXPECT_TRUE(std::ranges::is_sorted(motion.ingresses, {}, &IngressEvent::at));
}

TEST(Ingresses, AreNotMissedBesideAScanOfEveryHour) {
  const auto motion = value_of(find_zodiacal_motion(swiss(), ten, {}, year_begins, year_ends));
  for (const auto body : ten) {
    std::vector<Sign> entered;
    auto sign = sign_of(state_at(body, year_begins).longitude);
    for (double hour = 1; hour <= 365 * 24; hour += body == Body::moon ? 1 : 3) {
      const auto now = sign_of(state_at(body, {year_begins.value + hour / 24}).longitude);
      if (now != sign) entered.push_back(now);
      sign = now;
    }
    std::vector<Sign> found;
    for (const auto& ingress : motion.ingresses) {
      if (ingress.body == body) found.push_back(ingress.sign);
    }
    EXPECT_EQ(found, entered) << name_of(body);
  }
}

TEST(Stations, AreWhereTheSpeedChangesItsSign) {
  const auto motion = value_of(find_zodiacal_motion(swiss(), ten, {}, year_begins, year_ends));
  EXPECT_TRUE(std::ranges::is_sorted(motion.stations, {}, &StationEvent::at));
  for (const auto body : ten) {
    std::vector<double> turns;
    double speed = state_at(body, year_begins).longitude_speed;
    for (int day = 1; day <= 365; ++day) {
      const double now = state_at(body, {year_begins.value + day}).longitude_speed;
      if ((now < 0) != (speed < 0)) turns.push_back(year_begins.value + day - 0.5);
      speed = now;
    }
    std::size_t i = 0;
    for (const auto& station : motion.stations) {
      if (station.body != body) continue;
      ASSERT_LT(i, turns.size());
      EXPECT_NEAR(station.at.value, turns[i++], 0.6);
      const auto later = state_at(body, {station.at.value + 1});
      EXPECT_EQ(later.longitude_speed < 0, station.turns_retrograde);
      // The least motion that libswe's speeds tell.
      EXPECT_NEAR(state_at(body, station.at).longitude_speed, 0, 2e-5) << name_of(body);
    }
    EXPECT_EQ(i, turns.size()) << name_of(body);
  }
}

TEST(Aspects, AreAsFarApartAsTheyAreCalled) {
  const auto found =
      value_of(find_aspect_events(swiss(), ten, major_aspects(), year_begins, year_ends));
  EXPECT_GT(found.size(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, &AspectEvent::at));
  for (const auto& aspect : found) {
    const double apart = std::abs(signed_separation_degrees(
        state_at(aspect.first, aspect.at).longitude, state_at(aspect.second, aspect.at).longitude));
    EXPECT_NEAR(apart, angle_of(aspect.kind), 1e-6);
    EXPECT_LT(aspect.first, aspect.second);
  }
}

TEST(Aspects, AreNotMissedBesideAScanOfEveryHour) {
  constexpr JulianDayUt quarter{year_begins.value + 90};
  constexpr int hours = 90 * 24;
  const auto found =
      value_of(find_aspect_events(swiss(), ten, major_aspects(), year_begins, quarter));
  std::array<std::vector<double>, ten.size()> longitudes;
  for (int hour = 0; hour <= hours; ++hour) {
    std::array<sky::BodyState, ten.size()> states;
    ASSERT_TRUE(swiss().states_at({year_begins.value + hour / 24.0}, ten, {}, states));
    for (std::size_t i = 0; i < ten.size(); ++i)
      longitudes[i].push_back(states[i].longitude);
  }
  std::size_t scanned = 0;
  for (std::size_t i = 0; i < ten.size(); ++i) {
    for (std::size_t j = i + 1; j < ten.size(); ++j) {
      for (const double angle : {0, 60, 90, 120, 180, 240, 270, 300}) {
        const auto off = [&](int hour) {
          const auto at = static_cast<std::size_t>(hour);
          return signed_separation_degrees(angle, longitudes[i][at] - longitudes[j][at]);
        };
        for (int hour = 1; hour <= hours; ++hour) {
          const bool near = std::abs(off(hour)) < 5 && std::abs(off(hour - 1)) < 5;
          scanned += near && (off(hour) >= 0) != (off(hour - 1) >= 0);
        }
      }
    }
  }
  EXPECT_EQ(found.size(), scanned);
}

TEST(Aspects, OfANodeWithItsOppositeAreLeftOut) {
  constexpr std::array nodes{Body::mean_node, Body::true_node, Body::mean_south_node,
                             Body::true_south_node};
  EXPECT_TRUE(value_of(find_aspect_events(swiss(), nodes, major_aspects(), year_begins, year_ends))
                  .empty());
}

// Until she leaves the sign the Moon makes no aspect, and at its beginning she makes one.
TEST(VoidOfCourse, HoldsByADifferentReckoning) {
  const auto found = value_of(find_void_of_course(swiss(), year_begins, year_ends));
  EXPECT_GT(found.size(), 155U);
  for (const auto& empty : found) {
    const double leaves = empty.until.value;
    const auto moon = state_at(Body::moon, empty.until);
    EXPECT_NEAR(std::remainder(moon.longitude, 30), 0, 1e-5);
    EXPECT_EQ(sign_of(state_at(Body::moon, {leaves + 0.01}).longitude), empty.next_sign);
    EXPECT_EQ(sign_of(state_at(Body::moon, {leaves - 0.01}).longitude), empty.sign);
    ASSERT_TRUE(empty.last_aspect);
    EXPECT_EQ(empty.at, empty.last_aspect->at);
    // A scan of every twenty minutes.
    for (const auto other : ten) {
      if (other == Body::moon) continue;
      const auto apart = [&](double day) {
        return normalized_degrees(state_at(Body::moon, {day}).longitude -
                                  state_at(other, {day}).longitude);
      };
      const double begin = apart(empty.at.value + 0.001);
      double end = apart(leaves - 0.001);
      if (end < begin) end += 360;
      for (const double angle : {60, 90, 120, 180, 240, 270, 300, 360})
        EXPECT_FALSE(begin < angle && angle < end) << empty.at.value << name_of(other);
    }
  }
}

TEST(VoidOfCourse, OfTraditionKnowsNothingBeyondSaturn) {
  const auto modern = value_of(find_void_of_course(swiss(), year_begins, year_ends));
  const auto traditional =
      value_of(find_void_of_course(swiss(), year_begins, year_ends, VoidBodies::traditional));
  const auto hours = [](const std::vector<VoidOfCourse>& list) {
    double sum = 0;
    for (const auto& empty : list)
      sum += (empty.until.value - empty.at.value) * 24;
    return sum;
  };
  EXPECT_GT(hours(traditional), hours(modern));
  for (const auto& empty : traditional) {
    if (empty.last_aspect) {
      EXPECT_LE(empty.last_aspect->second, Body::saturn);
    }
  }
}

TEST(NodeCrossings, OfTheMoonAreThoseOfEspenak) {
  const auto file = testing::json_file("tests/sky/data/espenak_moon_nodes.json");
  constexpr std::array moon{Body::moon};
  for (const auto& expected : file.at("cases").as_array()) {
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const auto found = value_of(find_node_crossings(swiss(), moon, {day - 5}, {day + 5}));
    ASSERT_EQ(found.size(), 1U) << expected;
    // His Moon is another one: up to three minutes.
    EXPECT_NEAR((found[0].at.value - day) * 1440, 0, 5) << expected;
    EXPECT_EQ(found[0].ascending, expected.at("kind") == "ascending") << expected;
  }
}

TEST(NodeCrossings, HaveNoLatitude) {
  const auto found = value_of(find_node_crossings(swiss(), ten, year_begins, year_ends));
  EXPECT_GT(found.size(), 30U);
  for (const auto& crossing : found) {
    EXPECT_NE(crossing.body, Body::sun);
    const auto state = state_at(crossing.body, crossing.at);
    EXPECT_NEAR(state.latitude, 0, 1e-6);
    EXPECT_EQ(state.latitude_speed > 0, crossing.ascending);
  }
}

TEST(Apsides, OfTheEarthAreThoseOfTheNavalObservatory) {
  const auto file = testing::json_file("tests/astrology/data/usno_perihelia.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const auto found = value_of(find_apsides(swiss(), {day - 10}, {day + 10}));
    const auto earth = std::ranges::find(found, Body::earth, &ApsisEvent::body);
    ASSERT_NE(earth, found.end()) << expected;
    const bool nearest = expected.at("event") == "Perihelion";
    EXPECT_EQ(earth->apsis, nearest ? Apsis::perihelion : Apsis::aphelion);
    // Theirs is of the geometric distance, where it is flat to a few kilometres.
    EXPECT_NEAR((earth->at.value - day) * 1440, 0, 5) << expected;
  }
}

TEST(Apsides, AreWhereTheDistanceIsLeastOrGreatest) {
  const auto found = value_of(find_apsides(swiss(), year_begins, year_ends));
  EXPECT_EQ(std::ranges::count(found, Apsis::perihelion, &ApsisEvent::apsis), 1);
  EXPECT_EQ(std::ranges::count(found, Apsis::aphelion, &ApsisEvent::apsis), 1);
  EXPECT_EQ(std::ranges::count(found, Apsis::perigee, &ApsisEvent::apsis), 14);
  for (const auto& apsis : found) {
    const auto body = apsis.body() == Body::moon ? Body::moon : Body::sun;
    const bool nearest = apsis.apsis == Apsis::perigee || apsis.apsis == Apsis::perihelion;
    for (const double aside : {-1.0, -0.2, 0.2, 1.0}) {
      const double there = state_at(body, {apsis.at.value + aside}).distance;
      EXPECT_TRUE(nearest ? there > apsis.distance : there < apsis.distance);
    }
  }
}

// The obliquity by the IAU's series of its mean value, within the 9.2" of nutation, and the Sun's
// greatest declination, which is the true one.
TEST(OutOfBounds, BeginsAndEndsWhereDeclinationIsTheObliquity) {
  const auto found = value_of(find_out_of_bounds(swiss(), ten, year_begins, year_ends));
  EXPECT_GT(found.size(), 40U);
  const double solstice = value_of(find_seasons(swiss(), year_begins, year_ends))[1].at.value;
  const double obliquity = state_at(Body::sun, {solstice}).declination;
  for (const auto& event : found) {
    const auto state = state_at(event.body, event.at);
    EXPECT_NEAR(std::abs(state.declination), obliquity, 10.0 / 3600);
    EXPECT_EQ(state.declination > 0, event.north);
    const auto later = state_at(event.body, {event.at.value + 0.005});
    EXPECT_EQ(std::abs(later.declination) > std::abs(state.declination), event.leaves);
  }
}

TEST(OutOfBounds, IsNotMissedBesideAScanOfEveryHour) {
  const auto found = value_of(find_out_of_bounds(swiss(), ten, year_begins, year_ends));
  constexpr double obliquity = 23.4381;
  for (const auto body : {Body::moon, Body::mercury, Body::venus, Body::mars}) {
    long scanned = 0;
    bool out = std::abs(state_at(body, year_begins).declination) > obliquity;
    for (int hour = 1; hour <= 365 * 24; ++hour) {
      const bool now =
          std::abs(state_at(body, {year_begins.value + hour / 24.0}).declination) > obliquity;
      scanned += now != out;
      out = now;
    }
    EXPECT_EQ(std::ranges::count(found, body, &OutOfBoundsEvent::body), scanned) << name_of(body);
  }
}

TEST(Events, AreNotLookedForWhenNobodyWaitsAnyMore) {
  const WorkScope work({{}, std::chrono::steady_clock::now()});
  const auto aspects = find_aspect_events(swiss(), ten, major_aspects(), year_begins, year_ends);
  ASSERT_FALSE(aspects);
  EXPECT_EQ(aspects.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(find_zodiacal_motion(swiss(), ten, {}, year_begins, year_ends));
  EXPECT_FALSE(find_out_of_bounds(swiss(), ten, year_begins, year_ends));
  EXPECT_FALSE(find_node_crossings(swiss(), ten, year_begins, year_ends));
}

TEST(Events, OnTheBorderOfTwoRangesAreInOneOfThem) {
  const auto year = value_of(find_zodiacal_motion(swiss(), ten, {}, year_begins, year_ends));
  std::size_t parts = 0;
  for (double day = year_begins.value; day < year_ends.value; day += 36.5) {
    const auto part = value_of(find_zodiacal_motion(swiss(), ten, {}, {day}, {day + 36.5}));
    parts += part.ingresses.size();
  }
  EXPECT_EQ(parts, year.ingresses.size());
}

}  // namespace
}  // namespace astronova::astrology
