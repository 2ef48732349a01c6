// Against swetest, JPL Horizons and the tables of the Naval Observatory.
#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "astrology/events/planetary_hours.h"
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
using sky::GeographicPosition;

// What almanacs take.
constexpr HorizonSettings almanac{34.0 / 60};

// Jupiter and Pluto do not set or rise in Tromso in 2026.
constexpr std::array compared_bodies{Body::sun,  Body::moon,   Body::mercury, Body::venus,
                                     Body::mars, Body::saturn, Body::neptune};

DiurnalEvents events_over(const GeographicPosition& place, std::span<const Body> bodies,
                          JulianDayUt from, JulianDayUt to, const HorizonSettings& settings = {}) {
  return value_of(find_diurnal_events(swiss(), place, {bodies, true}, from, to, settings));
}

// Seconds from the event of a kind that is nearest to an instant.
double seconds_off(const DiurnalEvents& events, Body body, DiurnalPoint point, double day) {
  double least = 1e9;
  for (const auto& event : events.rise_set) {
    if (event.body != body || event.point != point) continue;
    const double off = (event.at.value - day) * seconds_in_day;
    if (std::abs(off) < std::abs(least)) least = off;
  }
  return least;
}

TEST(RiseAndSet, AreThoseOfHorizonsToASecond) {
  const auto file = testing::json_file("tests/astrology/data/horizons_rise_set.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const GeographicPosition place{expected.at("lat").to_number<double>(),
                                   expected.at("lon_e").to_number<double>(), 0};
    const auto body = expected.at("body") == "sun" ? Body::sun : Body::moon;
    const auto point = expected.at("event") == "rise" ? DiurnalPoint::rise : DiurnalPoint::set;
    const auto events = events_over(place, {&body, 1}, {day - 0.4}, {day + 0.4}, almanac);
    EXPECT_NEAR(seconds_off(events, body, point, day), 0, 1) << expected;
  }
}

TEST(RiseAndSet, AreThoseOfTheNavalObservatoryToAMinute) {
  const auto file = testing::json_file("tests/astrology/data/usno_rise_set.json");
  for (const auto& expected : file.at("cases").as_array()) {
    const double latitude = expected.at("lat").to_number<double>();
    if (std::abs(latitude) >= 88) continue;  // a minute of time is not a minute of arc there
    const double day = day_at(expected.at("utc").as_string().c_str()).value;
    const GeographicPosition place{latitude, expected.at("lon_e").to_number<double>(), 0};
    const auto body = expected.at("body") == "Sun" ? Body::sun : Body::moon;
    const auto point = expected.at("event") == "rise" ? DiurnalPoint::rise : DiurnalPoint::set;
    const auto events = events_over(place, {&body, 1}, {day - 0.4}, {day + 0.4}, almanac);
    const double minutes = std::abs(latitude) > 61 ? 4 : 1;
    EXPECT_NEAR(seconds_off(events, body, point, day) / 60, 0, minutes) << expected;
  }
}

// swetest's dates and times of a line, as days.
std::vector<double> days_in(const std::vector<double>& row) {
  std::vector<double> days;
  for (std::size_t i = 0; i + 4 < row.size(); i += 5) {
    const int day = static_cast<int>(row[i]);
    const int month = static_cast<int>(std::lround((row[i] - day) * 100));
    const int year = static_cast<int>(std::lround(row[i + 1] * 10'000));
    const double midnight =
        day_at(fmt::format("{:04}-{:02}-{:02}T00:00:00Z", year, month, day)).value;
    days.push_back(midnight + (row[i + 2] + row[i + 3] / 60 + row[i + 4] / 3600) / 24);
  }
  return days;
}

struct SwetestPlace {
  const char* name;
  double latitude;
  double longitude;
};

class RiseAndSetOfSwetest : public ::testing::TestWithParam<SwetestPlace> {
 protected:
  // Some days of each body, in the kinds that a line has.
  void compare(const char* option, DiurnalPoint first, DiurnalPoint second, double tolerance) {
    const GeographicPosition place{GetParam().latitude, GetParam().longitude, 0};
    const auto events = events_over(place, compared_bodies, day_at("2026-02-28T00:00Z"),
                                    day_at("2026-03-06T00:00Z"));
    const auto rows = [&](Body body) {
      return testing::swetest(fmt::format("-b1.3.2026 -ut -p{} -n3 {} -geopos{},{},0",
                                          static_cast<int>(body), option, place.longitude,
                                          place.latitude));
    };
    int compared = 0;
    for (const auto body : compared_bodies) {
      for (const auto& row : rows(body)) {
        const auto days = days_in(row);
        if (days.size() < 2) continue;  // one of the two does not happen then
        ++compared;
        EXPECT_NEAR(seconds_off(events, body, first, days[0]), 0, tolerance) << name_of(body);
        EXPECT_NEAR(seconds_off(events, body, second, days[1]), 0, tolerance) << name_of(body);
      }
    }
    EXPECT_GT(compared, 12);
  }
};

TEST_P(RiseAndSetOfSwetest, AreOurs) {
  compare("-rise", DiurnalPoint::rise, DiurnalPoint::set, 1);
}

TEST_P(RiseAndSetOfSwetest, CulminateWithOurs) {
  compare("-metr", DiurnalPoint::culmination, DiurnalPoint::anti_culmination, 0.5);
}

INSTANTIATE_TEST_SUITE_P(Places, RiseAndSetOfSwetest,
                         ::testing::Values(SwetestPlace{"Berlin", 52.5, 13.4},
                                           SwetestPlace{"Quito", -0.22, -78.5},
                                           SwetestPlace{"Auckland", -36.85, 174.76},
                                           SwetestPlace{"Tromso", 69.65, 18.95}),
                         [](const auto& place) { return std::string{place.param.name}; });

// The Sun's altitude by swetest at our instants.
TEST(Twilights, AreWhereTheSunIsSixTwelveAndEighteenDegreesDeep) {
  const GeographicPosition berlin{52.5, 13.4, 0};
  const auto events =
      events_over(berlin, {}, day_at("2026-03-01T00:00Z"), day_at("2026-03-02T00:00Z"));
  ASSERT_EQ(events.twilights.size(), 6U);
  EXPECT_TRUE(events.rise_set.empty());
  EXPECT_EQ(events.twilights[0].twilight, Twilight::astronomical);
  EXPECT_TRUE(events.twilights[0].dawn);
  EXPECT_FALSE(events.twilights[5].dawn);
  for (const auto& twilight : events.twilights) {
    const double seconds = (twilight.at.value - day_at("2026-03-01T00:00Z").value) * seconds_in_day;
    const int minutes = static_cast<int>(seconds) / 60;
    const auto altitude = testing::swetest(
        fmt::format("-b1.3.2026 -ut{}:{}:{:.0f} -p0 -topo13.4,52.5,0 -geopos13.4,52.5,0 -fk",
                    minutes / 60, minutes % 60, std::floor(seconds - 60.0 * minutes)));
    const double depth = 6.0 * (static_cast<int>(twilight.twilight) + 1);
    EXPECT_NEAR(altitude.at(0).at(0), -depth, 0.005) << seconds;
  }
}

TEST(RiseAndSet, OfThePolarSunAreAbsentAndSaidToBe) {
  const GeographicPosition tromso{69.65, 18.95, 0};
  constexpr std::array sun{Body::sun};
  const auto events =
      events_over(tromso, sun, day_at("2026-01-01T00:00Z"), day_at("2027-01-01T00:00Z"));
  ASSERT_EQ(events.circumpolar.size(), 3U);
  EXPECT_FALSE(events.circumpolar[0].above);
  EXPECT_TRUE(events.circumpolar[1].above);
  EXPECT_FALSE(events.circumpolar[2].above);
  const auto& summer = events.circumpolar[1];
  EXPECT_NEAR(summer.to.value - summer.from.value, 69, 4);
  for (const auto& event : events.rise_set) {
    const bool crosses = event.point == DiurnalPoint::rise || event.point == DiurnalPoint::set;
    EXPECT_FALSE(crosses && event.at > summer.from && event.at < summer.to);
  }
  // The meridian is passed all the same.
  EXPECT_EQ(std::ranges::count(events.rise_set, DiurnalPoint::culmination, &RiseSetEvent::point),
            365);
}

// Altitudes at every two minutes, by the same formula of the horizon: what a turn near the horizon
// might hide.
TEST(RiseAndSet, AreNotMissedWhereTheSunGrazesTheHorizon) {
  for (const double latitude : {65.7, 66.5, 67.4, 80.0, 89.0, -67.0, -89.9}) {
    constexpr std::array both{Body::sun, Body::moon};
    const GeographicPosition place{latitude, 25, 0};
    const auto from = day_at("2026-05-20T00:00Z");
    const JulianDayUt to{from.value + 60};
    const auto events = events_over(place, both, from, to);
    for (const auto body : both) {
      // Ranges of a day each begin their samples elsewhere.
      std::size_t in_parts = 0;
      const auto is_passage = [body](const RiseSetEvent& event) {
        return event.body == body &&
               (event.point == DiurnalPoint::rise || event.point == DiurnalPoint::set);
      };
      for (double day = from.value; day < to.value; day += 0.8) {
        const JulianDayUt end{std::min(day + 0.8, to.value)};
        const auto part = events_over(place, {&body, 1}, {day}, end);
        in_parts += static_cast<std::size_t>(std::ranges::count_if(part.rise_set, is_passage));
      }
      EXPECT_EQ(static_cast<std::size_t>(std::ranges::count_if(events.rise_set, is_passage)),
                in_parts)
          << latitude << ' ' << name_of(body);
    }
  }
}

// The first hour after sunrise is ruled by the planet of the day, and the hours follow each other
// in the order of the spheres (Cassius Dio, Roman History 37.18-19); 1 March 2026 is a Sunday.
TEST(PlanetaryHours, BeginWithThePlanetOfTheDayAndFollowTheChaldeanOrder) {
  const GeographicPosition berlin{52.5, 13.4, 0};
  const auto from = day_at("2026-03-01T00:00Z");
  const JulianDayUt to{from.value + 7};
  const auto hours = value_of(find_planetary_hours(swiss(), berlin, from, to)).hours;
  EXPECT_EQ(hours.size(), 168U);
  std::vector<Body> day_rulers;
  for (std::size_t i = 0; i < hours.size(); ++i) {
    if (hours[i].number == 1) day_rulers.push_back(hours[i].ruler);
    if (i > 0) {
      EXPECT_NEAR(hours[i].at.value, hours[i - 1].until.value, 1e-9);
    }
  }
  EXPECT_EQ(day_rulers, (std::vector{Body::sun, Body::moon, Body::mars, Body::mercury,
                                     Body::jupiter, Body::venus, Body::saturn}));
  // The order by Sunday's hours.
  const auto first = std::ranges::find(hours, 1, &PlanetaryHour::number);
  EXPECT_EQ((first + 1)->ruler, Body::venus);
  EXPECT_EQ((first + 2)->ruler, Body::mercury);
  EXPECT_EQ((first + 3)->ruler, Body::moon);
  EXPECT_EQ((first + 4)->ruler, Body::saturn);
  EXPECT_TRUE((first + 11)->by_day());
  EXPECT_FALSE((first + 12)->by_day());
}

// A day's twelve hours, and a night's, are twelfths of what swetest has between its rise and set.
TEST(PlanetaryHours, AreTwelfthsOfTheDaysAndNightsOfSwetest) {
  constexpr int days = 7;
  const GeographicPosition berlin{52.5, 13.4, 0};
  const auto hours = value_of(find_planetary_hours(swiss(), berlin, day_at("2026-03-01T00:00Z"),
                                                   day_at("2026-03-09T00:00Z")))
                         .hours;
  const auto expect_hour = [&hours](double begin, double length, int number) {
    const auto hour = std::ranges::find_if(hours, [&](const PlanetaryHour& found) {
      return found.number == number && std::abs(found.at.value - begin) < length / 2;
    });
    ASSERT_NE(hour, hours.end()) << number;
    EXPECT_NEAR((hour->at.value - begin) * seconds_in_day, 0, 1) << number;
    EXPECT_NEAR((hour->until.value - begin - length) * seconds_in_day, 0, 1) << number;
  };
  std::vector<std::vector<double>> suns;
  for (const auto& row : testing::swetest(
           fmt::format("-b1.3.2026 -ut -p0 -n{} -rise -geopos13.4,52.5,0", days + 1))) {
    if (auto rise_and_set = days_in(row); rise_and_set.size() == 2) suns.push_back(rise_and_set);
  }
  ASSERT_GT(suns.size(), static_cast<std::size_t>(days));
  for (std::size_t day = 0; day < days; ++day) {
    const auto& here = suns[day];
    const double sunrise_after = suns[day + 1][0];
    for (int i = 0; i < 12; ++i) {
      const double by_day = (here[1] - here[0]) / 12;
      expect_hour(here[0] + by_day * i, by_day, i + 1);
      const double by_night = (sunrise_after - here[1]) / 12;
      expect_hour(here[1] + by_night * i, by_night, i + 13);
    }
  }
}

TEST(PlanetaryHours, AreNotThereWhereTheSunDoesNotRise) {
  const auto found = value_of(find_planetary_hours(
      swiss(), {69.65, 18.95, 0}, day_at("2026-06-10T00:00Z"), day_at("2026-06-20T00:00Z")));
  EXPECT_TRUE(found.hours.empty());
  ASSERT_EQ(found.circumpolar.size(), 1U);
  EXPECT_TRUE(found.circumpolar[0].above);
  EXPECT_EQ(found.circumpolar[0].from, day_at("2026-06-10T00:00Z"));
  EXPECT_EQ(found.circumpolar[0].to, day_at("2026-06-20T00:00Z"));
}

// The first night after the polar day, on 14 July 2026 from 22:25 on, has no day of its own.
TEST(PlanetaryHours, DoNotDependOnWhereTheRangeBegins) {
  const GeographicPosition place{67.5, 18.95, 0};
  const auto to = day_at("2026-07-20T00:00Z");
  const auto hours_from = [&](const char* from) {
    auto hours = value_of(find_planetary_hours(swiss(), place, day_at(from), to)).hours;
    std::erase_if(hours, [](const auto& hour) { return hour.at < day_at("2026-07-12T00:00Z"); });
    return hours;
  };
  const auto from_spring = hours_from("2026-05-01T00:00Z");
  const auto from_july = hours_from("2026-07-12T00:00Z");
  ASSERT_FALSE(from_july.empty());
  EXPECT_EQ(from_july.front().number, 1);
  EXPECT_EQ(from_spring.size(), from_july.size());
}

}  // namespace
}  // namespace astronova::astrology
