// Against times that others published and functions that others wrote.
#include <boost/json/value.hpp>
#include <cmath>
#include <string>

#include <gtest/gtest.h>
#include <swephexp.h>

#include "base/instant.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/sky/search/support.h"
#include "tests/support/json_file.h"

namespace astronova::sky::search {
namespace {

constexpr double minutes_per_day = 1440;

double day_of(const boost::json::value& published) {
  const auto instant = parse_rfc3339(published.at("utc").as_string().c_str());
  EXPECT_TRUE(instant);
  return to_julian_day(*instant).value;
}

// The one event of a window around a published time, and how far it is from it.
struct Found {
  Event event;
  double minutes = 0;
};

Found only_event(const Ephemeris& ephemeris, const Query& query, double published,
                 double days_around) {
  const auto events =
      events_of(ephemeris, query, {published - days_around}, {published + days_around});
  EXPECT_EQ(events.size(), 1U) << published;
  if (events.empty()) return {};
  return {events[0], (events[0].when.value - published) * minutes_per_day};
}

TEST(PublishedEvents, SeasonsOfTheNavalObservatory) {
  const auto ephemeris = swiss();
  Query query{{Coordinate::longitude, Body::sun}};
  query.every = 90;
  const auto file = testing::json_file("tests/sky/data/usno_seasons.json");
  for (const auto& published : file.at("cases").as_array()) {
    const auto found = only_event(*ephemeris, query, day_of(published), 40);
    EXPECT_NEAR(found.minutes, 0, 1.0) << published;
    EXPECT_NEAR(found.event.value, published.at("sun_longitude").to_number<double>(), 1e-9);
  }
}

TEST(PublishedEvents, PhasesOfTheNavalObservatory) {
  const auto ephemeris = swiss();
  Query query{{Coordinate::longitude, Body::moon, Body::sun}};
  query.every = 90;
  const auto file = testing::json_file("tests/sky/data/usno_moon_phases.json");
  for (const auto& published : file.at("cases").as_array()) {
    const auto found = only_event(*ephemeris, query, day_of(published), 5);
    EXPECT_NEAR(found.minutes, 0, 1.0) << published;
    EXPECT_NEAR(found.event.value, 90 * published.at("quarter").to_number<double>(), 1e-9);
  }
}

TEST(PublishedEvents, NodePassagesOfEspenak) {
  // His Moon is another one: up to three minutes.
  const auto ephemeris = swiss();
  const Query query{{Coordinate::latitude, Body::moon}, {0}};
  const auto file = testing::json_file("tests/sky/data/espenak_moon_nodes.json");
  for (const auto& published : file.at("cases").as_array()) {
    const auto found = only_event(*ephemeris, query, day_of(published), 10);
    EXPECT_NEAR(found.minutes, 0, 5.0) << published;
    EXPECT_EQ(found.event.kind == EventKind::rising, published.at("kind") == "ascending");
  }
}

constexpr JulianDayUt first_day{2458849.5};  // 2020-01-01
constexpr JulianDayUt last_day{2459580.5};   // 2022-01-01

class CrossingsOfSwissEphemeris : public ::testing::Test {
 protected:
  void SetUp() override { swe_set_ephe_path(default_ephemeris_directory); }
  void TearDown() override { swe_close(); }

  // Those of one of libswe's functions, each a day after the one before.
  template <class Next>
  static void compare(const Query& query, const Next& next) {
    const auto ephemeris = table_of({Body::sun, Body::moon}, first_day, last_day);
    const auto events = events_of(*ephemeris, query, first_day, last_day);
    ASSERT_GE(events.size(), 2U);
    double day = first_day.value;
    for (const auto& event : events) {
      day = next(day);
      // It stops at a thousandth of an arc second, and so far is the table from its values.
      EXPECT_NEAR((event.when.value - day) * 86'400, 0,
                  0.002 / 3600 / std::abs(event.rate) * 86'400);
      day += 1;
    }
    EXPECT_GT(next(day), last_day.value);
  }
};

TEST_F(CrossingsOfSwissEphemeris, TheSunsAreThoseOfSolcross) {
  char message[AS_MAXCH];
  compare({{Coordinate::longitude, Body::sun}, {123.4}},
          [&](double day) { return swe_solcross_ut(123.4, day, SEFLG_SWIEPH, message); });
}

TEST_F(CrossingsOfSwissEphemeris, TheMoonsAreThoseOfMooncross) {
  char message[AS_MAXCH];
  compare({{Coordinate::longitude, Body::moon}, {358.5}},
          [&](double day) { return swe_mooncross_ut(358.5, day, SEFLG_SWIEPH, message); });
}

TEST_F(CrossingsOfSwissEphemeris, TheMoonsNodesAreThoseOfMooncrossNode) {
  char message[AS_MAXCH];
  double longitude = 0;
  double latitude = 0;
  compare({{Coordinate::latitude, Body::moon}, {0}}, [&](double day) {
    return swe_mooncross_node_ut(day, SEFLG_SWIEPH, &longitude, &latitude, message);
  });
}

}  // namespace
}  // namespace astronova::sky::search
