// Figures from tests/support/google_cloud_server.mjs, which stands in for Cloud Monitoring and
// refuses what its reference does not have.

#include "release/cloudrun/cloud_monitoring_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/randomness.h"
#include "clients/curl/curl_client.h"
#include "tests/release/google/recording_runner.h"
#include "tests/support/node_server.h"

namespace astronova::release::cloudrun {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;

class CloudMonitoringFiguresTest : public ::testing::Test {
 protected:
  CloudMonitoringFiguresTest() {
    cloud_.project = "astronova-test";
    client_ = *clients::curl::CurlClient::start({.proxy = "", .retries = {.attempts_max = 1}},
                                                clock_, randomness_);
  }

  boost::json::value control(const std::string& route, const std::string& body) {
    const auto answer = client_->send({.method = clients::HttpMethod::post,
                                       .url = google_.address() + "/control/" + route,
                                       .body = body,
                                       .idempotent = true});
    return boost::json::parse(answer->body);
  }

  Result<std::string> token(bool is_refused) {
    if (token_.empty() || is_refused)
      token_ = control("lend", "{}").at("token").as_string().c_str();
    return token_;
  }

  CloudMonitoringFigures figures(const std::string& address = "") {
    return {cloud_, address.empty() ? google_.address() + "/" : address, *client_,
            [this](bool is_refused) { return token(is_refused); }, clock_};
  }

  Result<Figures> of(const std::string& revision, std::chrono::seconds window = 300s) {
    Revision asked;
    asked.name = revision;
    return figures().of(asked, window);
  }

  SystemClock clock_;
  SystemRandomness randomness_;
  testing::NodeServer google_{"tests/support/google_cloud_server.mjs"};
  std::unique_ptr<clients::curl::CurlClient> client_;
  google::GoogleCloudConfiguration cloud_;
  std::string token_;
};

TEST_F(CloudMonitoringFiguresTest, AreThoseOfTheRevisionThatIsAskedFor) {
  control("run", R"({"astronova-backend-r0001":{"requests":{"2xx":90000},"p99":8.5},
                     "astronova-backend-r0002":{"requests":{"2xx":950,"4xx":20,"5xx":30},"p99":12.5}})");
  const auto candidate = of("r0002");
  ASSERT_TRUE(candidate) << candidate.error().detail;
  EXPECT_EQ(candidate->requests, 1000U);
  EXPECT_EQ(candidate->failures, 30U);
  EXPECT_NEAR(candidate->p99.count(), 0.0125, 1e-12);
  const auto stable = of("r0001");
  ASSERT_TRUE(stable);
  EXPECT_EQ(stable->requests, 90'000U);
  EXPECT_EQ(stable->failures, 0U);
}

TEST_F(CloudMonitoringFiguresTest, ARevisionThatNobodyHasAskedYetHasNone) {
  const auto none = of("r0009");
  ASSERT_TRUE(none) << none.error().detail;
  EXPECT_EQ(none->requests, 0U);
  EXPECT_EQ(none->p99.count(), 0);
}

// Cloud Monitoring aligns to no less than a minute.
TEST_F(CloudMonitoringFiguresTest, AShortWindowIsAsked) {
  control("run", R"({"astronova-backend-r0001":{"requests":{"2xx":5},"p99":1}})");
  const auto found = of("r0001", 1s);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found->requests, 5U);
}

TEST_F(CloudMonitoringFiguresTest, ATokenThatIsRefusedIsAskedForAnew) {
  control("run", R"({"astronova-backend-r0001":{"requests":{"2xx":5},"p99":1}})");
  ASSERT_TRUE(of("r0001"));
  const auto before = token_;
  control("revoke", "{}");
  ASSERT_TRUE(of("r0001"));
  EXPECT_NE(token_, before);
}

TEST_F(CloudMonitoringFiguresTest, WhatIsRefusedIsToldWithTheRoleThatItTakes) {
  control("fault", R"({"status":403})");
  const auto found = of("r0001");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::unavailable);
  EXPECT_THAT(found.error().detail, HasSubstr("403: who releases needs the role"));
}

TEST_F(CloudMonitoringFiguresTest, ALostConnectionIsNoFigure) {
  control("fault", R"({"down":true})");
  EXPECT_FALSE(of("r0001"));
  control("fault", R"({"status":200,"body":"<html>"})");
  EXPECT_FALSE(of("r0001"));
}

TEST(GcloudTokens, AreAskedForOnceUntilOneIsRefused) {
  int asked = 0;
  testing::RecordingRunner runner([&](const CommandLine&) {
    return ProgramResult{0, "ya29.token-" + std::to_string(++asked) + "\n", ""};
  });
  const auto tokens = gcloud_tokens(runner);
  EXPECT_EQ(*tokens(false), "ya29.token-1");
  EXPECT_EQ(*tokens(false), "ya29.token-1");
  EXPECT_EQ(*tokens(true), "ya29.token-2");
  EXPECT_EQ(asked, 2);
  EXPECT_THAT(runner.commands().front().words, Contains("print-access-token"));
}

TEST(GcloudTokens, AreNoneWhereNobodyIsLoggedIn) {
  testing::RecordingRunner runner([](const CommandLine&) {
    return ProgramResult{1, "", "ERROR: (gcloud.auth) You do not currently have an active account"};
  });
  const auto token = gcloud_tokens(runner)(false);
  ASSERT_FALSE(token);
  EXPECT_THAT(token.error().detail, HasSubstr("active account"));
}

}  // namespace
}  // namespace astronova::release::cloudrun
