// Against NASA's catalogues and against swetest.
#include <array>
#include <boost/json/value.hpp>
#include <chrono>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "astrology/events/lunar_eclipses.h"
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

double number_in(const boost::json::value& value) {
  return value.to_number<double>();
}

std::string text_in(const boost::json::value& value) {
  return value.as_string().c_str();
}

// The one eclipse within a day of a catalogued instant.
SolarEclipse solar_near(double day) {
  const auto found = value_of(find_solar_eclipses(swiss(), {day - 1}, {day + 1}));
  EXPECT_EQ(found.size(), 1U) << day;
  return found.empty() ? SolarEclipse{} : found.front();
}

std::vector<LunarEclipse> lunar_near(double day, ShadowRule rule) {
  return value_of(find_lunar_eclipses(swiss(), {day - 1}, {day + 1}, {}, rule));
}

// "06m29s"
double seconds_in(const std::string& duration) {
  return 60 * std::stod(duration.substr(0, 2)) + std::stod(duration.substr(3, 2));
}

double radians_in(double degrees) {
  return degrees / degrees_in_radian;
}

void expect_same_place(const SolarEclipse& eclipse, const boost::json::value& expected) {
  // Sun on the horizon: the place where the limbs are nearest moves far for a little.
  if (std::abs(eclipse.gamma) > 0.95) return;
  const double latitude = radians_in(number_in(expected.at("lat")));
  const double ours = radians_in(eclipse.greatest.latitude);
  const double apart =
      std::sin(latitude) * std::sin(ours) +
      std::cos(latitude) * std::cos(ours) *
          std::cos(radians_in(eclipse.greatest.longitude - number_in(expected.at("lon_e"))));
  // Later eclipses are placed by another delta T.
  const bool is_late = text_in(expected.at("date")) >= "2050";
  EXPECT_LT(to_degrees(std::acos(std::min(apart, 1.0))), is_late ? 1.2 : 0.3) << expected;
}

TEST(SolarEclipses, AreThoseOfNasasCatalogue) {
  const auto file = testing::json_file("tests/astrology/data/nasa_solar_eclipses.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const auto date = text_in(expected.at("date"));
    const double dynamical = day_at(date + 'T' + text_in(expected.at("greatest_td")) + 'Z').value;
    const auto eclipse = solar_near(dynamical);
    const double ours = eclipse.at.value + swiss().delta_t(eclipse.at).value / seconds_in_day;
    EXPECT_NEAR((ours - dynamical) * seconds_in_day, 0, 12) << expected;
    EXPECT_EQ(name_of(eclipse.type), text_in(expected.at("type"))) << expected;
    EXPECT_EQ(eclipse.saros, number_in(expected.at("saros"))) << expected;
    EXPECT_NEAR(eclipse.gamma, number_in(expected.at("gamma")), 2e-4) << expected;
    EXPECT_NEAR(eclipse.magnitude, number_in(expected.at("magnitude")), 2e-4) << expected;
    const auto& duration = expected.at("central_duration");
    EXPECT_TRUE(duration.is_null() || eclipse.duration) << expected;
    if (!duration.is_null() && eclipse.duration) {
      EXPECT_NEAR(*eclipse.duration, seconds_in(text_in(duration)), 3) << expected;
    }
    expect_same_place(eclipse, expected);
  }
}

TEST(LunarEclipses, AreThoseOfNasasCatalogueByItsShadow) {
  const auto file = testing::json_file("tests/astrology/data/nasa_lunar_eclipses.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const auto date = text_in(expected.at("date"));
    const double catalogued =
        day_at(date + 'T' + text_in(expected.at("greatest_ut")) + ":00Z").value;
    const auto found = lunar_near(catalogued, ShadowRule::chauvenet);
    ASSERT_EQ(found.size(), 1U) << expected;
    const auto& eclipse = found.front();
    // To the minute; after 2050 by another delta T.
    const double seconds = date < "2050" ? 60 : 300;
    EXPECT_NEAR((eclipse.at.value - catalogued) * seconds_in_day, 0, seconds) << expected;
    EXPECT_EQ(name_of(eclipse.type), text_in(expected.at("type"))) << expected;
    EXPECT_EQ(eclipse.saros, number_in(expected.at("saros"))) << expected;
    EXPECT_NEAR(eclipse.gamma, number_in(expected.at("gamma")), 1.5e-3) << expected;
    EXPECT_NEAR(eclipse.penumbral_magnitude, number_in(expected.at("penumbral_mag")), 1.5e-3)
        << expected;
    EXPECT_NEAR(eclipse.umbral_magnitude, number_in(expected.at("umbral_mag")), 1.5e-3) << expected;
    const auto half = [&](std::size_t begins, std::size_t ends) {
      return (eclipse.contacts[ends]->value - eclipse.contacts[begins]->value) * 720;
    };
    const auto& partial = expected.at("semi_dur_partial_min");
    if (!partial.is_null()) {
      EXPECT_NEAR(half(1, 4), number_in(partial), 1.1) << expected;
    }
    const auto& total = expected.at("semi_dur_total_min");
    if (!total.is_null()) {
      EXPECT_NEAR(half(2, 3), number_in(total), 1.1) << expected;
    }
  }
}

TEST(LunarEclipses, ByDanjonsShadowDifferFromTheOldCatalogueWhereTheDifferencesPageSays) {
  // Among those of the catalogue between 1950 and 2050.
  const auto in_1988 = lunar_near(day_at("1988-03-03T16:13:00Z").value, ShadowRule::danjon);
  ASSERT_EQ(in_1988.size(), 1U);
  EXPECT_EQ(in_1988[0].type, LunarEclipseType::penumbral);
  EXPECT_NEAR(in_1988[0].umbral_magnitude, -0.0017, 1e-3);
  EXPECT_TRUE(lunar_near(day_at("2016-08-18T09:42:00Z").value, ShadowRule::danjon).empty());
}

// The instants that end swetest's first lines, UT.
std::vector<double> greatest_by_swetest(const std::string& arguments) {
  std::vector<double> days;
  for (const auto& row : testing::swetest(arguments)) {
    if (row.back() > 2e6) days.push_back(row.back());
  }
  return days;
}

double seconds_for(const SolarEclipse&) {
  return 1;
}

// Where the Moon passes near the shadow's axis swetest's last parabola is laid through a valley
// that is steeper than it.
double seconds_for(const LunarEclipse& eclipse) {
  return std::abs(eclipse.gamma) < 0.02 ? 5 : 1;
}

template <class Eclipse>
void expect_same_instants(const std::vector<Eclipse>& ours, const std::vector<double>& theirs) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (std::size_t i = 0; i < ours.size(); ++i)
    EXPECT_NEAR((ours[i].at.value - theirs[i]) * seconds_in_day, 0, seconds_for(ours[i]))
        << theirs[i];
}

TEST(SolarEclipses, AreAllThoseOfSwetestFrom1950To2050) {
  const auto theirs = greatest_by_swetest("-b1.1.1950 -ut -n228 -solecl");
  const auto ours =
      value_of(find_solar_eclipses(swiss(), day_at("1950-01-01T00:00:00Z"), {theirs.back() + 1}));
  expect_same_instants(ours, theirs);
  EXPECT_GT(theirs.back(), day_at("2051-01-01T00:00:00Z").value);
}

TEST(LunarEclipses, AreAllThoseOfSwetestFrom1950To2050) {
  const auto theirs = greatest_by_swetest("-b1.1.1950 -ut -n235 -lunecl");
  const auto ours =
      value_of(find_lunar_eclipses(swiss(), day_at("1950-01-01T00:00:00Z"), {theirs.back() + 1}));
  expect_same_instants(ours, theirs);
  EXPECT_GT(theirs.back(), day_at("2051-01-01T00:00:00Z").value);
}

void expect_at(const std::optional<LocalContact>& contact, const char* when, double seconds) {
  ASSERT_TRUE(contact) << when;
  EXPECT_NEAR((contact->at.value - day_at(when).value) * seconds_in_day, 0, seconds) << when;
}

// Burgos, 12 August 2026: `swetest -b1.1.2026 -ut -solecl -local -geopos-3.7,43.4,0`.
TEST(SolarEclipses, HaveTheContactsOfSwetestAtAPlace) {
  const auto found = value_of(find_solar_eclipses(
      swiss(), day_at("2026-08-01T00:00:00Z"), day_at("2026-09-01T00:00:00Z"), {{43.4, -3.7, 0}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].type, SolarEclipseType::total);
  EXPECT_TRUE(found[0].central);
  EXPECT_EQ(found[0].saros, 126);
  const auto& local = *found[0].local;
  EXPECT_EQ(local.type, SolarEclipseType::total);
  EXPECT_EQ(local.obscuration, 1);
  EXPECT_TRUE(local.visible);
  expect_at(local.maximum, "2026-08-12T18:27:35.2Z", 1);
  expect_at(local.first, "2026-08-12T17:31:31.5Z", 1);
  expect_at(local.second, "2026-08-12T18:27:03.6Z", 1);
  expect_at(local.third, "2026-08-12T18:28:06.6Z", 1);
  expect_at(local.fourth, "2026-08-12T19:20:12.3Z", 1);
  EXPECT_GT(local.maximum.altitude, 5);
  EXPECT_LT(local.fourth->altitude, 1);
}

// The same place a year later: partial; magnitude 0.7808 and obscuration 0.7381 by swetest.
TEST(SolarEclipses, CoverAsMuchOfTheSunAsSwetestSays) {
  const auto found = value_of(find_solar_eclipses(
      swiss(), day_at("2027-08-01T00:00:00Z"), day_at("2027-09-01T00:00:00Z"), {{43.4, -3.7, 0}}));
  ASSERT_EQ(found.size(), 1U);
  const auto& local = *found[0].local;
  EXPECT_EQ(local.type, SolarEclipseType::partial);
  EXPECT_NEAR(local.magnitude, 0.7808, 1e-4);
  EXPECT_NEAR(local.obscuration, 0.7381, 1e-4);
  expect_at(local.maximum, "2027-08-02T08:52:35.0Z", 1);
  expect_at(local.first, "2027-08-02T07:48:43.5Z", 1);
  expect_at(local.fourth, "2027-08-02T10:01:26.8Z", 1);
  EXPECT_FALSE(local.second);
}

TEST(SolarEclipses, AreNotThereWhereTheShadowPassesBy) {
  const auto found =
      value_of(find_solar_eclipses(swiss(), day_at("2026-08-01T00:00:00Z"),
                                   day_at("2026-09-01T00:00:00Z"), {{-33.87, 151.21, 0}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].local->type, SolarEclipseType::none);
  EXPECT_FALSE(found[0].local->visible);
}

// `swetest -b1.1.2026 -ut -n1 -solecl`: begins and ends anywhere; its Earth is another ellipsoid.
TEST(SolarEclipses, BeginAndEndAnywhereWhenSwetestSays) {
  const auto found = value_of(
      find_solar_eclipses(swiss(), day_at("2026-01-01T00:00:00Z"), day_at("2027-01-01T00:00:00Z")));
  ASSERT_EQ(found.size(), 2U);
  const auto seconds_from = [](JulianDayUt ours, const char* theirs) {
    return (ours.value - day_at(theirs).value) * seconds_in_day;
  };
  EXPECT_NEAR(seconds_from(found[0].begins, "2026-02-17T09:56:47.0Z"), 0, 30);
  EXPECT_NEAR(seconds_from(found[0].ends, "2026-02-17T14:27:39.5Z"), 0, 30);
  EXPECT_NEAR(seconds_from(found[1].begins, "2026-08-12T15:34:33.1Z"), 0, 30);
  EXPECT_NEAR(seconds_from(found[1].ends, "2026-08-12T19:57:58.4Z"), 0, 30);
}

// `swetest -b1.1.2026 -ut -n1 -lunecl`, whose shadow is Danjon's within some seconds.
TEST(LunarEclipses, HaveTheContactsOfSwetest) {
  const auto found = value_of(find_lunar_eclipses(
      swiss(), day_at("2026-01-01T00:00:00Z"), day_at("2026-06-01T00:00:00Z"), {{52.5, 13.4, 0}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].type, LunarEclipseType::total);
  EXPECT_NEAR(found[0].umbral_magnitude, 1.1507, 1e-3);
  EXPECT_NEAR(found[0].penumbral_magnitude, 2.1839, 1e-3);
  EXPECT_EQ(found[0].saros, 133);
  EXPECT_NEAR(found[0].zenith.latitude, 6.40, 0.01);
  EXPECT_NEAR(found[0].zenith.longitude, -170.62, 0.01);
  constexpr std::array theirs{"2026-03-03T08:44:24.0Z", "2026-03-03T09:50:05.1Z",
                              "2026-03-03T11:04:32.3Z", "2026-03-03T12:02:51.5Z",
                              "2026-03-03T13:17:17.7Z", "2026-03-03T14:23:07.5Z"};
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    ASSERT_TRUE(found[0].contacts[i]);
    EXPECT_NEAR((found[0].contacts[i]->value - day_at(theirs[i]).value) * seconds_in_day, 0, 8);
  }
  // Noon in Berlin.
  EXPECT_FALSE(found[0].local->visible);
  EXPECT_LT(found[0].local->greatest.altitude, -20);
}

// By swetest's Moon she is below the horizon there at every contact and at greatest eclipse, and
// 0.4 degrees above it, air and all, at 20:11, an hour after that.
TEST(LunarEclipses, AreVisibleWhereTheMoonIsUpBetweenTwoStagesAlone) {
  const auto found = value_of(find_lunar_eclipses(swiss(), day_at("2020-01-10T00:00Z"),
                                                  day_at("2020-01-11T00:00Z"), {{-66.5, 60, 0}}));
  ASSERT_EQ(found.size(), 1U);
  const auto& local = *found[0].local;
  EXPECT_FALSE(local.greatest.visible);
  for (const auto& contact : local.contacts)
    EXPECT_FALSE(contact && contact->visible);
  EXPECT_TRUE(local.visible);
}

TEST(Eclipses, AreNotLookedForWhenNobodyWaitsAnyMore) {
  const WorkScope work({{}, std::chrono::steady_clock::now()});
  const auto from = day_at("2026-01-01T00:00Z");
  const auto to = day_at("2027-01-01T00:00Z");
  EXPECT_FALSE(find_solar_eclipses(swiss(), from, to));
  EXPECT_FALSE(find_lunar_eclipses(swiss(), from, to));
}

// Chennai (13.03862 N, 80.261818 E) as PyJHora has it, from the examples of P. V. R. Narasimha
// Rao's "Vedic Astrology: An Integrated Approach" and Jagannatha Hora, in Indian time; within 30 s.
TEST(Eclipses, AroundDecember1996AreThoseOfJagannathaHora) {
  const auto expect_near = [](JulianDayUt ours, const char* theirs) {
    EXPECT_NEAR((ours.value - day_at(theirs).value) * seconds_in_day, 0, 30) << theirs;
  };
  constexpr sky::GeographicPosition chennai{13.03862, 80.261818, 0};
  const auto lunar = value_of(find_lunar_eclipses(swiss(), day_at("1996-12-07T00:00Z"),
                                                  day_at("1997-10-01T00:00Z"), chennai));
  ASSERT_EQ(lunar.size(), 2U);
  EXPECT_EQ(lunar[0].type, LunarEclipseType::partial);
  expect_near(*lunar[0].contacts[1], "1997-03-24T02:57:56Z");
  EXPECT_FALSE(lunar[0].local->greatest.visible);
  EXPECT_EQ(lunar[1].type, LunarEclipseType::total);
  expect_near(*lunar[1].contacts[1], "1997-09-16T17:08:22Z");
  expect_near(*lunar[1].contacts[4], "1997-09-16T20:24:56Z");
  EXPECT_TRUE(lunar[1].local->visible);
  const auto solar = value_of(find_solar_eclipses(swiss(), day_at("1996-10-01T00:00Z"),
                                                  day_at("1996-11-01T00:00Z"), chennai));
  ASSERT_EQ(solar.size(), 1U);
  EXPECT_EQ(solar[0].type, SolarEclipseType::partial);
  expect_near(solar[0].at, "1996-10-12T14:01:57Z");
  expect_near(solar[0].ends, "1996-10-12T16:04:34Z");
  // The next that Chennai sees begins for it with sunrise, by their clock at 05:59:20: after its
  // maximum.
  const auto next = value_of(find_solar_eclipses(swiss(), day_at("1998-08-01T00:00Z"),
                                                 day_at("1998-09-01T00:00Z"), chennai));
  ASSERT_EQ(next.size(), 1U);
  const auto& local = *next[0].local;
  EXPECT_EQ(local.type, SolarEclipseType::partial);
  EXPECT_TRUE(local.visible);
  EXPECT_FALSE(local.maximum.visible);
  EXPECT_LT(local.maximum.at, day_at("1998-08-22T00:29:20Z"));
  EXPECT_TRUE(local.fourth->visible);
  EXPECT_GT(local.fourth->at, day_at("1998-08-22T00:29:20Z"));
}

}  // namespace
}  // namespace astronova::astrology
