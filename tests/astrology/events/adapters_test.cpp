// The table ephemeris finds what Swiss Ephemeris does.
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "astrology/events/ingresses_and_stations.h"
#include "astrology/events/lunar_eclipses.h"
#include "astrology/events/nodes_and_apsides.h"
#include "astrology/events/out_of_bounds.h"
#include "astrology/events/planetary_hours.h"
#include "astrology/events/seasons_and_phases.h"
#include "astrology/events/void_of_course.h"
#include "sky/table/table_ephemeris.h"
#include "tests/astrology/events/support.h"

namespace astronova::astrology {
namespace {

using events_testing::seconds_in_day;
using events_testing::swiss;
using events_testing::value_of;
using sky::Body;

constexpr JulianDayUt first_day{2461031.5};
constexpr JulianDayUt begin{2461041.5};  // 2026-01-01
constexpr JulianDayUt end{2461406.5};
constexpr JulianDayUt last_day{2461416.5};

constexpr std::array bodies{Body::sun,     Body::moon,   Body::mercury, Body::venus,   Body::mars,
                            Body::jupiter, Body::saturn, Body::uranus,  Body::neptune, Body::pluto};

const sky::Ephemeris& table() {
  static const auto opened = [] {
    auto behind = *sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    auto ephemeris = sky::make_table_ephemeris({sky::default_ephemeris_directory,
                                                {},
                                                first_day,
                                                last_day,
                                                {},
                                                {bodies.begin(), bodies.end()}},
                                               behind);
    EXPECT_TRUE(ephemeris);
    return ephemeris;
  }();
  return **opened;
}

template <class Event>
void expect_same(const std::vector<Event>& ours, const std::vector<Event>& theirs, double seconds) {
  ASSERT_EQ(ours.size(), theirs.size());
  double greatest = 0;
  for (std::size_t i = 0; i < ours.size(); ++i)
    greatest = std::max(greatest, std::abs(ours[i].at.value - theirs[i].at.value) * seconds_in_day);
  EXPECT_LT(greatest, seconds);
}

TEST(EventsOfBothEphemerides, AreTheSameToASecond) {
  expect_same(value_of(find_seasons(table(), begin, end)),
              value_of(find_seasons(swiss(), begin, end)), 1);
  expect_same(value_of(find_lunar_phases(table(), begin, end)),
              value_of(find_lunar_phases(swiss(), begin, end)), 1);
  expect_same(value_of(find_void_of_course(table(), begin, end)),
              value_of(find_void_of_course(swiss(), begin, end)), 1);
  expect_same(value_of(find_out_of_bounds(table(), bodies, begin, end)),
              value_of(find_out_of_bounds(swiss(), bodies, begin, end)), 1);
  expect_same(value_of(find_solar_eclipses(table(), begin, end)),
              value_of(find_solar_eclipses(swiss(), begin, end)), 1);
  expect_same(value_of(find_lunar_eclipses(table(), begin, end)),
              value_of(find_lunar_eclipses(swiss(), begin, end)), 1);
}

TEST(EventsOfBothEphemerides, OfTheDayAreTheSameToASecond) {
  const sky::GeographicPosition berlin{52.5, 13.4, 0};
  const auto ours = value_of(find_diurnal_events(table(), berlin, {bodies, true}, begin, end));
  const auto theirs = value_of(find_diurnal_events(swiss(), berlin, {bodies, true}, begin, end));
  expect_same(ours.rise_set, theirs.rise_set, 0.05);
  expect_same(ours.twilights, theirs.twilights, 0.05);
  expect_same(value_of(find_planetary_hours(table(), berlin, begin, end)).hours,
              value_of(find_planetary_hours(swiss(), berlin, begin, end)).hours, 0.05);
}

TEST(EventsOfBothEphemerides, OfSlowBodiesAreAsNearAsTheirMotionAllows) {
  const auto ours = value_of(find_zodiacal_motion(table(), bodies, {}, begin, end));
  const auto theirs = value_of(find_zodiacal_motion(swiss(), bodies, {}, begin, end));
  // A thousandth of an arc second of Pluto is minutes; stations and apsides are flat.
  expect_same(ours.ingresses, theirs.ingresses, 300);
  expect_same(ours.stations, theirs.stations, 1800);
  expect_same(value_of(find_aspect_events(table(), bodies, major_aspects(), begin, end)),
              value_of(find_aspect_events(swiss(), bodies, major_aspects(), begin, end)), 300);
  expect_same(value_of(find_node_crossings(table(), bodies, begin, end)),
              value_of(find_node_crossings(swiss(), bodies, begin, end)), 60);
  expect_same(value_of(find_apsides(table(), begin, end)),
              value_of(find_apsides(swiss(), begin, end)), 600);
}

}  // namespace
}  // namespace astronova::astrology
