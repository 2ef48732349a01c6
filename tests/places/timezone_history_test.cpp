#include <gtest/gtest.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

std::string text_of(const boost::json::value& value) {
  return std::string(value.as_string());
}

CivilTime stated_in(const boost::json::object& row) {
  const std::string local = text_of(row.at("local"));
  const auto t = local.find('T');
  return civil(local.substr(0, t), local.substr(t + 1), text_of(row.at("zone")));
}

// The record gives the zone's own mean time, which is the mean time of its main city's longitude.
double longitude_of_offset(std::int64_t offset) {
  return static_cast<double>(offset) / 240;
}

TEST(TimezoneHistory, EveryRecordedClockIsReadToTheSecond) {
  const auto cases = recorded("timezone_history.json").at("cases").as_array();
  ASSERT_EQ(cases.size(), 27U);
  for (const auto& value : cases) {
    const auto& row = value.as_object();
    SCOPED_TRACE(boost::json::serialize(row));
    CivilTime stated = stated_in(row);
    stated.fold = static_cast<int>(row.at("fold").as_int64());
    const auto offset = row.at("offset_s").as_int64();
    const bool mean_time = row.at("abbr") == "LMT";
    if (mean_time) stated.longitude = longitude_of_offset(offset);
    const auto moment = resolve(stated);
    EXPECT_EQ(utc_of(moment), text_of(row.at("utc")));
    if (!moment) continue;
    EXPECT_EQ(moment->utc_offset.count(), offset);
    EXPECT_EQ(moment->abbreviation, text_of(row.at("abbr")));
    EXPECT_EQ(moment->rule, mean_time ? Rule::lmt : Rule::tzdb);
  }
}

TEST(TimezoneHistory, EveryJulianDayThatKerykeionComputedIsReachedByThePlacesOwnClock) {
  const auto cases = recorded("timezone_history.json").at("kerykeion_local_to_jd").as_array();
  ASSERT_EQ(cases.size(), 10U);
  for (const auto& value : cases) {
    const auto& row = value.as_object();
    SCOPED_TRACE(boost::json::serialize(row));
    CivilTime stated = stated_in(row);
    stated.calendar = Calendar::gregorian;
    stated.longitude = row.at("lon").to_number<double>();
    const auto moment = resolve(stated);
    ASSERT_TRUE(moment) << utc_of(moment);
    EXPECT_EQ(moment->abbreviation, text_of(row.at("abbr")));
    if (row.at("abbr") == "LMT") {
      EXPECT_EQ(moment->utc_offset.count(), row.at("birthplace_lmt_offset_s").as_int64());
      continue;  // Kerykeion takes the mean time of the zone's main city
    }
    EXPECT_NEAR(to_julian_day(moment->utc).value, row.at("kerykeion_jd_ut").to_number<double>(),
                0.5 / 86'400);
  }
}

struct HardCase {
  const char* date;
  const char* time;
  const char* zone;
  const char* utc;
  const char* abbreviation;
  bool dst;
};

// From the comments and rules of tzdb's own source files.
TEST(TimezoneHistory, WhatTzdbDocumentsAsOddIsKept) {
  const HardCase cases[] = {
      {"1937-06-30", "12:00", "Europe/Amsterdam", "1937-06-30T10:40:28Z", "NST", true},
      {"1937-07-02", "12:00", "Europe/Amsterdam", "1937-07-02T10:40:00Z", "+0120", true},
      {"1937-12-01", "12:00", "Europe/Amsterdam", "1937-12-01T11:40:00Z", "+0020", false},
      {"1970-01-15", "12:00", "Europe/London", "1970-01-15T11:00:00Z", "BST", false},
      {"1972-01-01", "12:00", "Africa/Monrovia", "1972-01-01T12:44:30Z", "MMT", false},
      {"2010-06-01", "12:00", "America/Caracas", "2010-06-01T16:30:00Z", "-0430", false},
      {"2016-07-01", "12:00", "Europe/Istanbul", "2016-07-01T09:00:00Z", "EEST", true},
      {"2016-12-01", "12:00", "Europe/Istanbul", "2016-12-01T09:00:00Z", "+03", false},
      {"1945-08-20", "12:00", "Europe/Oslo", "1945-08-20T10:00:00Z", "CEST", true},
      {"1960-05-01", "12:00", "Asia/Kolkata", "1960-05-01T06:30:00Z", "IST", false},
  };
  for (const auto& row : cases) {
    SCOPED_TRACE(std::string(row.zone) + " " + row.date);
    const auto moment = resolve(civil(row.date, row.time, row.zone));
    EXPECT_EQ(utc_of(moment), row.utc);
    if (!moment) continue;
    EXPECT_EQ(moment->abbreviation, row.abbreviation);
    EXPECT_EQ(moment->dst, row.dst);
  }
}

}  // namespace
}  // namespace astronova::places::testing
