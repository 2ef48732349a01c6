// The same search on the table and on Swiss Ephemeris, and across the border between them.
#include <algorithm>
#include <cmath>
#include <iomanip>

#include <gtest/gtest.h>

#include "sky/polynomials.h"
#include "tests/sky/search/support.h"

namespace astronova::sky::search {
namespace {

constexpr JulianDayUt first_day{2458849.5};  // 2020-01-01
constexpr JulianDayUt last_day{2459215.5};   // 2021-01-01

// What the table may differ by from Swiss Ephemeris, in degrees.
constexpr double arc_seconds = 0.0015 / 3600;

class BothAdapters : public ::testing::TestWithParam<Body> {};

void expect_same_events(const std::vector<Event>& ours, const std::vector<Event>& theirs,
                        double difference_max) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].kind, theirs[i].kind);
    EXPECT_NEAR(ours[i].value, theirs[i].value, 1e-6);
    const double days = ours[i].when.value - theirs[i].when.value;
    EXPECT_LT(std::abs(days * ours[i].rate), difference_max)
        << std::setprecision(15) << ours[i].when.value << " apart by " << days * 86'400 << " s";
  }
}

TEST_P(BothAdapters, FindTheSamePassages) {
  const auto table = table_of({GetParam()}, first_day, last_day);
  const auto reference = swiss();
  Query longitudes{{Coordinate::longitude, GetParam()}};
  longitudes.every = 1;
  const auto ours = events_of(*table, longitudes, first_day, last_day);
  const auto theirs = events_of(*reference, longitudes, first_day, last_day);
  // They lie as far apart as the values, divided by the rate: less than a second for all that
  // moves by 0.04 degrees a day.
  expect_same_events(ours, theirs, arc_seconds);
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
    if (std::abs(ours[i].rate) < 0.04) continue;
    EXPECT_NEAR((ours[i].when.value - theirs[i].when.value) * 86'400, 0, 1);
  }
  const Query latitudes{{Coordinate::latitude, GetParam()}, {-1.1, 0, 1.1}};
  expect_same_events(events_of(*table, latitudes, first_day, last_day),
                     events_of(*reference, latitudes, first_day, last_day), arc_seconds);
  const Query declinations{{Coordinate::declination, GetParam()}, {-15, 0, 15}};
  expect_same_events(events_of(*table, declinations, first_day, last_day),
                     events_of(*reference, declinations, first_day, last_day), arc_seconds);
}

TEST_P(BothAdapters, FindTheSameStations) {
  const auto table = table_of({GetParam()}, first_day, last_day);
  const auto reference = swiss();
  Query stations{{Coordinate::longitude, GetParam()}};
  stations.extrema = true;
  const auto ours = events_of(*table, stations, first_day, last_day);
  const auto theirs = events_of(*reference, stations, first_day, last_day);
  ASSERT_EQ(ours.size(), theirs.size());
  const Quantity speed{Coordinate::longitude_speed, GetParam()};
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].kind, theirs[i].kind);
    EXPECT_NEAR(ours[i].value, theirs[i].value, arc_seconds);
    // A station is as uncertain as the speed, divided by how fast that changes.
    const double days = std::abs(ours[i].when.value - theirs[i].when.value);
    EXPECT_LT(days, 0.02);
    EXPECT_NEAR(value_of(*reference, speed, ours[i].when), 0, 5e-6);
    EXPECT_NEAR(value_of(*reference, speed, theirs[i].when), 0, 1e-7);
  }
}

INSTANTIATE_TEST_SUITE_P(Bodies, BothAdapters,
                         ::testing::Values(Body::sun, Body::moon, Body::mercury, Body::venus,
                                           Body::mars, Body::jupiter, Body::saturn, Body::uranus,
                                           Body::neptune, Body::pluto),
                         [](const auto& body) { return std::string(name_of(body.param)); });

TEST(StarZodiac, IsTheSameOnBothAdaptersWhereTheSunPassesTheStar) {
  // The Sun deflects delta Cancri's light by seconds, and so moves all of this zodiac.
  const Frame frame{Center::geocentric, Ayanamsa::true_pushya, {}};
  const auto table = table_of({Body::neptune}, first_day, last_day);
  Query longitudes{{Coordinate::longitude, Body::neptune}};
  longitudes.every = 0.125;
  const auto ours = events_of(*table, longitudes, first_day, last_day, frame);
  EXPECT_GT(ours.size(), 30U);
  expect_same_events(ours, events_of(*swiss(), longitudes, first_day, last_day, frame),
                     arc_seconds);
}

TEST(BorderOfTheTable, IsNotSeen) {
  // A table of three months amidst the year.
  const auto table =
      table_of({Body::moon, Body::mercury}, {first_day.value + 100.3}, {first_day.value + 190.7});
  const auto reference = swiss();
  Query query{{Coordinate::longitude, Body::moon, Body::mercury}};
  query.every = 5;
  expect_same_events(events_of(*table, query, first_day, last_day),
                     events_of(*reference, query, first_day, last_day), 2 * arc_seconds);
}

TEST(BorderOfTheTable, HidesNoEventThatFallsOnIt) {
  const auto reference = swiss();
  Query query{{Coordinate::longitude, Body::moon}};
  query.every = 30;
  const auto theirs = events_of(*reference, query, first_day, last_day);
  ASSERT_GT(theirs.size(), 150U);
  // The table begins and ends within a millisecond of an ingress, on either side of it.
  for (const double shift : {-1e-8, -1e-9, 0.0, 1e-9, 1e-8}) {
    const auto table =
        table_of({Body::moon}, {theirs[20].when.value + shift}, {theirs[40].when.value + shift});
    expect_same_events(events_of(*table, query, first_day, last_day), theirs, arc_seconds);
  }
}

TEST(TheTrueNode, IsPassedOnceWhereItStepsOverAValue) {
  const auto table = table_of({Body::true_node}, first_day, last_day);
  const auto reference = swiss();
  const Quantity node{Coordinate::longitude, Body::true_node};
  int steps = 0;
  for (double day = first_day.value + 1; day < last_day.value - 20;) {
    // Where the Moon's file goes from one polynomial to the next.
    day = table->polynomials({})->longitude(Body::true_node, {day + 1e-3}).last();
    const double border = day - table->delta_t({day}).value / 86'400;
    constexpr double near = 1e-6;
    const double before = value_of(*table, node, {border - near});
    const double after = value_of(*table, node, {border + near});
    if (std::abs(after - before) < 5e-6) continue;
    ++steps;
    // The node goes much farther in this window than it steps.
    constexpr double window = 0.01;
    const Query query{node, {(before + after) / 2}};
    for (const auto* ephemeris : {table.get(), reference.get()}) {
      const auto events = events_of(*ephemeris, query, {border - window}, {border + window});
      ASSERT_EQ(events.size(), 1U) << std::setprecision(15) << border;
      EXPECT_NEAR(events[0].when.value, border, 0.005);
    }
  }
  EXPECT_GE(steps, 5);
}

TEST(OtherCenters, AreSearchedWithTheReference) {
  const auto table = table_of({Body::moon, Body::mars}, first_day, last_day);
  const auto compare = [&](const Frame& frame, Body body, double days, double step, double target) {
    const Query query{{Coordinate::longitude, body}, {target, target + 5}};
    const JulianDayUt end{first_day.value + days};
    const auto events = events_of(*table, query, first_day, end, frame);
    EXPECT_GE(events.size(), 2U);
    expect_same(
        events,
        brute_force([&](double day) { return value_of(*table, query.quantity, {day}, frame); },
                    query.values, 360, first_day.value, end.value, step),
        1);
  };
  compare({Center::heliocentric, std::nullopt, {}}, Body::mars, 366, 0.25, 300);
  compare({Center::topocentric, std::nullopt, {48, 2, 100}}, Body::moon, 60, 0.01, 200);
  compare({Center::geocentric, Ayanamsa::j2000, {}}, Body::moon, 60, 0.02, 200);
}

}  // namespace
}  // namespace astronova::sky::search
