#include <gtest/gtest.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

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

}  // namespace
}  // namespace astronova::places::testing
