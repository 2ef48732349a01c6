#include <gmock/gmock.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Result<Moment> in_utc(std::string_view date, std::string_view time = "12:00",
                      std::optional<Calendar> calendar = std::nullopt) {
  CivilTime stated = civil(date, time, "UTC");
  stated.calendar = calendar;
  return resolve(stated);
}

std::string refusal(const Result<Moment>& moment) {
  if (moment) return "accepted";
  return moment.error().fields.at(0).pointer + " " + moment.error().detail;
}

struct JulianDayCase {
  const char* date;
  const char* time;
  double julian_day;
};

// J. Meeus, Astronomical Algorithms, chapter 7: the examples and the table after them.
TEST(Calendar, JulianDaysAgreeWithMeeus) {
  const JulianDayCase cases[] = {
      {"1957-10-04", "19:26:24", 2436116.31}, {"0333-01-27", "12:00", 1842713.0},
      {"2000-01-01", "12:00", 2451545.0},     {"1999-01-01", "00:00", 2451179.5},
      {"1988-06-19", "12:00", 2447332.0},     {"1600-01-01", "00:00", 2305447.5},
      {"1600-12-31", "00:00", 2305812.5},     {"0837-04-10", "07:12", 2026871.8},
      {"-0123-12-31", "00:00", 1676496.5},    {"-0122-01-01", "00:00", 1676497.5},
      {"-1000-07-12", "12:00", 1356001.0},    {"-1000-02-29", "00:00", 1355866.5},
      {"-1001-08-17", "21:36", 1355671.4},    {"-4712-01-01", "12:00", 0.0},
  };
  for (const auto& row : cases) {
    const auto moment = in_utc(row.date, row.time);
    ASSERT_TRUE(moment) << row.date << refusal(moment);
    EXPECT_NEAR(to_julian_day(moment->utc).value, row.julian_day, 1e-8) << row.date;
  }
}

TEST(Calendar, IsJulianUntilTheDayBeforeTheReformAndGregorianFromThatDay) {
  const auto last = in_utc("1582-10-04");
  const auto first = in_utc("1582-10-15");
  ASSERT_TRUE(last && first);
  EXPECT_EQ(last->calendar, Calendar::julian);
  EXPECT_EQ(first->calendar, Calendar::gregorian);
  EXPECT_EQ(first->utc - last->utc, std::chrono::hours{24});
}

TEST(Calendar, TheTenDaysOfTheReformNeedACalendar) {
  EXPECT_THAT(refusal(in_utc("1582-10-05")),
              AllOf(HasSubstr("/date"), HasSubstr("\"julian\""), HasSubstr("\"gregorian\"")));
  EXPECT_THAT(refusal(in_utc("1582-10-14")), HasSubstr("1582-10-14"));
  const auto julian = in_utc("1582-10-10", "12:00", Calendar::julian);
  const auto gregorian = in_utc("1582-10-10", "12:00", Calendar::gregorian);
  EXPECT_EQ(utc_of(julian), "1582-10-20T12:00:00Z");
  EXPECT_EQ(utc_of(gregorian), "1582-10-10T12:00:00Z");
}

TEST(Calendar, RussiaKeptTheJulianOneUntil1918) {
  // The rising of 25 October 1917 in the old style.
  CivilTime stated = civil("1917-10-25", "21:40", "Europe/Moscow", 37.6);
  stated.calendar = Calendar::julian;
  const auto moment = resolve(stated);
  ASSERT_TRUE(moment);
  EXPECT_EQ(utc_of(moment).substr(0, 10), "1917-11-07");
  EXPECT_EQ(format_local(moment->date, moment->time), "1917-10-25T21:40:00");
  EXPECT_EQ(moment->calendar, Calendar::julian);
}

TEST(Calendar, ADayThatTheMonthLacksIsRefusedWithTheMonthsLength) {
  EXPECT_THAT(refusal(in_utc("1990-02-30")), HasSubstr("February 1990 has 28 days"));
  EXPECT_THAT(refusal(in_utc("2000-02-30")), HasSubstr("February 2000 has 29 days"));
  EXPECT_THAT(refusal(in_utc("1990-06-31")), HasSubstr("June 1990 has 30 days"));
}

TEST(Calendar, TheSwedishLeapDayIsRefusedWithTheTwoWaysToWriteIt) {
  const auto swedish = refusal(in_utc("1712-02-30"));
  EXPECT_THAT(swedish, AllOf(HasSubstr("/date"), HasSubstr("February 1712 has 29 days"),
                             HasSubstr("Sweden's own calendar"), HasSubstr("not covered")));
  EXPECT_EQ(refusal(in_utc("1712-02-31")),
            "/date February 1712 has 29 days in the Gregorian calendar");
  EXPECT_THAT(refusal(in_utc("1712-02-30", "12:00", Calendar::julian)), HasSubstr("not covered"));
  // The two that it names.
  EXPECT_EQ(utc_of(in_utc("1712-02-29", "12:00", Calendar::julian)), "1712-03-11T12:00:00Z");
  EXPECT_EQ(utc_of(in_utc("1712-03-11")), "1712-03-11T12:00:00Z");
}

TEST(Calendar, ALeapDayOfTheOtherCalendarIsRefusedWithThatAdvice) {
  EXPECT_THAT(refusal(in_utc("1900-02-29")),
              AllOf(HasSubstr("February 1900 has 28 days in the Gregorian calendar"),
                    HasSubstr("\"calendar\": \"julian\"")));
  EXPECT_EQ(utc_of(in_utc("1900-02-29", "12:00", Calendar::julian)), "1900-03-13T12:00:00Z");
}

TEST(Calendar, YearZeroIsALeapYearBeforeTheFirst) {
  const auto leap_day = in_utc("0000-02-29");
  const auto eve = in_utc("0000-12-31");
  const auto new_year = in_utc("0001-01-01");
  ASSERT_TRUE(leap_day && eve && new_year);
  EXPECT_EQ(new_year->utc - eve->utc, std::chrono::hours{24});
}

TEST(Calendar, ReadsDatesFrom3000BcTo3000Ad) {
  // Worked out with the formula of Meeus, chapter 7.
  const auto first = in_utc("-2999-01-01");
  const auto last = in_utc("3000-12-31");
  ASSERT_TRUE(first && last);
  EXPECT_EQ(first->calendar, Calendar::julian);
  EXPECT_DOUBLE_EQ(to_julian_day(first->utc).value, 625'674);
  EXPECT_DOUBLE_EQ(to_julian_day(last->utc).value, 2'817'152);
}

TEST(Calendar, ReachesThirtyThousandYearsAndSaysSoBeyond) {
  EXPECT_EQ(utc_of(in_utc("+030000-12-31")), "+030000-12-31T12:00:00Z");
  EXPECT_TRUE(in_utc("-030000-01-01"));
  EXPECT_THAT(refusal(in_utc("+030001-01-01")), HasSubstr("between -30000 and 30000"));
  EXPECT_THAT(refusal(in_utc("-999999-01-01")), HasSubstr("between -30000 and 30000"));
}

TEST(Calendar, AMonthThatDoesNotExistIsRefused) {
  CivilTime stated;
  stated.timezone = "UTC";
  stated.date = {1990, 13, 1};
  EXPECT_THAT(refusal(resolve(stated)), HasSubstr("from 01 to 12"));
  stated.date = {1990, 5, 0};
  EXPECT_THAT(refusal(resolve(stated)), HasSubstr("May 1990 has 31 days"));
}

}  // namespace
}  // namespace astronova::places::testing
