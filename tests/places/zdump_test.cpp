#include <cstdio>
#include <memory>
#include <regex>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/instant.h"
#include "places/zone_history.h"

namespace astronova::places {
namespace {

struct Line {
  std::string utc;
  long offset;
  std::string abbreviation;
  bool dst;
};

// Each line of zdump -v tells the zone's clock in the second before a change or at it, as in
// "Europe/Paris  Sun Mar 28 00:59:59 2100 UT = Sun Mar 28 01:59:59 2100 CET isdst=0 gmtoff=3600".
std::vector<Line> zdump(const std::string& years, const std::string& zone) {
  const std::string command = "/usr/bin/zdump -v -c " + years + " " + zone;
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  const std::regex form(
      R"(\S+ +\S+ (\S+) +(\d+) (\S+) (\d+) UT = .* (\S+) isdst=(\d) gmtoff=(\S+)\n)");
  std::vector<Line> lines;
  char buffer[512];
  std::cmatch part;
  while (pipe && std::fgets(buffer, sizeof buffer, pipe.get()) != nullptr) {
    if (!std::regex_match(buffer, part, form)) continue;
    const auto month = std::string_view("JanFebMarAprMayJunJulAugSepOctNovDec").find(part[1].str());
    std::string utc = fmt::format("{}-{:02}-{:02}T{}Z", part[4].str(), month / 3 + 1,
                                  std::stoi(part[2]), part[3].str());
    lines.push_back({std::move(utc), std::stol(part[7]), part[5], part[6] == "1"});
  }
  return lines;
}

void expect_same(const Line& line, const ZonePeriod& period) {
  EXPECT_EQ(period.offset.count(), line.offset);
  EXPECT_EQ(period.abbreviation, line.abbreviation);
  EXPECT_EQ(period.dst, line.dst);
}

std::chrono::sys_seconds instant_of(const Line& line) {
  return std::chrono::floor<std::chrono::seconds>(parse_rfc3339(line.utc).value());
}

void expect_same_clock(const std::string& years, const std::string& zone, std::size_t least) {
  const auto lines = zdump(years, zone);
  EXPECT_GE(lines.size(), least) << zone;
  const auto history = zone_history(zone);
  ASSERT_TRUE(history) << zone;
  for (const auto& line : lines) {
    SCOPED_TRACE(zone + " " + line.utc);
    (*history)->for_each_period(instant_of(line), instant_of(line),
                                [&](const ZonePeriod& period) { expect_same(line, period); });
  }
}

TEST(ZoneHistory, AgreesWithZdumpOverAllThatIsRecorded) {
  for (const char* zone : {"America/New_York", "Europe/London", "Europe/Amsterdam", "Europe/Dublin",
                           "America/Juneau", "Asia/Manila", "Pacific/Apia"}) {
    expect_same_clock("1840,2030", zone, 10);
  }
}

TEST(ZoneHistory, AgreesWithZdumpAfterTheLastRecordedChange) {
  for (const char* zone : {"America/New_York", "Europe/Paris", "Europe/Dublin", "America/Nuuk",
                           "Australia/Sydney", "Australia/Lord_Howe", "Asia/Jerusalem",
                           "America/Santiago", "Pacific/Chatham", "Africa/Cairo"}) {
    expect_same_clock("2035,2101", zone, 200);
  }
  for (const char* zone : {"Asia/Tokyo", "Asia/Kolkata", "America/Sao_Paulo"}) {
    expect_same_clock("2035,2101", zone, 0);
  }
}

TEST(PosixRule, DaysOfTheYearAgreeWithZdump) {
  for (const char* text : {"AAA3BBB,59/1:02:03,300/-1:30", "AAA3BBB,J60,J300/100",
                           "AAA-3BBB,300,60/-100", "AAA3BBB,J59/26,364"}) {
    const auto rule = PosixRule::parse(text);
    ASSERT_TRUE(rule) << text;
    const auto lines = zdump("2095,2105", std::string("'") + text + "'");
    EXPECT_GE(lines.size(), 40U) << text;
    for (const auto& line : lines) {
      SCOPED_TRACE(std::string(text) + " " + line.utc);
      expect_same(line, rule->period_at(instant_of(line)));
    }
  }
}

// RFC 8536, section 3.3.1: the way to write a zone that is always on daylight saving time.
TEST(PosixRule, DaylightSavingTimeMayLastTheWholeYear) {
  const auto rule = PosixRule::parse("EST5EDT,0/0,J365/25");
  ASSERT_TRUE(rule);
  const std::chrono::sys_days new_year{std::chrono::year{2041} / 1 / 1};
  for (int hour = -48; hour <= 48; ++hour) {
    EXPECT_TRUE(rule->period_at(new_year + std::chrono::hours{hour}).dst) << hour;
  }
}

}  // namespace
}  // namespace astronova::places
