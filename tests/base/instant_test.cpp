#include "base/instant.h"

#include <gtest/gtest.h>

#include "base/angle.h"
#include "base/nearest_name.h"

namespace astronova {
namespace {

// Meeus, Astronomical Algorithms, chapter 7.
TEST(Instants, JulianDaysAreThoseOfMeeus) {
  EXPECT_EQ(to_julian_day(*parse_rfc3339("2000-01-01T12:00:00Z")).value, 2451545.0);
  EXPECT_EQ(to_julian_day(*parse_rfc3339("1957-10-04T19:26:24Z")).value, 2436116.31);
  EXPECT_EQ(to_julian_day(*parse_rfc3339("1600-12-31T00:00:00Z")).value, 2305812.5);
  // Julian calendar 4713 BC January 1 noon, in the proleptic Gregorian.
  EXPECT_EQ(to_julian_day(*parse_rfc3339("-004713-11-24T12:00:00Z")).value, 0.0);
}

TEST(Instants, WhatIsWrittenIsReadBackUnchanged) {
  for (const auto* text :
       {"1990-05-15T14:30:00Z", "0000-01-01T00:00:00Z", "-000043-03-15T10:00:00Z",
        "+012000-12-31T23:59:59Z", "2026-01-01T00:00:00.250Z", "2026-01-01T00:00:00.000001Z"}) {
    const auto instant = parse_rfc3339(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(format_rfc3339(*instant), text);
  }
}

TEST(Instants, OffsetsAreTakenIntoAccount) {
  EXPECT_EQ(*parse_rfc3339("1990-05-15T10:30:00-04:00"), *parse_rfc3339("1990-05-15T14:30:00Z"));
  EXPECT_EQ(*parse_rfc3339("1990-05-15t14:30:00z"), *parse_rfc3339("1990-05-15T14:30:00Z"));
}

TEST(Instants, WhatIsNoInstantIsRefused) {
  for (const auto* text :
       {"", "now", "1990-05-15", "1990-05-15T14:30Z", "1990-05-15T14:30:00", "1990-5-15T14:30:00Z",
        "1990-02-30T00:00:00Z", "1990-05-15T24:00:00Z", "1990-05-15T14:60:00Z",
        "1990-05-15T14:30:00.Z", "1990-05-15T14:30:00+4:00", "1990-05-15T14:30:00Zx",
        "99999-01-01T00:00:00Z", "-1990-05-15T14:30:00Z", "+099999-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Instants, AJulianDayIsAnInstantToTheMillisecond) {
  const auto instant = *parse_rfc3339("1990-05-15T14:30:00.125Z");
  EXPECT_EQ(to_instant(to_julian_day(instant)), instant);
}

TEST(UtcOffsets, ShowSecondsOnlyWhenThereAreAny) {
  using std::chrono::seconds;
  EXPECT_EQ(format_utc_offset(seconds{-4 * 3600}), "-04:00");
  EXPECT_EQ(format_utc_offset(seconds{5 * 3600 + 30 * 60}), "+05:30");
  EXPECT_EQ(format_utc_offset(seconds{19 * 60 + 32}), "+00:19:32");
  EXPECT_EQ(format_utc_offset(seconds{-17762}), "-04:56:02");
}

TEST(Angles, AreNormalizedToTheCircle) {
  EXPECT_EQ(normalized_degrees(360), 0);
  EXPECT_EQ(normalized_degrees(-30), 330);
  EXPECT_EQ(normalized_degrees(-1e-17), 0);
  EXPECT_LT(normalized_degrees(-1e-13), 360);
  EXPECT_EQ(signed_separation_degrees(350, 10), 20);
  EXPECT_EQ(signed_separation_degrees(10, 350), -20);
  EXPECT_EQ(signed_separation_degrees(0, 180), 180);
}

TEST(NearestNames, AreThoseWithinAFewLetters) {
  constexpr std::array<std::string_view, 3> names{"latitude", "longitude", "timezone"};
  EXPECT_EQ(nearest_name("lattitude", names), "latitude");
  EXPECT_EQ(nearest_name("TimeZone", names), "timezone");
  EXPECT_EQ(nearest_name("zodiac", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(10'000, 'x'), names), std::nullopt);
}

}  // namespace
}  // namespace astronova
