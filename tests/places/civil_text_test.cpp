#include <gmock/gmock.h>

#include "places/civil_time.h"

namespace astronova::places {
namespace {

using ::testing::HasSubstr;

struct BadText {
  std::string text;
  const char* advice;
};

template <class T>
void expect_refused(const Result<T>& result, const BadText& bad, const std::string& pointer) {
  SCOPED_TRACE(bad.text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::invalid_value);
  ASSERT_EQ(result.error().fields.size(), 1U);
  EXPECT_EQ(result.error().fields[0].pointer, pointer);
  EXPECT_THAT(result.error().detail, HasSubstr(bad.advice));
}

TEST(ParseDate, ReadsPlainAndExpandedYears) {
  EXPECT_EQ(parse_date("1990-05-15").value(), (CivilDate{1990, 5, 15}));
  EXPECT_EQ(parse_date("0000-01-01").value(), (CivilDate{0, 1, 1}));
  EXPECT_EQ(parse_date("-0044-03-15").value(), (CivilDate{-44, 3, 15}));
  EXPECT_EQ(parse_date("+012000-01-01").value(), (CivilDate{12000, 1, 1}));
  EXPECT_EQ(parse_date("-003000-12-31").value(), (CivilDate{-3000, 12, 31}));
}

TEST(ParseDate, RefusesWhatIsNoDateAndSaysHowToWriteOne) {
  const BadText table[] = {
      {"", "YYYY-MM-DD"},
      {"yesterday", "YYYY-MM-DD"},
      {"15.05.1990", "YYYY-MM-DD"},
      {"90-05-15", "YYYY-MM-DD"},
      {"1990-5-15", "YYYY-MM-DD"},
      {"1990-05-15T10:30", "YYYY-MM-DD"},
      {" 1990-05-15", "YYYY-MM-DD"},
      {"12000-01-01", "YYYY-MM-DD"},
      {"-44-03-15", "4 to 6 digits"},
      {"+1234567-01-01", "4 to 6 digits"},
      {"+-1990-01-01", "YYYY-MM-DD"},
      {"1990-+5-15", "YYYY-MM-DD"},
      {"1990/05/15", "YYYY-MM-DD"},
      {"1990-00-15", "month must be from 01 to 12"},
      {"1990-13-15", "month must be from 01 to 12"},
      {"1990-05-00", "day must be from 01 to 31"},
      {"1990-05-32", "day must be from 01 to 31"},
      {"1990-05-15\xff", "YYYY-MM-DD"},
      {std::string("1990-05-15\0", 11), "YYYY-MM-DD"},
      {std::string(10'000, '9'), "YYYY-MM-DD"},
  };
  for (const auto& bad : table)
    expect_refused(parse_date(bad.text), bad, "/date");
}

TEST(ParseTime, ReadsMinutesAndSeconds) {
  EXPECT_EQ(parse_time("10:30").value(), (TimeOfDay{10, 30, 0}));
  EXPECT_EQ(parse_time("23:59:59").value(), (TimeOfDay{23, 59, 59}));
  EXPECT_EQ(parse_time("00:00").value(), (TimeOfDay{0, 0, 0}));
}

TEST(ParseTime, RefusesWhatIsNoTimeAndSaysHowToWriteOne) {
  const BadText table[] = {
      {"", "HH:MM"},
      {"9:30", "09:30"},
      {"10:30 PM", "24-hour"},
      {"10h30", "HH:MM"},
      {"1030", "HH:MM"},
      {"10:30:", "HH:MM"},
      {"10:30:15.5", "HH:MM"},
      {"-1:30", "HH:MM"},
      {"24:00", "00:00 of the next day"},
      {"24:00:00", "00:00 of the next day"},
      {"24:01", "hour must be from 00 to 23"},
      {"25:61", "hour must be from 00 to 23"},
      {"10:60", "minute must be from 00 to 59"},
      {"23:59:60", "leap second"},
      {"10:3\xff", "HH:MM"},
      {std::string(10'000, ':'), "HH:MM"},
      {std::string(10'000, '1'), "HH:MM"},
  };
  for (const auto& bad : table)
    expect_refused(parse_time(bad.text), bad, "/time");
}

TEST(ParseUtcOffset, ReadsZuluAndBothSigns) {
  EXPECT_EQ(parse_utc_offset("Z")->count(), 0);
  EXPECT_EQ(parse_utc_offset("-04:00")->count(), -14'400);
  EXPECT_EQ(parse_utc_offset("+05:45")->count(), 20'700);
  EXPECT_EQ(parse_utc_offset("-00:44:30")->count(), -2'670);
  EXPECT_EQ(parse_utc_offset("+18:00")->count(), 64'800);
}

TEST(ParseUtcOffset, RefusesWhatIsNoOffset) {
  const BadText table[] = {
      {"", "+HH:MM"},
      {"z", "+HH:MM"},
      {"04:00", "+HH:MM"},
      {"+4", "+HH:MM"},
      {"-0400", "+HH:MM"},
      {"+04:00:00:00", "+HH:MM"},
      {"EST", "+HH:MM"},
      {"+05:3\xff", "+HH:MM"},
      {std::string(10'000, '+'), "+HH:MM"},
      {"+" + std::string(10'000, '0'), "+HH:MM"},
      {"+18:00:01", "between -18:00 and +18:00"},
      {"-19:00", "between -18:00 and +18:00"},
      {"+05:60", "between -18:00 and +18:00"},
  };
  for (const auto& bad : table)
    expect_refused(parse_utc_offset(bad.text), bad, "/utcOffset");
}

TEST(ParseCalendar, KnowsTwoNames) {
  EXPECT_EQ(parse_calendar("julian").value(), Calendar::julian);
  EXPECT_EQ(parse_calendar("gregorian").value(), Calendar::gregorian);
  expect_refused(parse_calendar("Julian"), {"Julian", "gregorian or julian"}, "/calendar");
}

TEST(FormatLocal, WritesWhatParseDateReads) {
  for (const char* text : {"1990-05-15", "0000-02-29", "-000043-03-15", "+012000-01-01"}) {
    EXPECT_EQ(format_date(parse_date(text).value()), text);
  }
  EXPECT_EQ(format_local({1990, 5, 15}, {10, 30, 0}), "1990-05-15T10:30:00");
}

TEST(Names, AreThoseOfTheContract) {
  EXPECT_EQ(calendar_name(Calendar::julian), "julian");
  EXPECT_EQ(calendar_name(Calendar::gregorian), "gregorian");
  EXPECT_EQ(rule_name(Rule::tzdb), "tzdb");
  EXPECT_EQ(rule_name(Rule::lmt), "lmt");
  EXPECT_EQ(rule_name(Rule::explicit_), "explicit");
}

}  // namespace
}  // namespace astronova::places
