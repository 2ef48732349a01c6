#include <gmock/gmock.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> candidates_of(const Result<Moment>& moment) {
  const Error error = moment.error();
  std::vector<std::string> texts;
  for (const auto& c : error.fields.at(0).candidates) {
    texts.push_back(c.utc + " " + c.utc_offset + " " + c.abbreviation + " " +
                    std::to_string(c.fold));
  }
  return texts;
}

TEST(ClockChange, ATimeThatTheClockSkippedIsRefusedWithBothReadings) {
  const auto moment = resolve(civil("2021-03-28", "02:30", "Europe/Paris"));
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.error().code, ErrorCode::invalid_value);
  EXPECT_EQ(moment.error().fields.at(0).pointer, "/time");
  EXPECT_THAT(candidates_of(moment), ElementsAre("2021-03-28T01:30:00Z +01:00 CET 0",
                                                 "2021-03-28T00:30:00Z +02:00 CEST 0"));
  EXPECT_THAT(moment.error().detail, HasSubstr("went forward from UTC+01:00 to UTC+02:00"));
}

TEST(ClockChange, AGapHoldsItsFirstSecondAndNotItsLast) {
  EXPECT_TRUE(resolve(civil("2021-03-28", "01:59:59", "Europe/Paris")));
  EXPECT_FALSE(resolve(civil("2021-03-28", "02:00", "Europe/Paris")));
  EXPECT_FALSE(resolve(civil("2021-03-28", "02:59:59", "Europe/Paris")));
  EXPECT_EQ(utc_of(resolve(civil("2021-03-28", "03:00", "Europe/Paris"))), "2021-03-28T01:00:00Z");
}

TEST(ClockChange, AFoldDoesNotMendATimeThatTheClockSkipped) {
  CivilTime stated = civil("2021-03-28", "02:30", "Europe/Paris");
  stated.fold = 1;
  EXPECT_FALSE(resolve(stated));
}

TEST(ClockChange, ATimeThatTheClockShowedTwiceIsRefusedWithBothReadingsAndTheirFolds) {
  const auto moment = resolve(civil("2022-11-06", "01:30", "America/Los_Angeles"));
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.error().fields.at(0).pointer, "/time");
  EXPECT_THAT(candidates_of(moment), ElementsAre("2022-11-06T08:30:00Z -07:00 PDT 0",
                                                 "2022-11-06T09:30:00Z -08:00 PST 1"));
  EXPECT_THAT(moment.error().detail, HasSubstr("fold 0"));
}

TEST(ClockChange, FoldChoosesTheEarlierOrTheLaterOfTwo) {
  CivilTime stated = civil("2022-11-06", "01:30", "America/Los_Angeles");
  stated.fold = 0;
  EXPECT_EQ(utc_of(resolve(stated)), "2022-11-06T08:30:00Z");
  stated.fold = 1;
  EXPECT_EQ(utc_of(resolve(stated)), "2022-11-06T09:30:00Z");
}

TEST(ClockChange, AFoldWhereNothingIsAmbiguousIsIgnored) {
  CivilTime stated = civil("2022-07-06", "01:30", "America/Los_Angeles");
  stated.fold = 1;
  EXPECT_EQ(utc_of(resolve(stated)), "2022-07-06T08:30:00Z");
}

TEST(ClockChange, TheHourThatCameTwiceIsHalfOpen) {
  EXPECT_TRUE(resolve(civil("2022-11-06", "00:59:59", "America/Los_Angeles")));
  EXPECT_FALSE(resolve(civil("2022-11-06", "01:00", "America/Los_Angeles")));
  EXPECT_FALSE(resolve(civil("2022-11-06", "01:59:59", "America/Los_Angeles")));
  EXPECT_EQ(utc_of(resolve(civil("2022-11-06", "02:00", "America/Los_Angeles"))),
            "2022-11-06T10:00:00Z");
}

TEST(ClockChange, IrishWinterTimeIsAGapAndAFoldLikeEveryOther) {
  EXPECT_FALSE(resolve(civil("2019-03-31", "01:30", "Europe/Dublin")));
  CivilTime autumn = civil("2019-10-27", "01:30", "Europe/Dublin");
  EXPECT_FALSE(resolve(autumn));
  autumn.fold = 0;
  EXPECT_EQ(utc_of(resolve(autumn)), "2019-10-27T00:30:00Z");
  autumn.fold = 1;
  EXPECT_EQ(utc_of(resolve(autumn)), "2019-10-27T01:30:00Z");
}

TEST(ClockChange, TheDayThatSamoaSkippedAtTheDateLineNeverWas) {
  const auto moment = resolve(civil("2011-12-30", "08:00", "Pacific/Apia"));
  ASSERT_FALSE(moment);
  EXPECT_THAT(candidates_of(moment), ElementsAre("2011-12-30T18:00:00Z -10:00 -10 0",
                                                 "2011-12-29T18:00:00Z +14:00 +14 0"));
  const auto untimed = resolve(civil("2011-12-30", "", "Pacific/Apia"));
  ASSERT_FALSE(untimed);
  EXPECT_EQ(untimed.error().fields.at(0).pointer, "/date");
  EXPECT_THAT(untimed.error().detail, HasSubstr("there was no 2011-12-30 in Pacific/Apia"));
  EXPECT_FALSE(day_of(civil("2011-12-30", "", "Pacific/Apia")));
}

TEST(ClockChange, AnUnknownTimeIsTakenAtLocalNoon) {
  const auto moment = resolve(civil("1990-05-15", "", "America/New_York"));
  ASSERT_TRUE(moment);
  EXPECT_EQ(utc_of(moment), "1990-05-15T16:00:00Z");
  EXPECT_FALSE(moment->time_known);
  EXPECT_EQ(moment->time, (TimeOfDay{12, 0, 0}));
}

TEST(ClockChange, AnUnknownTimeWhoseNoonCameTwiceIsTakenAtTheEarlier) {
  // New York's clocks showed 12:00:00 to 12:03:58 twice on "the day of two noons".
  const auto moment = resolve(civil("1883-11-18", "", "America/New_York", -17762.0 / 240));
  EXPECT_EQ(utc_of(moment), "1883-11-18T16:56:02Z");
}

TEST(ClockChange, AnUnknownTimeWhoseNoonWasSkippedIsTakenInTheMiddleOfTheDay) {
  // Havana went from 12:00 to 12:29:36 at noon; that day had 23 h 30 min 24 s.
  const auto moment = resolve(civil("1925-07-19", "", "America/Havana"));
  ASSERT_TRUE(moment) << utc_of(moment);
  EXPECT_EQ(utc_of(moment), "1925-07-19T17:14:48Z");
  EXPECT_EQ(moment->time, (TimeOfDay{11, 45, 12}));
  EXPECT_FALSE(moment->time_known);
}

TEST(DayOf, IsTwentyFourHoursOnAnOrdinaryDay) {
  EXPECT_EQ(span_text(day_of(civil("1990-05-15", "10:30", "America/New_York"))),
            "1990-05-15T04:00:00Z 1990-05-16T04:00:00Z");
}

TEST(DayOf, IsAnHourLongerOrShorterWhereClocksChange) {
  EXPECT_EQ(span_text(day_of(civil("2021-03-28", "", "Europe/Paris"))),
            "2021-03-27T23:00:00Z 2021-03-28T22:00:00Z");
  EXPECT_EQ(span_text(day_of(civil("2021-10-31", "", "Europe/Paris"))),
            "2021-10-30T22:00:00Z 2021-10-31T23:00:00Z");
}

TEST(DayOf, BeginsAfterTheGapWhereClocksGoForwardAtMidnight) {
  EXPECT_EQ(span_text(day_of(civil("2018-11-04", "", "America/Sao_Paulo"))),
            "2018-11-04T03:00:00Z 2018-11-05T02:00:00Z");
}

TEST(DayOf, HoldsTheEveningThatCameTwiceWhereClocksGoBackAtMidnight) {
  EXPECT_EQ(span_text(day_of(civil("2018-02-17", "", "America/Sao_Paulo"))),
            "2018-02-17T02:00:00Z 2018-02-18T03:00:00Z");
  EXPECT_EQ(span_text(day_of(civil("2018-02-18", "", "America/Sao_Paulo"))),
            "2018-02-18T03:00:00Z 2018-02-19T03:00:00Z");
}

TEST(DayOf, HoldsTheMinuteBeforeClocksWentBackIntoTheDayBefore) {
  // St. John's changed at 00:01, back to 23:01 of the day before.
  EXPECT_EQ(span_text(day_of(civil("2010-11-07", "", "America/St_Johns"))),
            "2010-11-07T02:30:00Z 2010-11-08T03:30:00Z");
}

TEST(DayOf, FollowsAnExplicitOffset) {
  CivilTime stated = civil("2021-03-28", "", "");
  stated.utc_offset = std::chrono::hours{5} + std::chrono::minutes{30};
  EXPECT_EQ(span_text(day_of(stated)), "2021-03-27T18:30:00Z 2021-03-28T18:30:00Z");
}

TEST(ExplicitOffset, OverridesTheZoneEvenWhereTheClockSkipped) {
  CivilTime stated = civil("2021-03-28", "02:30", "Europe/Paris");
  stated.utc_offset = std::chrono::hours{-4};
  const auto moment = resolve(stated);
  ASSERT_TRUE(moment);
  EXPECT_EQ(utc_of(moment), "2021-03-28T06:30:00Z");
  EXPECT_EQ(moment->rule, Rule::explicit_);
  EXPECT_EQ(moment->abbreviation, "-04:00");
  EXPECT_FALSE(moment->dst);
}

TEST(ExplicitOffset, NeedsNoZoneButRefusesAnUnknownOne) {
  CivilTime stated = civil("2021-03-28", "02:30", "");
  stated.utc_offset = std::chrono::seconds{0};
  EXPECT_EQ(utc_of(resolve(stated)), "2021-03-28T02:30:00Z");
  stated.timezone = "Europe/Pariss";
  const auto moment = resolve(stated);
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.error().fields.at(0).pointer, "/timezone");
}

TEST(ResolveErrors, AreToldAllAtOnce) {
  CivilTime stated = civil("1990-02-30", "10:30", "Mars/Olympus_Mons", 500);
  stated.time->hour = 25;
  stated.fold = 2;
  stated.utc_offset = std::chrono::hours{19};
  const auto moment = resolve(stated);
  ASSERT_FALSE(moment);
  std::vector<std::string> pointers;
  for (const auto& field : moment.error().fields)
    pointers.push_back(field.pointer);
  EXPECT_THAT(pointers,
              ElementsAre("/time", "/fold", "/utcOffset", "/longitude", "/date", "/timezone"));
}

TEST(ResolveErrors, ALongitudeThatIsNoNumberIsRefused) {
  const auto moment = resolve(civil("1990-05-15", "10:30", "Europe/Paris", std::nan("")));
  ASSERT_FALSE(moment);
  EXPECT_THAT(moment.error().fields, SizeIs(1));
  EXPECT_THAT(moment.error().fields.at(0).candidates, IsEmpty());
}

}  // namespace
}  // namespace astronova::places::testing
