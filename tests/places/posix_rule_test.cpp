#include "places/posix_rule.h"

#include <gtest/gtest.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

TEST(PosixRule, AgreesWithZoneinfoToTheSecondOfEveryChange) {
  const auto rules = recorded("posix_rules.json").at("rules").as_array();
  ASSERT_EQ(rules.size(), 13U);
  for (const auto& value : rules) {
    const std::string text(value.at("rule").as_string());
    const auto rule = PosixRule::parse(text);
    ASSERT_TRUE(rule) << text;
    for (const auto& answer : value.at("answers").as_array()) {
      SCOPED_TRACE(text + " " + boost::json::serialize(answer));
      const auto instant = parse_rfc3339(answer.at(0).as_string());
      ASSERT_TRUE(instant);
      const auto period = rule->period_at(std::chrono::floor<std::chrono::seconds>(*instant));
      EXPECT_LE(period.begin, *instant);
      EXPECT_LT(*instant, period.end);
      EXPECT_EQ(period.offset.count(), answer.at(1).as_int64());
      EXPECT_EQ(period.abbreviation, answer.at(2).as_string());
      EXPECT_EQ(period.dst, answer.at(3).as_bool());
    }
  }
}

TEST(PosixRule, PeriodsFollowOneAnotherWithoutAHole) {
  const auto rule = PosixRule::parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  ASSERT_TRUE(rule);
  auto period = rule->period_at(std::chrono::sys_days{std::chrono::year{2040} / 1 / 1});
  for (int i = 0; i < 200; ++i) {
    const auto next = rule->period_at(period.end);
    EXPECT_EQ(next.begin, period.end);
    EXPECT_NE(next.dst, period.dst);
    period = next;
  }
}

TEST(PosixRule, RefusesWhatIsNoRule) {
  for (const char* text : {"",
                           "X",
                           "EST",
                           "EST5EDT",
                           "EST5EDT,",
                           "EST5EDT,M3.2.0",
                           "EST5EDT,M3.2.0,M11.1.0,",
                           "EST5EDT,M13.2.0,M11.1.0",
                           "EST5EDT,M0.2.0,M11.1.0",
                           "EST5EDT,M3.6.0,M11.1.0",
                           "EST5EDT,M3.2.7,M11.1.0",
                           "EST5EDT,M3.2.0/168,M11.1.0",
                           "EST5EDT,J0,J365",
                           "EST5EDT,J366,J1",
                           "EST5EDT,366,1",
                           "EST25",
                           "EST5:60",
                           "<+03-3",
                           "<+0>-3",
                           "+03-3",
                           "EST99999999999999999999",
                           "EST5EDT,M3.2.0/,M11.1.0"}) {
    EXPECT_FALSE(PosixRule::parse(text)) << text;
  }
}

}  // namespace
}  // namespace astronova::places::testing
