#include "telemetry/log/log.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telemetry/log/short_address.h"
#include "tests/support/set_clock.h"
#include "tests/telemetry/support/pipe.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TraceContext some_trace() {
  TraceContext trace;
  trace.trace_id.fill(0xAB);
  trace.span_id.fill(0x01);
  trace.is_sampled = true;
  return trace;
}

class ALog : public ::testing::Test {
 protected:
  Log& open(LogSettings settings = {}) {
    settings.writer.descriptor = pipe_.writer();
    return log_.emplace(settings, clock_);
  }
  boost::json::value next() {
    const auto line = pipe_.read_line();
    return boost::json::parse(line);
  }

  astronova::testing::Pipe pipe_;
  astronova::testing::SetClock clock_{*parse_rfc3339("2026-11-23T10:30:00.25Z")};
  std::optional<Log> log_;
};

TEST_F(ALog, WritesAnEventAsOneObjectInTheShapeOfCloudLogging) {
  open().write({Severity::warning,
                "dependency_unhealthy",
                "redis is \"unhealthy\":\nit\tis gone",
                {{"dependency", "redis"}},
                {{"endpoint", "/chart/{id}"}}});
  const auto line = next();
  EXPECT_EQ(boost::json::serialize(line),
            R"({"severity":"WARNING","time":"2026-11-23T10:30:00.250Z",)"
            R"("message":"redis is \"unhealthy\":\nit\tis gone","event":"dependency_unhealthy",)"
            R"("dependency":"redis","context":{"endpoint":"/chart/{id}"},)"
            R"("timestamp":"2026-11-23T10:30:00.250Z"})");
}

TEST_F(ALog, NamesTheTraceOfTheWorkThatAnEventBelongsTo) {
  auto& log = open();
  {
    const WorkScope work({.trace = some_trace()});
    log.write({Severity::notice, "event", "in a trace"});
  }
  log.write({Severity::notice, "event", "in none"});
  const auto traced = next();
  EXPECT_EQ(traced.at("logging.googleapis.com/trace"), "abababababababababababababababab");
  EXPECT_EQ(traced.at("logging.googleapis.com/spanId"), "0101010101010101");
  EXPECT_EQ(traced.at("logging.googleapis.com/trace_sampled"), true);
  EXPECT_FALSE(next().as_object().contains("logging.googleapis.com/trace"));
}

TEST_F(ALog, NamesATraceByItsProjectWhereOneIsConfigured) {
  auto& log = open({.project = "stars-1234"});
  const WorkScope work({.trace = some_trace()});
  log.write({Severity::notice, "event", "in a trace"});
  EXPECT_EQ(next().at("logging.googleapis.com/trace"),
            "projects/stars-1234/traces/abababababababababababababababab");
}

TEST_F(ALog, TellsNothingBelowItsLevelUntilThatIsChanged) {
  auto& log = open({.level = Severity::warning});
  log.write({Severity::notice, "event", "too little"});
  log.write({Severity::warning, "event", "enough"});
  EXPECT_EQ(next().at("message"), "enough");
  log.set_level(Severity::notice);
  log.write({Severity::notice, "event", "enough now"});
  EXPECT_EQ(next().at("message"), "enough now");
}

TEST_F(ALog, WritesSoonWhatIsNotWrittenAtOnce) {
  open().write({Severity::info, "event", "later"});
  EXPECT_EQ(next().at("message"), "later");
}

TEST_F(ALog, ChangesToDebugAndBackAtAHangup) {
  auto& log = open({.level = Severity::warning, .is_level_changed_by_hangup = true});
  log.write({Severity::debug, "event", "hidden"});
  std::raise(SIGHUP);
  EXPECT_THAT(std::string(next().at("message").as_string()), HasSubstr("DEBUG"));
  log.write({Severity::debug, "event", "seen"});
  EXPECT_EQ(next().at("message"), "seen");
  std::raise(SIGHUP);
  // Which is below the level that holds again.
  while (log.level() == Severity::debug)
    std::this_thread::yield();
  log.write({Severity::notice, "event", "hidden again"});
  log.write({Severity::error, "event", "seen still"});
  EXPECT_EQ(next().at("message"), "seen still");
}

TEST_F(ALog, SaysHowManyLinesWereDroppedWhenThereIsRoomAgain) {
  auto& log = open({.writer = {.waiting_bytes_max = 100'000}});
  std::uint64_t told = 0;
  for (; log.counts().dropped == 0; ++told)
    log.write({Severity::notice, "event", std::string(1000, 'x')});
  std::uint64_t read = 0;
  for (;; ++read) {
    const auto line = next();
    if (line.at("event") != "log_dropped") continue;
    EXPECT_EQ(line.at("severity"), "WARNING");
    EXPECT_THAT(std::string(line.at("message").as_string()), HasSubstr("were dropped"));
    break;
  }
  EXPECT_LT(read, told);
}

TEST_F(ALog, CutsWhatIsVeryLongAndIsNotSpoiltByBytesThatAreNoText) {
  open().write({Severity::notice, "event", std::string(100'000, 'x'), {{"bytes", "a\xFF\x1B b"}}});
  const auto line = next();
  EXPECT_EQ(line.at("message").as_string().size(), 4096U);
  EXPECT_EQ(line.at("bytes"), "a\xEF\xBF\xBD\x1B b");
}

TEST_F(ALog, IsOneReadableLineForPeople) {
  open({.is_json = false})
      .write({Severity::notice, "event", "two\nlines \x1B[31m", {}, {{"endpoint", "/a"}}});
  EXPECT_EQ(pipe_.read_line(), "10:30:00.250 NOTICE two lines  [31m endpoint=/a");
}

TEST(AShortAddress, IsTheNetworkThatTheAddressIsIn) {
  EXPECT_EQ(short_address("203.0.113.77"), "203.0.113.0");
  EXPECT_EQ(short_address("2001:db8:1:2:3:4:5:6"), "2001:db8:1::");
  EXPECT_EQ(short_address("::1"), "::");
  EXPECT_EQ(short_address(""), "");
  EXPECT_EQ(short_address("203.0.113"), "");
  EXPECT_EQ(short_address("ann@example.org"), "");
}

}  // namespace
}  // namespace astronova::telemetry
