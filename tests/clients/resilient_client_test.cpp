#include "clients/resilient_client.h"

#include <future>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/work_context.h"
#include "tests/clients/support/http_server.h"

namespace astronova::clients {
namespace {

using namespace std::chrono_literals;
using astronova::testing::asked;
using astronova::testing::http_server;
using astronova::testing::json_of;
using astronova::testing::start_client;
using State = CircuitBreaker::State;
using ::testing::HasSubstr;

/// A client of a real server, whose clock a test sets.
class Resilience : public ::testing::Test {
 protected:
  ResilienceSettings settings() {
    return {.vendor = "apple",
            .calls_max = 2,
            .breaker = {.window = 10s, .calls_min = 4, .failures_share = 0.5, .open_for = 1s},
            .now = [this] { return now_.load(); }};
  }
  HttpRequest request(const std::string& path) const {
    return {.url = server_.address() + path, .deadline = 60s, .retried = false};
  }
  Result<HttpResponse> ask(const std::string& path) { return client_.send(request(path)); }
  void ask(const std::string& path, int times) {
    for (int i = 0; i < times; ++i)
      static_cast<void>(ask(path));
  }
  std::int64_t asked_for(const std::string& path) { return asked(*curl_, server_.address(), path); }

  const astronova::testing::NodeServer server_ = http_server();
  const std::unique_ptr<curl::CurlClient> curl_ = start_client();
  std::atomic<CircuitBreaker::Time> now_{CircuitBreaker::Time{1'000s}};
  ResilientClient client_{*curl_, settings()};
};

TEST_F(Resilience, PassesAnswersOnAsTheyAre) {
  const auto answer = ask("/echo");
  EXPECT_EQ(json_of(answer).at("path"), "/echo");
  EXPECT_EQ(client_.figures().calls, 1U);
  EXPECT_EQ(client_.figures().failures, 0U);
  EXPECT_EQ(client_.figures().in_flight, 0U);
}

TEST_F(Resilience, AfterFailuresTheServerIsNotAskedUntilATrialFindsItWell) {
  ask("/status?status=500&times=4", 4);
  EXPECT_EQ(client_.state(), State::open);
  const auto refused = ask("/status?status=500&times=4");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_THAT(refused.error().detail, HasSubstr("apple"));
  EXPECT_EQ(asked_for("/status"), 4);
  EXPECT_EQ(client_.figures().rejected_by_circuit, 1U);
  now_ = now_.load() + 1s;
  EXPECT_EQ(ask("/status?status=500&times=4")->status, 200U);
  EXPECT_EQ(client_.state(), State::closed);
  EXPECT_EQ(client_.openings(), 1U);
}

TEST_F(Resilience, CountsAnswersThatNeverCame) {
  ask("/drop", 4);
  EXPECT_EQ(client_.state(), State::open);
  EXPECT_EQ(client_.figures().failures, 4U);
  EXPECT_EQ(client_.figures().without_answer, 4U);
}

TEST_F(Resilience, CountsBeingAskedToSlowDown) {
  ask("/status?status=429", 4);
  EXPECT_EQ(client_.state(), State::open);
}

TEST_F(Resilience, DoesNotBlameTheServerForCallsThatNobodyWouldHaveWaitedFor) {
  for (int i = 0; i < 4; ++i) {
    const WorkScope work({{}, std::chrono::steady_clock::now() + 20ms});
    EXPECT_EQ(ask("/silent").error().code, ErrorCode::unavailable);
  }
  EXPECT_EQ(client_.state(), State::closed);
  EXPECT_EQ(client_.figures().failures, 4U);
}

TEST_F(Resilience, CountsWhatTheServerAnsweredInTheLittleTimeThatThereWas) {
  const WorkScope work({{}, std::chrono::steady_clock::now() + 20s});
  ask("/status?status=500", 4);
  EXPECT_EQ(client_.state(), State::open);
}

TEST_F(Resilience, DoesNotTakeARefusalForAFailure) {
  ask("/status?status=400", 4);
  ask("/status?status=403", 4);
  ask("/nothing", 4);
  EXPECT_EQ(client_.state(), State::closed);
  EXPECT_EQ(client_.figures().calls, 12U);
  EXPECT_EQ(client_.figures().failures, 0U);
}

TEST_F(Resilience, DoesNotBlameTheServerForARequestThatCannotBeSent) {
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(client_.send({.url = "ftp://127.0.0.1/"}).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(client_.state(), State::closed);
  EXPECT_EQ(client_.figures().failures, 0U);
}

TEST_F(Resilience, TurnsAwayAtOnceWhatIsBeyondTheCap) {
  // The server answers none of the three before all have asked.
  const auto waiting = [this] { return ask("/together?count=3"); };
  auto first = std::async(std::launch::async, waiting);
  auto second = std::async(std::launch::async, waiting);
  while (asked_for("/together") < 2)
    std::this_thread::yield();
  EXPECT_EQ(client_.figures().in_flight, 2U);
  const auto refused = ask("/together?count=3");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_EQ(client_.figures().rejected_by_cap, 1U);
  EXPECT_EQ(asked_for("/together"), 2);
  ASSERT_TRUE(curl_->send(request("/together?count=3")));
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_EQ(client_.figures().in_flight, 0U);
  EXPECT_EQ(json_of(ask("/echo")).at("path"), "/echo");
}

TEST_F(Resilience, CountsLatenciesInBuckets) {
  ask("/echo", 3);
  const auto& figures = client_.figures();
  const auto all = std::accumulate(
      figures.latency_counts.begin(), figures.latency_counts.end(), std::uint64_t{0},
      [](std::uint64_t sum, const auto& count) { return sum + count; });
  EXPECT_EQ(all, 3U);
  CallFigures counted;
  counted.count(false, true, 10ms);
  counted.count(false, true, 10'001us);
  counted.count(true, false, 40s);
  EXPECT_EQ(counted.latency_counts.front(), 1U);
  EXPECT_EQ(counted.latency_counts.at(1), 1U);
  EXPECT_EQ(counted.latency_counts.back(), 1U);
  EXPECT_EQ(counted.latency_microseconds, 40'020'001U);
}

/// Adds a header to each request and notes how it ended.
class Tracer final : public CallObserver {
 public:
  std::unique_ptr<ObservedCall> began(std::string_view vendor,
                                      HttpRequest& request) noexcept override {
    vendor_ = vendor;
    request.headers.emplace_back("traceparent",
                                 "00-0af7651916cd43dd8448eb211c80319c-"
                                 "b7ad6b7169203331-01");
    return std::make_unique<Span>(statuses_);
  }
  std::string vendor_;
  std::vector<unsigned> statuses_;

 private:
  class Span final : public ObservedCall {
   public:
    explicit Span(std::vector<unsigned>& statuses) : statuses_(statuses) {}
    void ended(const Result<HttpResponse>& result) noexcept override {
      statuses_.push_back(result ? result->status : 0);
    }

   private:
    std::vector<unsigned>& statuses_;
  };
};

TEST_F(Resilience, AnObserverMayAddHeadersAndHearsOfTheEnd) {
  Tracer tracer;
  client_.observe(&tracer);
  const auto echoed = json_of(ask("/echo"));
  EXPECT_EQ(echoed.at("headers").at("traceparent"),
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  ask("/drop", 1);
  EXPECT_EQ(tracer.vendor_, "apple");
  EXPECT_EQ(tracer.statuses_, (std::vector<unsigned>{200, 0}));
  client_.observe(nullptr);
  EXPECT_FALSE(json_of(ask("/echo")).at("headers").as_object().contains("traceparent"));
}

}  // namespace
}  // namespace astronova::clients
