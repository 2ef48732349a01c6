// Against the ephemeris itself, read at so many instants that nothing can hide between them.
#include "sky/search/find_events.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>

#include <gtest/gtest.h>

#include "base/angle.h"
#include "tests/sky/search/support.h"

namespace astronova::sky::search {
namespace {

constexpr JulianDayUt first_day{2458849.5};  // 2020-01-01
constexpr JulianDayUt last_day{2459215.5};   // 2021-01-01
constexpr double minute = 1.0 / 1440;
constexpr double not_periodic = std::numeric_limits<double>::infinity();

const std::vector<Body> planets{Body::sun,     Body::moon,    Body::mercury, Body::venus,
                                Body::mars,    Body::jupiter, Body::saturn,  Body::uranus,
                                Body::neptune, Body::pluto};

std::vector<double> multiples_of(double step) {
  std::vector<double> multiples;
  for (double value = 0; value < 360 - 1e-6; value += step)
    multiples.push_back(value);
  return multiples;
}

std::vector<Passage> passages_of(const Ephemeris& ephemeris, const Quantity& quantity,
                                 const std::vector<double>& targets, double step,
                                 const Frame& frame = {}) {
  return brute_force([&](double day) { return value_of(ephemeris, quantity, {day}, frame); },
                     targets, quantity.coordinate == Coordinate::longitude ? 360 : not_periodic,
                     first_day.value, last_day.value, step);
}

void expect_that_the_port_agrees(const Ephemeris& ephemeris, const Query& query,
                                 const std::vector<Event>& events, const Frame& frame = {}) {
  constexpr double millisecond = 1e-3 / 86'400;
  for (const auto& event : events) {
    const double value = value_of(ephemeris, query.quantity, event.when, frame);
    EXPECT_NEAR(std::remainder(value - event.value, 360.0), 0,
                std::max(1e-7, std::abs(event.rate) * millisecond))
        << std::setprecision(15) << event.when.value;
  }
}

class AspectsOfTheMoon : public ::testing::TestWithParam<Body> {};

TEST_P(AspectsOfTheMoon, AreThoseOfEveryMinuteOfAYear) {
  const auto table = table_of({Body::moon, GetParam()}, first_day, last_day);
  const Query aspects{{Coordinate::longitude, Body::moon, GetParam()},
                      {0, 60, 90, 120, 180, 240, 270, 300}};
  const auto events = events_of(*table, aspects, first_day, last_day);
  EXPECT_GT(events.size(), 90U);
  expect_same(events, passages_of(*table, aspects.quantity, aspects.values, minute), 0.01);
  expect_that_the_port_agrees(*table, aspects, events);
}

INSTANTIATE_TEST_SUITE_P(ToNineBodies, AspectsOfTheMoon,
                         ::testing::Values(Body::sun, Body::mercury, Body::venus, Body::mars,
                                           Body::jupiter, Body::saturn, Body::uranus, Body::neptune,
                                           Body::pluto),
                         [](const auto& body) { return std::string(name_of(body.param)); });

TEST(FindEvents, IngressesAreThoseOfEveryTenMinutesOfAYear) {
  const auto table = table_of(planets, first_day, last_day);
  for (const auto body : planets) {
    SCOPED_TRACE(std::string(name_of(body)));
    Query ingresses{{Coordinate::longitude, body}};
    ingresses.every = 30;
    const auto events = events_of(*table, ingresses, first_day, last_day);
    expect_same(events, passages_of(*table, ingresses.quantity, multiples_of(30), 10 * minute), 1);
    expect_that_the_port_agrees(*table, ingresses, events);
  }
}

TEST(FindEvents, IngressesIntoASiderealZodiacToo) {
  const auto table = table_of({Body::sun, Body::mercury, Body::mars}, first_day, last_day);
  // The ayanamsa is Swiss Ephemeris's at each instant, which takes its time: every three hours.
  for (const auto ayanamsa : {Ayanamsa::lahiri, Ayanamsa::true_chitra}) {
    const Frame frame{Center::geocentric, ayanamsa, {}};
    for (const auto body : {Body::sun, Body::mercury, Body::mars}) {
      Query ingresses{{Coordinate::longitude, body}};
      ingresses.every = 30;
      const auto events = events_of(*table, ingresses, first_day, last_day, frame);
      EXPECT_GE(events.size(), 5U);
      expect_same(events,
                  passages_of(*table, ingresses.quantity, multiples_of(30), 180 * minute, frame),
                  0.1);
      expect_that_the_port_agrees(*table, ingresses, events, frame);
    }
  }
}

TEST(FindEvents, EveryAyanamsaGivesWhatThePortSays) {
  // Those that hold on to a star move with its aberration, and by seconds within hours where the
  // Sun passes it.
  const auto table = table_of({Body::sun, Body::neptune}, first_day, last_day);
  for (std::size_t i = 0; i < ayanamsa_count; ++i) {
    const Frame frame{Center::geocentric, static_cast<Ayanamsa>(i), {}};
    SCOPED_TRACE(std::string(name_of(*frame.ayanamsa)));
    Query sun{{Coordinate::longitude, Body::sun}};
    sun.every = 10;
    const auto events = events_of(*table, sun, first_day, last_day, frame);
    EXPECT_NEAR(static_cast<double>(events.size()), 36, 1);
    expect_that_the_port_agrees(*table, sun, events, frame);
    const Query neptune{{Coordinate::longitude, Body::neptune},
                        {events.front().value + 330, 320, 325.5}};
    expect_that_the_port_agrees(*table, neptune,
                                events_of(*table, neptune, first_day, last_day, frame), frame);
  }
}

TEST(FindEvents, TithisAndYogasAreThoseOfEveryTenMinutes) {
  const auto table = table_of({Body::sun, Body::moon}, first_day, last_day);
  Query tithis{{Coordinate::longitude, Body::moon, Body::sun}};
  tithis.every = 12;
  const auto found = events_of(*table, tithis, first_day, last_day);
  EXPECT_EQ(found.size(), 371U);
  expect_same(found, passages_of(*table, tithis.quantity, multiples_of(12), 10 * minute), 0.01);
  Query yogas{{Coordinate::longitude, Body::sun, Body::moon, Combination::sum}};
  yogas.every = 40.0 / 3;
  const Frame frame{Center::geocentric, Ayanamsa::lahiri, {}};
  const auto sums = events_of(*table, yogas, first_day, last_day, frame);
  expect_same(
      sums, passages_of(*table, yogas.quantity, multiples_of(40.0 / 3), 180 * minute, frame), 0.01);
  expect_that_the_port_agrees(*table, yogas, sums, frame);
}

TEST(FindEvents, LatitudesSpeedsAndDeclinationsPassTheirValuesAsAtEveryTenMinutes) {
  const auto table = table_of({Body::moon, Body::mercury, Body::venus}, first_day, last_day);
  const std::vector<Query> queries{
      {{Coordinate::latitude, Body::moon}, {0}},
      {{Coordinate::latitude, Body::mercury}, {0, 1.5, -1.5}},
      {{Coordinate::longitude_speed, Body::mercury}, {0, 1, 1.5}},
      {{Coordinate::longitude_speed, Body::moon}, {12.5, 13.2}},
      {{Coordinate::longitude_speed, Body::venus, Body::mercury}, {0}},
      {{Coordinate::declination, Body::moon}, {-23.4366, 0, 23.4366}},
      {{Coordinate::declination, Body::venus, Body::mercury}, {0}},
      {{Coordinate::declination, Body::venus, Body::moon, Combination::sum}, {0}},
  };
  for (std::size_t i = 0; i < queries.size(); ++i) {
    SCOPED_TRACE("query " + std::to_string(i));
    const auto events = events_of(*table, queries[i], first_day, last_day);
    EXPECT_GE(events.size(), 2U);
    expect_same(events, passages_of(*table, queries[i].quantity, queries[i].values, 10 * minute),
                1);
    expect_that_the_port_agrees(*table, queries[i], events);
  }
}

TEST(FindEvents, EveryStationOfMarsInACenturyIsWhereItsSpeedIsZero) {
  constexpr JulianDayUt from{2415020.5};  // 1900-01-01
  constexpr JulianDayUt to{2451544.5};    // 2000-01-01
  const auto table = table_of({Body::mars}, from, to);
  Query stations{{Coordinate::longitude, Body::mars}};
  stations.extrema = true;
  const auto events = events_of(*table, stations, from, to);
  const Quantity speed{Coordinate::longitude_speed, Body::mars};
  // Every six hours: Mars turns twice in two years, and its speed grows or shrinks for weeks
  // around.
  const auto passages = brute_force([&](double day) { return value_of(*table, speed, {day}); }, {0},
                                    not_periodic, from.value, to.value, 0.25);
  ASSERT_EQ(events.size(), passages.size());
  EXPECT_EQ(events.size(), 94U);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_NEAR((events[i].when.value - passages[i].when) * 86'400, 0, 1);
    EXPECT_EQ(events[i].kind == EventKind::minimum, passages[i].rising);
    EXPECT_NEAR(value_of(*table, speed, events[i].when), 0, 1e-7);
    EXPECT_NEAR(value_of(*table, stations.quantity, events[i].when), events[i].value, 1e-7);
  }
}

// Days of the extreme values among all that are read at a step.
std::vector<double> extreme_days(const Ephemeris& ephemeris, const Quantity& quantity,
                                 double step) {
  std::vector<double> days;
  double a = value_of(ephemeris, quantity, first_day);
  double b = value_of(ephemeris, quantity, {first_day.value + step});
  for (double day = first_day.value + 2 * step; day <= last_day.value; day += step) {
    const double c = value_of(ephemeris, quantity, {day});
    if ((b > a) != (c > b)) days.push_back(day - step);
    a = b;
    b = c;
  }
  return days;
}

TEST(FindEvents, ExtremaOfDeclinationLatitudeAndSpeedAreTheMostAndLeastOfAllReadings) {
  const auto table = table_of({Body::moon, Body::mercury}, first_day, last_day);
  for (const auto coordinate :
       {Coordinate::declination, Coordinate::latitude, Coordinate::longitude_speed}) {
    for (const auto body : {Body::moon, Body::mercury}) {
      Query query{{coordinate, body}};
      query.extrema = true;
      const auto events = events_of(*table, query, first_day, last_day);
      const double step = 30 * minute;
      const auto days = extreme_days(*table, query.quantity, step);
      ASSERT_EQ(events.size(), days.size());
      for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_NEAR(events[i].when.value, days[i], step);
        const double sign = events[i].kind == EventKind::maximum ? 1 : -1;
        for (const double near : {-step, step}) {
          EXPECT_GT(sign * events[i].value,
                    sign * value_of(*table, query.quantity, {events[i].when.value + near}));
        }
      }
    }
  }
}

TEST(FindEvents, RetrogradeIsWhatThePortSaysAtThatMoment) {
  const auto table = table_of({Body::mercury, Body::mars}, first_day, last_day);
  Query query{{Coordinate::longitude, Body::mars, Body::mercury}};
  query.every = 10;
  const auto events = events_of(*table, query, first_day, last_day);
  bool seen_retrograde = false;
  for (const auto& event : events) {
    std::array<BodyState, 2> states;
    ASSERT_TRUE(table->states_at(event.when, std::array{Body::mars, Body::mercury}, {}, states));
    EXPECT_EQ(event.retrograde, states[0].longitude_speed < 0);
    EXPECT_EQ(event.other_retrograde, states[1].longitude_speed < 0);
    EXPECT_NEAR(event.rate, states[0].longitude_speed - states[1].longitude_speed, 1e-4);
    EXPECT_EQ(event.kind == EventKind::rising, event.rate > 0);
    seen_retrograde |= event.other_retrograde;
  }
  EXPECT_TRUE(seen_retrograde);
}

TEST(FindEvents, ManyValuesAtOnceAreFoundAsOneByOne) {
  const auto table = table_of({Body::moon, Body::mercury, Body::saturn}, first_day, last_day);
  for (const auto& ayanamsa : {std::optional<Ayanamsa>{}, std::optional{Ayanamsa::lahiri}}) {
    const Frame frame{Center::geocentric, ayanamsa, {}};
    for (const auto body : {Body::moon, Body::mercury, Body::saturn}) {
      SCOPED_TRACE(std::string(name_of(body)));
      Query all{{Coordinate::longitude, body}};
      all.every = 0.75;
      const auto together = events_of(*table, all, first_day, last_day, frame);
      expect_that_the_port_agrees(*table, all, together, frame);
      EXPECT_TRUE(std::ranges::is_sorted(together, {}, &Event::when));
      std::vector<Event> alone;
      for (double value = 0; value < 360; value += 0.75) {
        const Query one{{Coordinate::longitude, body}, {value}};
        const auto some = events_of(*table, one, first_day, last_day, frame);
        alone.insert(alone.end(), some.begin(), some.end());
      }
      std::ranges::sort(alone, {}, &Event::when);
      ASSERT_EQ(together.size(), alone.size());
      for (std::size_t i = 0; i < alone.size(); ++i) {
        EXPECT_EQ(together[i].value, alone[i].value);
        EXPECT_EQ(together[i].kind, alone[i].kind);
        EXPECT_LT(std::abs((together[i].when.value - alone[i].when.value) * alone[i].rate), 1e-7);
      }
    }
  }
}

TEST(FindEvents, AdjoiningRangesHoldEachEventOnce) {
  const auto table = table_of({Body::moon}, first_day, last_day);
  Query query{{Coordinate::longitude, Body::moon}};
  query.every = 10;
  const auto whole = events_of(*table, query, first_day, last_day);
  std::vector<Event> parts;
  // Cut at every fifth event itself.
  JulianDayUt begin = first_day;
  for (std::size_t i = 4; i <= whole.size() + 4; i += 5) {
    const auto end = i < whole.size() ? whole[i].when : last_day;
    const auto some = events_of(*table, query, begin, end);
    parts.insert(parts.end(), some.begin(), some.end());
    begin = end;
  }
  ASSERT_EQ(parts.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i)
    EXPECT_NEAR(parts[i].when.value, whole[i].when.value, 1e-8);
}

TEST(FindEvents, WhatCannotBeAnsweredIsRefused) {
  const auto ephemeris = swiss();
  const Query sun{{Coordinate::longitude, Body::sun}, {0}};
  const auto code_of = [&](const Query& query, JulianDayUt from, JulianDayUt to) {
    const auto found = find_events(*ephemeris, query, from, to);
    EXPECT_FALSE(found);
    return found ? ErrorCode::internal : found.error().code;
  };
  EXPECT_EQ(code_of(sun, last_day, first_day), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(sun, first_day, {9e6}), ErrorCode::outside_ephemeris);
  EXPECT_EQ(code_of({{Coordinate::longitude, Body::earth}, {0}}, first_day, last_day),
            ErrorCode::invalid_value);
  EXPECT_EQ(code_of({{Coordinate::longitude, Body::sun}, {NAN}}, first_day, last_day),
            ErrorCode::invalid_value);
  EXPECT_EQ(code_of({{Coordinate::longitude, Body::sun}, {}, 1e-5}, first_day, last_day),
            ErrorCode::invalid_value);
  EXPECT_EQ(code_of({{Coordinate::latitude, Body::moon}, {}, 1}, first_day, last_day),
            ErrorCode::invalid_value);
  EXPECT_TRUE(events_of(*ephemeris, sun, first_day, first_day).empty());
}

}  // namespace
}  // namespace astronova::sky::search
