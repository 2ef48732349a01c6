#include "telemetry/log/request_log.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeded_randomness.h"
#include "tests/support/set_clock.h"
#include "tests/telemetry/support/pipe.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ARequestLog : public ::testing::Test {
 protected:
  ARequestLog() {
    request_.request_id = "request-0001";
    request_.peer_address = "203.0.113.77";
  }
  void open(const RequestLogSettings& settings = {}, LogSettings log = {}) {
    log.writer.descriptor = pipe_.writer();
    log_.emplace(log, clock_);
    requests_.emplace(*log_, settings, Pseudonyms("a key"), randomness_);
  }
  http::Exchange exchange(unsigned status, std::chrono::nanoseconds took = 1'234'567ns) const {
    return {.request = request_,
            .route = &route_,
            .status = status,
            .response_bytes = 4300,
            .received = http::Exchange::Time(1s),
            .ended = http::Exchange::Time(1s) + took};
  }
  // All that was told until now, which ends the log.
  std::vector<std::string> lines() {
    auto all = std::async(std::launch::async, [this] { return pipe_.read_lines(); });
    requests_.reset();
    log_->flush(60s);
    log_.reset();
    pipe_.close_writer();
    return all.get();
  }
  std::vector<boost::json::value> objects() {
    std::vector<boost::json::value> all;
    for (const auto& line : lines())
      all.push_back(boost::json::parse(line));
    return all;
  }

  astronova::testing::Pipe pipe_;
  astronova::testing::SetClock clock_{*parse_rfc3339("2026-11-23T10:30:00Z")};
  astronova::testing::SeededRandomness randomness_;
  http::RouteInfo route_{http::Method::get, "/people/{name}", {}, {}};
  http::Request request_{http::Method::get, "/people/Wilhelmina?born=1990-05-15"};
  std::optional<Log> log_;
  std::optional<RequestLog> requests_;
};

TEST_F(ARequestLog, TellsOfARequestInTheShapeOfCloudLogging) {
  open({}, {.project = "stars"});
  request_.notes.subject = "0f8fad5b-d9cb-469f-a165-70867728950e";
  request_.trace.trace_id.fill(0xAB);
  request_.trace.span_id.fill(0x01);
  requests_->ended(exchange(200));
  const auto told = lines();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(
      told.front(),
      R"({"severity":"INFO","time":"2026-11-23T10:30:00Z","message":"GET /people/{name} 200",)"
      R"("event":"api_call","endpoint":"/people/{name}","user_id":")" +
          Pseudonyms("a key").of(request_.notes.subject) +
          R"(","duration_ms":1.234,"status_code":200,"timestamp":"2026-11-23T10:30:00Z",)"
          R"("request_id":"request-0001","httpRequest":{"requestMethod":"GET",)"
          R"("requestUrl":"/people/{name}","status":200,"responseSize":"4300",)"
          R"("latency":"0.001234s","protocol":"HTTP/1.1","remoteIp":"203.0.113.0"},)"
          R"("logging.googleapis.com/trace":)"
          R"("projects/stars/traces/abababababababababababababababab",)"
          R"("logging.googleapis.com/spanId":"0101010101010101",)"
          R"("logging.googleapis.com/trace_sampled":false})");
}

TEST_F(ARequestLog, TellsTenRefusalsASecondAndEverythingElse) {
  open();
  auto refused = exchange(503);
  refused.is_refused = true;
  for (int i = 0; i < 1000; ++i)
    requests_->ended(refused);
  for (int i = 0; i < 20; ++i)
    requests_->ended(exchange(200));
  refused.ended += 1s;
  requests_->ended(refused);
  EXPECT_EQ(lines().size(), 10U + 20U + 1U);
}

TEST_F(ARequestLog, TellsNothingOfWhoAskedAndForWhat) {
  for (const bool is_json : {true, false}) {
    astronova::testing::Pipe pipe;
    Log log({.level = Severity::debug, .is_json = is_json, .writer = {.descriptor = pipe.writer()}},
            clock_);
    RequestLog requests(log, {}, Pseudonyms("a key"), randomness_);
    request_.notes.subject = "0f8fad5b-d9cb-469f-a165-70867728950e";
    auto known = exchange(500);
    requests.ended(known);
    known.route = nullptr;
    requests.ended(known);
    log.flush(60s);
    pipe.close_writer();
    const auto all = ::testing::PrintToString(pipe.read_lines());
    EXPECT_THAT(all, HasSubstr("request-0001"));
    for (const auto* secret : {"Wilhelmina", "1990", "0f8fad5b", "113.77"})
      EXPECT_THAT(all, Not(HasSubstr(secret))) << secret;
  }
}

TEST_F(ARequestLog, IsAReadableLineForPeople) {
  open({}, {.is_json = false});
  auto cut = exchange(200);
  cut.is_cut = true;
  requests_->ended(cut);
  EXPECT_THAT(lines(), ::testing::ElementsAre(
                           "10:30:00.000 GET /people/{name} 200 1.235 ms 4300 bytes cut request "
                           "request-0001"));
}

TEST_F(ARequestLog, TellsOfAFailureAsAnErrorOfItsOwn) {
  open();
  requests_->ended(exchange(503));
  const auto told = objects();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].at("event"), "api_call");
  EXPECT_EQ(told[0].at("severity"), "ERROR");
  EXPECT_EQ(told[1].at("event"), "error");
  EXPECT_EQ(told[1].at("severity"), "ERROR");
  EXPECT_EQ(told[1].at("error_type"), "HTTP 503");
  EXPECT_EQ(told[1].at("error_message"), "Service Unavailable");
  EXPECT_EQ(told[1].at("request_id"), "request-0001");
  EXPECT_EQ(boost::json::serialize(told[1].at("context")),
            R"({"method":"GET","endpoint":"/people/{name}"})");
}

TEST_F(ARequestLog, DoesNotTellAgainWhatAHandlerThrew) {
  open();
  request_.notes.is_failure_told = true;
  requests_->ended(exchange(500));
  const auto told = objects();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at("event"), "api_call");
}

TEST_F(ARequestLog, TellsOfNothingSpecialAtInfoAndOfWhatWasSlowAsAWarning) {
  open({.slow_from = 1s});
  for (const unsigned status : {200U, 404U, 429U})
    requests_->ended(exchange(status));
  auto refused = exchange(503);
  refused.is_refused = true;
  requests_->ended(refused);
  requests_->ended(exchange(200, 1s));
  const auto told = objects();
  ASSERT_EQ(told.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ(told[i].at("severity"), "INFO") << i;
  EXPECT_EQ(told[3].at("refused"), true);
  EXPECT_EQ(told[4].at("severity"), "WARNING");
}

TEST_F(ARequestLog, TellsOfProbesForWhoWantsToKnowEverythingOnly) {
  route_.priority = http::Priority::vital;
  open();
  requests_->ended(exchange(200));
  requests_->ended(exchange(503));
  requests_->ended(exchange(500));
  const auto told = objects();
  ASSERT_EQ(told.size(), 2U) << "a handler that failed is an error";
  EXPECT_EQ(told[0].at("status_code"), 500);
}

TEST_F(ARequestLog, HasAStatusForAClientThatWasGone) {
  open();
  auto gone = exchange(0);
  gone.is_cut = true;
  requests_->ended(gone);
  const auto told = objects();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at("status_code"), 499);
  EXPECT_EQ(told[0].at("cut"), true);
}

TEST_F(ARequestLog, TellsOfAShareAndOfAllThatIsSlowOrFailed) {
  open({.share = 0.25, .slow_from = 1s});
  constexpr int usual = 4000;
  for (int i = 0; i < usual; ++i)
    requests_->ended(exchange(200));
  for (int i = 0; i < 10; ++i) {
    requests_->ended(exchange(500));
    requests_->ended(exchange(200, 2s));
  }
  int infos = 0, warnings = 0, errors = 0;
  for (const auto& line : objects()) {
    if (line.at("event") != "api_call") continue;
    const auto& severity = line.at("severity");
    (severity == "INFO" ? infos : severity == "WARNING" ? warnings : errors) += 1;
  }
  // Seven times the standard deviation of such a share.
  EXPECT_NEAR(infos, usual * 0.25, 7 * 27.4);
  EXPECT_EQ(warnings, 10);
  EXPECT_EQ(errors, 10);
}

TEST_F(ARequestLog, TellsOfNoneWhereTheShareIsNone) {
  open({.share = 0});
  for (int i = 0; i < 1000; ++i)
    requests_->ended(exchange(200));
  EXPECT_EQ(lines().size(), 0U);
}

TEST(APseudonym, IsTheBeginningOfTheHmacOfTheAccount) {
  // RFC 4231, test case 2.
  EXPECT_EQ(Pseudonyms("Jefe").of("what do ya want for nothing?"), "5bdcc146bf60754e");
}

TEST(APseudonym, IsAnotherByAnotherKey) {
  EXPECT_NE(Pseudonyms("one").of("account"), Pseudonyms("two").of("account"));
  EXPECT_NE(Pseudonyms("one").of("account"), Pseudonyms("one").of("other"));
  EXPECT_NE(Pseudonyms::derived_from("one").of("account"), Pseudonyms("one").of("account"));
  EXPECT_EQ(Pseudonyms::derived_from("one").of("account"),
            Pseudonyms::derived_from("one").of("account"));
}

}  // namespace
}  // namespace astronova::telemetry
