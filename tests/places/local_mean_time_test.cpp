#include <gtest/gtest.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

TEST(LocalMeanTime, IsThatOfThePlaceAndNotOfTheZonesMainCity) {
  // Albany, New York, lies 73 degrees 45 minutes west: 4 h 55 min 0 s behind Greenwich.
  const auto moment = resolve(civil("1850-06-01", "12:00", "America/New_York", -73.75));
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->utc_offset.count(), -17'700);
  EXPECT_EQ(utc_of(moment), "1850-06-01T16:55:00Z");
  EXPECT_EQ(moment->rule, Rule::lmt);
  EXPECT_EQ(moment->abbreviation, "LMT");
  EXPECT_FALSE(moment->dst);
}

TEST(LocalMeanTime, IsRoundedToTheSecond) {
  const auto moment = resolve(civil("1850-06-01", "12:00", "Europe/Berlin", 13.3789));
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->utc_offset.count(), 3211);  // 3210.936
}

TEST(LocalMeanTime, EndsWhereTheZonesStandardTimeBegan) {
  // Berlin, 1893-04-01T00:00 of Berlin's mean time, 1893-03-31T23:06:32Z. In Aachen, 29 minutes
  // behind Berlin, the wall clocks then went from 23:30:52 to 00:06:32.
  const double aachen = 6.0833;
  EXPECT_EQ(utc_of(resolve(civil("1893-03-31", "23:30", "Europe/Berlin", aachen))),
            "1893-03-31T23:05:40Z");
  EXPECT_FALSE(resolve(civil("1893-03-31", "23:45", "Europe/Berlin", aachen)));
  EXPECT_EQ(utc_of(resolve(civil("1893-04-01", "00:06:32", "Europe/Berlin", aachen))),
            "1893-03-31T23:06:32Z");
}

TEST(LocalMeanTime, MeanTimesThatAZoneAdoptedAreTheZones) {
  // All France kept the mean time of Paris from 1891 to 1911.
  const auto moment = resolve(civil("1900-01-01", "12:00", "Europe/Paris", 7.75));
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->abbreviation, "PMT");
  EXPECT_EQ(moment->rule, Rule::tzdb);
  EXPECT_EQ(moment->utc_offset.count(), 561);
}

TEST(LocalMeanTime, AlaskaKeptTheAsianDateUntilItWasSold) {
  const double sitka = -135.33;
  const auto before = resolve(civil("1867-10-01", "12:00", "America/Sitka", sitka));
  ASSERT_TRUE(before);
  EXPECT_EQ(before->utc_offset.count(), -32'479 + 86'400);
  EXPECT_EQ(before->rule, Rule::lmt);
  const auto after = resolve(civil("1868-10-01", "12:00", "America/Sitka", sitka));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->utc_offset.count(), -32'479);
}

TEST(LocalMeanTime, AlaskaHadTheDayOfTheSaleTwice) {
  CivilTime stated = civil("1867-10-18", "18:00", "America/Sitka", -135.33);
  EXPECT_FALSE(resolve(stated));
  stated.fold = 0;
  EXPECT_EQ(utc_of(resolve(stated)), "1867-10-18T03:01:19Z");
  stated.fold = 1;
  EXPECT_EQ(utc_of(resolve(stated)), "1867-10-19T03:01:19Z");
  const auto span = day_of(stated);
  ASSERT_TRUE(span);
  EXPECT_EQ(span->end - span->begin, std::chrono::hours{48});
}

TEST(LocalMeanTime, ManilaKeptTheAmericanDateUntilItSkippedTheLastDayOf1844) {
  const double manila = 120.98;
  const auto before = resolve(civil("1844-12-30", "12:00", "Asia/Manila", manila));
  ASSERT_TRUE(before);
  EXPECT_EQ(before->utc_offset.count(), 29'035 - 86'400);
  const auto after = resolve(civil("1845-01-01", "12:00", "Asia/Manila", manila));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->utc_offset.count(), 29'035);
  EXPECT_FALSE(resolve(civil("1844-12-31", "12:00", "Asia/Manila", manila)));
  EXPECT_FALSE(day_of(civil("1844-12-31", "", "Asia/Manila", manila)));
}

TEST(LocalMeanTime, EveryPlaceOfTheZoneSkipsTheDayAtItsOwnMidnight) {
  const double davao = 125.6;
  EXPECT_TRUE(resolve(civil("1844-12-30", "23:59:59", "Asia/Manila", davao)));
  EXPECT_FALSE(resolve(civil("1844-12-31", "00:00", "Asia/Manila", davao)));
  EXPECT_FALSE(resolve(civil("1844-12-31", "23:59:59", "Asia/Manila", davao)));
  EXPECT_TRUE(resolve(civil("1845-01-01", "00:00", "Asia/Manila", davao)));
}

TEST(LocalMeanTime, OfAnotherMeridianIsTheOneThatTheCountryAdopted) {
  // tzdb: Sao Tome took the mean time of Lisbon in 1884, Lima its own observatory's in 1890.
  const auto sao_tome = resolve(civil("1900-06-01", "12:00", "Africa/Sao_Tome", 6.73));
  ASSERT_TRUE(sao_tome);
  EXPECT_EQ(sao_tome->utc_offset.count(), -2'205);
  EXPECT_EQ(sao_tome->rule, Rule::tzdb);
  EXPECT_EQ(sao_tome->abbreviation, "LMT");
  const auto cusco = resolve(civil("1900-06-01", "12:00", "America/Lima", -71.97));
  ASSERT_TRUE(cusco);
  EXPECT_EQ(cusco->utc_offset.count(), -18'516);
  EXPECT_EQ(resolve(civil("1880-06-01", "12:00", "America/Lima", -71.97))->rule, Rule::lmt);
}

TEST(LocalMeanTime, IsThatOfThePlaceWhereTheDatabaseKnowsOfNobodyThere) {
  // America/Inuvik is "-00" until 1953.
  const auto before = resolve(civil("1930-05-01", "12:00", "America/Inuvik", -133.72));
  ASSERT_TRUE(before);
  EXPECT_EQ(before->utc_offset.count(), -32'093);
  EXPECT_EQ(before->rule, Rule::lmt);
  EXPECT_EQ(before->abbreviation, "LMT");
  EXPECT_EQ(resolve(civil("1960-01-15", "12:00", "America/Inuvik", -133.72))->rule, Rule::tzdb);
}

TEST(LocalMeanTime, FillsTheYearsInWhichAStationWasEmpty) {
  // Macquarie Island: deserted from 1919-04-01 to 1948-03-25.
  const double macquarie = 158.95;
  const auto moment = resolve(civil("1930-01-15", "12:00", "Antarctica/Macquarie", macquarie));
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->utc_offset.count(), 38'148);
  EXPECT_EQ(moment->rule, Rule::lmt);
}

TEST(LocalMeanTime, ReachesBackToTheBeginningOfTheRange) {
  const auto moment = resolve(civil("-3000-03-21", "12:00", "Africa/Cairo", 31.25));
  ASSERT_TRUE(moment);
  EXPECT_EQ(moment->utc_offset.count(), 7'500);
  EXPECT_EQ(moment->calendar, Calendar::julian);
}

}  // namespace
}  // namespace astronova::places::testing
