// The worked examples of docs/astrology: events, eclipses, void-of-course, rise-and-set,
// planetary-hours.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "astrology/events/ingresses_and_stations.h"
#include "astrology/events/lunar_eclipses.h"
#include "astrology/events/out_of_bounds.h"
#include "astrology/events/planetary_hours.h"
#include "astrology/events/seasons_and_phases.h"
#include "astrology/events/void_of_course.h"
#include "tests/astrology/events/support.h"

namespace astronova::astrology {
namespace {

using events_testing::day_at;
using events_testing::swiss;
using events_testing::value_of;
using sky::Body;

std::string second_of(JulianDayUt at) {
  return format_rfc3339(std::chrono::round<std::chrono::seconds>(to_instant(at)));
}

constexpr JulianDayUt january{2461041.5};  // 2026-01-01
constexpr JulianDayUt july{2461222.5};
constexpr sky::GeographicPosition berlin{52.5, 13.4, 0};
constexpr JulianDayUt first_of_march{2461100.5};
constexpr JulianDayUt second_of_march{2461101.5};

TEST(DocumentedExamples, MercuryIn2026) {
  constexpr std::array mercury{Body::mercury};
  const auto motion =
      value_of(find_zodiacal_motion(swiss(), mercury, {false, true}, january, july));
  ASSERT_EQ(motion.stations.size(), 3U);
  EXPECT_EQ(second_of(motion.stations[0].at), "2026-02-26T06:48:10Z");
  EXPECT_TRUE(motion.stations[0].turns_retrograde);
  EXPECT_EQ(format_in_sign(motion.stations[0].longitude), "22°33'55\" Pisces");
  EXPECT_EQ(second_of(motion.stations[1].at).substr(0, 16), "2026-03-20T19:32");
  EXPECT_EQ(format_in_sign(motion.stations[1].longitude), "8°29'26\" Pisces");
  const auto seasons = value_of(find_seasons(swiss(), january, july));
  EXPECT_EQ(second_of(seasons.at(0).at), "2026-03-20T14:45:58Z");
  const auto bounds = value_of(find_out_of_bounds(swiss(), mercury, january, july));
  ASSERT_EQ(bounds.size(), 3U);
  EXPECT_EQ(second_of(bounds[1].at), "2026-05-22T09:48:09Z");
  EXPECT_TRUE(bounds[1].leaves && bounds[1].north);
  EXPECT_EQ(second_of(bounds[2].at), "2026-06-14T13:06:21Z");
}

TEST(DocumentedExamples, TheEclipseOfAugust2026InOviedo) {
  const auto found = value_of(find_solar_eclipses(
      swiss(), day_at("2026-08-01T00:00Z"), day_at("2026-09-01T00:00Z"), {{43.36, -5.85, 0}}));
  ASSERT_EQ(found.size(), 1U);
  const auto& eclipse = found[0];
  EXPECT_EQ(second_of(eclipse.at), "2026-08-12T17:45:59Z");
  EXPECT_EQ(eclipse.type, SolarEclipseType::total);
  EXPECT_NEAR(eclipse.magnitude, 1.0387, 5e-5);
  EXPECT_NEAR(eclipse.gamma, 0.8977, 5e-5);
  EXPECT_EQ(eclipse.saros, 126);
  EXPECT_NEAR(eclipse.greatest.latitude, 65 + 12 / 60.0, 0.01);
  EXPECT_NEAR(eclipse.greatest.longitude, -25 - 14 / 60.0, 0.01);
  EXPECT_NEAR(*eclipse.duration, 138.2, 0.05);
  const auto& local = *eclipse.local;
  EXPECT_EQ(second_of(local.first->at), "2026-08-12T17:31:22Z");
  EXPECT_EQ(second_of(local.second->at), "2026-08-12T18:27:07Z");
  EXPECT_EQ(second_of(local.third->at), "2026-08-12T18:28:55Z");
  EXPECT_EQ(second_of(local.fourth->at), "2026-08-12T19:21:07Z");
  EXPECT_NEAR(local.maximum.altitude, 10.2, 0.05);
}

TEST(DocumentedExamples, AVoidMoonOfJanuary2026) {
  const auto found = value_of(find_void_of_course(swiss(), january, {january.value + 3}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(second_of(found[0].at), "2026-01-02T12:23:39Z");
  EXPECT_EQ(second_of(found[0].until), "2026-01-02T13:09:01Z");
  EXPECT_EQ(found[0].last_aspect->second, Body::neptune);
  EXPECT_EQ(found[0].last_aspect->kind, AspectKind::square);
  EXPECT_EQ(found[0].sign, Sign::gemini);
  EXPECT_EQ(found[0].next_sign, Sign::cancer);
}

TEST(DocumentedExamples, TheSunOverBerlin) {
  constexpr std::array sun{Body::sun};
  const auto found =
      value_of(find_diurnal_events(swiss(), berlin, {sun, true}, first_of_march, second_of_march));
  ASSERT_EQ(found.rise_set.size(), 4U);
  EXPECT_EQ(second_of(found.rise_set[0].at), "2026-03-01T05:53:06Z");
  EXPECT_EQ(second_of(found.rise_set[1].at), "2026-03-01T11:18:42Z");
  EXPECT_EQ(second_of(found.rise_set[2].at), "2026-03-01T16:45:13Z");
  ASSERT_EQ(found.twilights.size(), 6U);
  EXPECT_EQ(second_of(found.twilights[2].at), "2026-03-01T05:18:49Z");
  EXPECT_EQ(second_of(found.twilights[3].at), "2026-03-01T17:19:34Z");
}

TEST(DocumentedExamples, TheHoursOfASunday) {
  const auto hours =
      value_of(find_planetary_hours(swiss(), berlin, first_of_march, second_of_march)).hours;
  const auto first = std::ranges::find(hours, 1, &PlanetaryHour::number);
  ASSERT_LT(first + 3, hours.end());
  EXPECT_EQ(second_of(first->at), "2026-03-01T05:53:06Z");
  EXPECT_EQ(first->ruler, Body::sun);
  EXPECT_EQ(second_of(first->until), "2026-03-01T06:47:26Z");
  EXPECT_EQ((first + 1)->ruler, Body::venus);
  EXPECT_EQ((first + 2)->ruler, Body::mercury);
  EXPECT_EQ(second_of((first + 2)->at), "2026-03-01T07:41:47Z");
  EXPECT_EQ((first + 3)->ruler, Body::moon);
  EXPECT_EQ(second_of((first + 3)->at), "2026-03-01T08:36:08Z");
}

}  // namespace
}  // namespace astronova::astrology
