// Against a real Prometheus.
#include "release/figures/prometheus_figures.h"

#include <gmock/gmock.h>

#include "base/clock.h"
#include "base/randomness.h"
#include "clients/curl/curl_client.h"
#include "tests/support/node_server.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct WithPrometheus : ::testing::Test {
  static void SetUpTestSuite() {
    servers = std::make_unique<testing::NodeServer>("tests/release/support/watched_servers.mjs");
    http = clients::curl::CurlClient::start({.proxy = ""}, clock, randomness).value();
  }
  static void TearDownTestSuite() {
    http.reset();
    if (servers) servers->end();
    servers.reset();
  }
  static Revision revision(const std::string& name) {
    return {name, {"1", "sha256:1", "one"}, 50, true, true, "http://" + name + ":8081"};
  }
  static PrometheusFigures figures() {
    PrometheusSettings settings;
    settings.url = servers->address();
    return {settings, *http};
  }

  static inline SystemClock clock{};
  static inline SystemRandomness randomness{};
  static inline std::unique_ptr<testing::NodeServer> servers{};
  static inline std::unique_ptr<clients::curl::CurlClient> http{};
};

TEST_F(WithPrometheus, HasTheFiguresOfARevisionWithoutProbes) {
  auto source = figures();
  ASSERT_TRUE(source.begin({revision("steady")}).has_value());
  const auto found = source.of(revision("steady"), 3600s);
  ASSERT_TRUE(found.has_value()) << found.error().detail;
  EXPECT_GE(found->requests, 400U);
  EXPECT_NEAR(static_cast<double>(found->failures), 0.02 * static_cast<double>(found->requests), 1);
  // The 99th of 100 is nine tenths of the way from 0.1 to 0.2.
  EXPECT_NEAR(found->p99.count(), 0.19, 1e-9);
}

TEST_F(WithPrometheus, SeesARestart) {
  const auto found = figures().of(revision("restarted"), 3600s);
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::conflict);
}

TEST_F(WithPrometheus, WhatIsNotWatchedHasNoRequests) {
  const auto found = figures().of(revision("nobody"), 3600s);
  ASSERT_TRUE(found.has_value()) << found.error().detail;
  EXPECT_EQ(found->requests, 0U);
  EXPECT_EQ(found->p99.count(), 0);
}

TEST_F(WithPrometheus, NamesARevisionByTheLabelThatItIsTold) {
  PrometheusSettings settings;
  settings.url = servers->address();
  settings.label = "job";
  settings.value = "{revision}";
  const auto found = PrometheusFigures(settings, *http).of(revision("steady"), 3600s);
  ASSERT_TRUE(found.has_value());
  EXPECT_GE(found->requests, 400U);
}

TEST_F(WithPrometheus, SaysThatItCannotBeAsked) {
  PrometheusSettings settings;
  settings.url = servers->address() + "/nowhere";
  const auto found = PrometheusFigures(settings, *http).begin({});
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().detail, HasSubstr("Prometheus: it answers 404"));
  settings.url = "http://127.0.0.1:1";
  EXPECT_EQ(PrometheusFigures(settings, *http).begin({}).error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace astronova::release
