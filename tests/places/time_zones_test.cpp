#include "places/time_zones.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "tests/places/civil_times.h"

namespace astronova::places::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

std::string refusal(std::string name) {
  const auto moment = resolve(civil("1990-05-15", "10:30", std::move(name)));
  if (moment) return "accepted";
  return moment.error().fields.at(0).pointer + " " + moment.error().detail;
}

TEST(TimeZones, ListHoldsZonesAndLinksSorted) {
  const auto names = time_zone_names();
  EXPECT_GT(names.size(), 400U);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"America/New_York", "Asia/Calcutta", "Asia/Kolkata", "UTC", "Etc/GMT+5",
                           "America/Argentina/Buenos_Aires", "EST5EDT"}) {
    EXPECT_TRUE(zone_exists(name)) << name;
  }
}

TEST(TimeZones, OtherFilesOfTheDatabaseAreNoZones) {
  for (const char* name : {"", ".", "..", "localtime", "posixrules", "tzdata.zi", "zone.tab",
                           "leapseconds", "right/Europe/Paris", "posix/Europe/Paris", "Europe",
                           "Europe/", "/usr/share/zoneinfo/Europe/Paris", "../zoneinfo/UTC",
                           "Europe/../Europe/Paris", "/etc/passwd", "../../../etc/localtime"}) {
    EXPECT_FALSE(zone_exists(name)) << name;
    EXPECT_THAT(refusal(name), HasSubstr("/timezone")) << name;
  }
}

TEST(TimeZones, EveryListedZoneResolves) {
  for (const auto name : time_zone_names()) {
    CivilTime stated = civil("2040-05-15", "10:30", std::string(name));
    stated.fold = 0;
    EXPECT_TRUE(resolve(stated)) << name;
  }
}

TEST(TimeZones, AMisspeltZoneIsRefusedWithTheNearestName) {
  EXPECT_THAT(refusal("America/NewYork"), HasSubstr("Did you mean 'America/New_York'?"));
  EXPECT_THAT(refusal("europe/paris"), HasSubstr("Did you mean 'Europe/Paris'?"));
  EXPECT_THAT(refusal("Asia/Kalkutta"), HasSubstr("Did you mean 'Asia/Calcutta'?"));
}

TEST(TimeZones, AnEmptyZoneIsRefusedWithAnExample) {
  EXPECT_THAT(refusal(""), HasSubstr("America/New_York"));
}

TEST(TimeZones, ANameThatIsNoTextIsNotRepeated) {
  EXPECT_THAT(refusal("\xff\xfe"), Not(HasSubstr("\xff")));
  EXPECT_THAT(refusal(std::string("Europe/Paris\0", 13)), HasSubstr("/timezone"));
  EXPECT_THAT(refusal(std::string(10'000, 'A')),
              AllOf(HasSubstr("/timezone"), Not(HasSubstr("AAA"))));
}

TEST(TimeZones, TheReleaseOfTheDatabaseIsNamed) {
  EXPECT_THAT(tzdata_version(), MatchesRegex("20[0-9][0-9][a-z]"));
}

TEST(TimeZones, EightThreadsReadTheSameInstantsAsOne) {
  const auto names = time_zone_names();
  const auto sum_of_all = [&names](std::size_t first) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto name = names[(first + i) % names.size()];
      const auto moment = resolve(civil("1952-08-15", "12:00", std::string(name)));
      if (moment) sum += moment->utc.time_since_epoch().count() / 1'000'000;
    }
    return sum;
  };
  std::array<std::int64_t, 8> sums{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < sums.size(); ++t) {
    threads.emplace_back([&, t] { sums[t] = sum_of_all(t * names.size() / sums.size()); });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_THAT(sums, ::testing::Each(sum_of_all(0)));
}

}  // namespace
}  // namespace astronova::places::testing
