#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using namespace std::chrono_literals;
using astronova::testing::Certificates;
using astronova::testing::connections;
using astronova::testing::http_server;
using astronova::testing::https_server;
using astronova::testing::json_of;
using astronova::testing::start_client;

std::vector<std::future<Result<HttpResponse>>> send_at_once(HttpClient& client, int count,
                                                            const HttpRequest& request) {
  std::vector<std::future<Result<HttpResponse>>> answers;
  for (int i = 0; i < count; ++i)
    answers.push_back(
        std::async(std::launch::async, [&client, request] { return client.send(request); }));
  return answers;
}

// The server answers none before all fifty have asked.
TEST(CurlConcurrency, FiftyCallersAreServedAtOnceOverOneConnectionOfHttp2) {
  const Certificates certificates;
  const auto server = https_server(certificates, certificates.good(), true);
  const auto client = start_client({.ca_file = certificates.authority()});
  auto answers = send_at_once(
      *client, 50,
      {.url = server.address("https") + "/together?count=50", .deadline = 60s, .idempotent = true});
  for (auto& answer : answers)
    EXPECT_EQ(json_of(answer.get()).size(), 0U);
  EXPECT_EQ(connections(*client, server.address("https")), 1);
}

TEST(CurlConcurrency, FiftyCallersTakeTurnsOnTheConnectionsThereMayBe) {
  const auto server = http_server();
  const auto client = start_client({.connections_per_host_max = 4});
  auto answers = send_at_once(*client, 50,
                              {.method = HttpMethod::post,
                               .url = server.address() + "/echo",
                               .body = "body",
                               .deadline = 60s,
                               .idempotent = true});
  for (auto& answer : answers)
    EXPECT_EQ(json_of(answer.get()).at("body"), "body");
  EXPECT_LE(connections(*client, server.address()), 4);
}

TEST(CurlConcurrency, ConnectionsAreKeptThoughFewerAreNeededForAWhile) {
  const auto server = http_server();
  const auto client = start_client();
  for (int round = 0; round < 3; ++round) {
    auto answers = send_at_once(
        *client, 12,
        {.url = server.address() + "/together?count=12", .deadline = 60s, .idempotent = true});
    for (auto& answer : answers)
      ASSERT_TRUE(answer.get());
    for (int i = 0; i < 12; ++i)
      ASSERT_TRUE(client->send({.url = server.address() + "/echo", .idempotent = true}));
  }
  EXPECT_EQ(connections(*client, server.address()), 12);
}

TEST(CurlConcurrency, OneSlowCallKeepsNoOtherWaiting) {
  const auto server = http_server();
  const auto client = start_client();
  auto slow = send_at_once(*client, 3, {.url = server.address() + "/silent", .deadline = 60s});
  EXPECT_TRUE(client->send({.url = server.address() + "/echo", .deadline = 60s}));
  client->stop();
}

TEST(CurlConcurrency, StoppingEndsTheCallsUnderWay) {
  const auto server = http_server();
  const auto client = start_client();
  auto answers = send_at_once(*client, 10, {.url = server.address() + "/silent", .deadline = 600s});
  while (astronova::testing::asked(*client, server.address(), "/silent") < 10) {
  }
  client->stop();
  for (auto& waiting : answers) {
    const auto answer = waiting.get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
    EXPECT_EQ(answer.error().detail, "The server is shutting down.");
  }
}

TEST(CurlConcurrency, StoppingEndsThePauseBeforeARetry) {
  const auto server = http_server();
  const auto client = start_client({.retries = {.pause_first = 300s, .pause_max = 300s}},
                                   astronova::testing::longest_pause);
  auto answers = send_at_once(
      *client, 1,
      {.url = server.address() + "/status?status=503", .deadline = 600s, .idempotent = true});
  while (astronova::testing::asked(*client, server.address(), "/status") < 1) {
  }
  client->stop();
  const auto answer = answers[0].get();
  EXPECT_TRUE(!answer || answer->status == 503U);
}

TEST(CurlConcurrency, AfterStoppingNoCallBegins) {
  const auto server = http_server();
  const auto client = start_client();
  client->stop();
  client->stop();
  const auto answer = client->send({.url = server.address() + "/echo", .deadline = 600s});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().detail, "The server is shutting down.");
}

TEST(CurlConcurrency, CallsThatMeetTheStopEndOneWayOrTheOther) {
  const auto server = http_server();
  for (int round = 0; round < 3; ++round) {
    const auto client = start_client();
    auto answers = send_at_once(*client, 8, {.url = server.address() + "/echo", .deadline = 60s});
    std::jthread other{[&] { client->stop(); }};
    client->stop();
    for (auto& waiting : answers) {
      const auto answer = waiting.get();
      EXPECT_TRUE(answer ? answer->status == 200U
                         : answer.error().detail == "The server is shutting down.");
    }
  }
}

}  // namespace
}  // namespace astronova::clients::curl
