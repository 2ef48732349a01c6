#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using astronova::testing::asked;
using astronova::testing::http_server;
using astronova::testing::longest_pause;
using astronova::testing::start_client;

class CurlRetriesTest : public ::testing::Test {
 protected:
  Result<HttpResponse> send(const std::string& path, bool idempotent,
                            HttpMethod method = HttpMethod::get, std::string body = {}) {
    return client_->send({.method = method,
                          .url = server_.address() + path,
                          .body = std::move(body),
                          .deadline = 60s,
                          .idempotent = idempotent});
  }
  std::int64_t asked_for(const std::string& path) {
    return asked(*start_client(), server_.address(), path);
  }

  const astronova::testing::NodeServer server_ = http_server();
  std::unique_ptr<CurlClient> client_ = start_client();
};

TEST_F(CurlRetriesTest, AnIdempotentRequestIsSentAgainUntilTheTroubleHasPassed) {
  const auto response = send("/status?status=503&times=3", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200U);
  EXPECT_EQ(asked_for("/status"), 4);
}

TEST_F(CurlRetriesTest, AfterTheLastAttemptItsAnswerIsTheAnswer) {
  const auto response = send("/status?status=502", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 502U);
  EXPECT_EQ(asked_for("/status"), 4);
}

TEST_F(CurlRetriesTest, ABodyIsSentAgainWithTheRequest) {
  ASSERT_TRUE(send("/status?status=503&times=1", true, HttpMethod::post, "body"));
  EXPECT_EQ(asked_for("/status"), 2);
}

TEST_F(CurlRetriesTest, AnyOtherRequestIsSentOnce) {
  const auto response = send("/status?status=503", false, HttpMethod::post, "body");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503U);
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, ACallerMayRetryByItself) {
  const auto response = client_->send({.url = server_.address() + "/status?status=503",
                                       .deadline = 60s,
                                       .idempotent = true,
                                       .retried = false});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503U);
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, AnswersThatWillNotChangeAreFinal) {
  ASSERT_TRUE(send("/status?status=500", true));
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, ABrokenConnectionIsTriedAgain) {
  const auto response = send("/drop?times=2", true);
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->status, 200U);
  EXPECT_EQ(asked_for("/drop"), 3);
}

TEST_F(CurlRetriesTest, AConnectionThatAlwaysBreaksIsGivenUp) {
  const auto response = send("/drop", true);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::unavailable);
  EXPECT_EQ(asked_for("/drop"), 4);
}

TEST_F(CurlRetriesTest, AnAnswerCutShortIsTriedAgain) {
  EXPECT_FALSE(send("/truncated", true));
  EXPECT_EQ(asked_for("/truncated"), 4);
}

// libcurl would send again whatever went over a connection that it had used before.
TEST_F(CurlRetriesTest, NothingIsSentTwiceOnAnOldConnectionThatBreaksUnlessItMay) {
  for (const HttpMethod method :
       {HttpMethod::get, HttpMethod::post, HttpMethod::patch, HttpMethod::delete_}) {
    for (const std::string body : {"body", ""}) {
      ASSERT_TRUE(send("/echo", false, HttpMethod::post, "x")) << "a connection is kept";
      const auto before = asked_for("/drop");
      const auto response = send("/drop", false, method, body);
      ASSERT_FALSE(response);
      EXPECT_EQ(response.error().code, ErrorCode::unavailable);
      EXPECT_EQ(asked_for("/drop") - before, 1) << static_cast<int>(method) << body;
    }
  }
}

TEST_F(CurlRetriesTest, APauseThatTheServerAsksForIsKept) {
  // The pause ends after the deadline, so that no second attempt can come.
  const auto response = send("/status?status=503&after=61", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503U);
  EXPECT_EQ(response->header("retry-after"), "61");
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, APauseByDateIsKeptByOurClock) {
  const auto response =
      send("/status?status=429&after=Sun,%2001%20Mar%202026%2013:00:00%20GMT", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 429U);
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, AServerThatAsksForNoPauseGetsNone) {
  const auto response = send("/status?status=429&times=1&after=0", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200U);
}

TEST_F(CurlRetriesTest, NoRetryBeginsWhenItsPauseWouldOutlastTheDeadline) {
  client_ = start_client({.retries = {.pause_first = 61s, .pause_max = 61s}}, longest_pause);
  const auto response = send("/status?status=503", true);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503U);
  EXPECT_EQ(asked_for("/status"), 1);
}

TEST_F(CurlRetriesTest, TheDeadlineIsOverAllAttempts) {
  const auto response =
      client_->send({.url = server_.address() + "/silent", .deadline = 30ms, .idempotent = true});
  ASSERT_FALSE(response);
  EXPECT_EQ(asked_for("/silent"), 1);
}

TEST_F(CurlRetriesTest, AServerThatIsNotThereIsTriedAgain) {
  client_ = start_client({.retries = {.pause_first = 61s, .pause_max = 61s}}, longest_pause);
  // With a pause beyond the deadline the last attempt's error comes at once.
  const auto response =
      client_->send({.url = "http://127.0.0.1:1/", .deadline = 60s, .idempotent = true});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().detail, "127.0.0.1:1 takes no connection.");
}

}  // namespace
}  // namespace astronova::clients::curl
