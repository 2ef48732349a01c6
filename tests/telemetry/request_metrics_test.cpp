#include "telemetry/request_metrics.h"

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telemetry/request_observers.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class MeasuredRequests : public ::testing::Test {
 protected:
  http::Exchange exchange(unsigned status, std::chrono::nanoseconds took = 1ms) const {
    return {.request = request_,
            .route = &route_,
            .status = status,
            .received = http::Exchange::Time(1s),
            .ended = http::Exchange::Time(1s) + took};
  }
  std::string text() const {
    Samples samples;
    metrics_.sample(samples);
    return samples.text();
  }
  // Of the route, by what its labels and its bucket are.
  static std::string series(const std::string& kind, const std::string& labels) {
    return "astronova_http_request_duration_seconds_" + kind + "{" + labels + "} ";
  }

  http::RouteInfo route_{http::Method::get, "/things/{thing}", {}, {}};
  http::Request request_{http::Method::get, "/things/a-secret?name=Ann"};
  RequestMetrics metrics_;
};

TEST_F(MeasuredRequests, AreByMethodTemplateAndStatus) {
  metrics_.ended(exchange(200));
  metrics_.ended(exchange(200));
  metrics_.ended(exchange(404));
  request_.method = http::Method::head;
  metrics_.ended(exchange(200));
  const auto seen = text();
  EXPECT_THAT(
      seen,
      AllOf(HasSubstr(series("count", R"(method="GET",route="/things/{thing}",status="200")") +
                      "2\n"),
            HasSubstr(series("count", R"(method="GET",route="/things/{thing}",status="404")") +
                      "1\n"),
            HasSubstr(series("count", R"(method="HEAD",route="/things/{thing}",status="200")") +
                      "1\n")));
  EXPECT_THAT(seen, AllOf(Not(HasSubstr("secret")), Not(HasSubstr("Ann"))));
}

TEST_F(MeasuredRequests, CallARouteThatIsNotThereNone) {
  auto unknown = exchange(404);
  unknown.route = nullptr;
  metrics_.ended(unknown);
  EXPECT_THAT(text(), HasSubstr(R"(method="GET",route="none",status="404"} 1)"));
}

TEST_F(MeasuredRequests, HaveAStatusForAClientThatWasGone) {
  auto gone = exchange(0);
  gone.is_cut = true;
  metrics_.ended(gone);
  EXPECT_THAT(text(), AllOf(HasSubstr(R"(status="499"} 1)"),
                            HasSubstr("astronova_http_requests_cut_total 1\n")));
}

TEST_F(MeasuredRequests, PutADurationIntoTheBucketThatItsUpperBoundIsOf) {
  metrics_.ended(exchange(200, 500us));
  metrics_.ended(exchange(200, 500'001ns));
  metrics_.ended(exchange(200, 10s));
  metrics_.ended(exchange(200, 11s));
  const auto bucket = [](const char* bound) {
    return series(
        "bucket",
        std::string(R"(method="GET",route="/things/{thing}",status="200",le=")") + bound + "\"");
  };
  EXPECT_THAT(text(), AllOf(HasSubstr(bucket("0.0005") + "1\n"), HasSubstr(bucket("0.001") + "2\n"),
                            HasSubstr(bucket("5") + "2\n"), HasSubstr(bucket("10") + "3\n"),
                            HasSubstr(bucket("+Inf") + "4\n")));
}

TEST_F(MeasuredRequests, ThatTakeTwiceAsLongAreSeenToTakeMoreThanHalfAsLongAgain) {
  const auto bound_of = [](double seconds) {
    return *std::ranges::lower_bound(RequestMetrics::bounds, seconds);
  };
  constexpr double step = 1.01;
  for (double seconds = 0.0003; seconds <= 5; seconds *= step)
    EXPECT_GT(bound_of(2 * seconds), 1.5 * bound_of(seconds)) << seconds;
}

TEST_F(MeasuredRequests, KnowWhatIsInFlight) {
  metrics_.began(request_);
  metrics_.began(request_);
  EXPECT_THAT(text(), HasSubstr("astronova_http_requests_in_flight 2\n"));
  // On another thread than it began on.
  std::thread([&] { metrics_.ended(exchange(200)); }).join();
  EXPECT_THAT(text(), HasSubstr("astronova_http_requests_in_flight 1\n"));
}

TEST_F(MeasuredRequests, TellLimitsFromOverload) {
  auto refused = exchange(429);
  refused.is_refused = true;
  metrics_.ended(refused);
  refused.status = 503;
  metrics_.ended(refused);
  metrics_.ended(refused);
  metrics_.ended(exchange(503));
  EXPECT_THAT(text(), AllOf(HasSubstr("refused_total{reason=\"limits\"} 1\n"),
                            HasSubstr("refused_total{reason=\"overload\"} 2\n")));
}

TEST_F(MeasuredRequests, AddUpTheBytesOfAnswers) {
  auto answered = exchange(200);
  answered.response_bytes = 1000;
  metrics_.ended(answered);
  answered.response_bytes = 234;
  metrics_.ended(answered);
  EXPECT_THAT(text(), HasSubstr("astronova_http_response_bytes_total 1234\n"));
}

TEST_F(MeasuredRequests, OfManyThreadsAreAllCounted) {
  constexpr unsigned threads = 20;  // more than there are shards
  constexpr unsigned requests = 2'000;
  std::vector<std::thread> all;
  for (unsigned thread = 0; thread < threads; ++thread) {
    all.emplace_back([this, thread] {
      http::Request own(http::Method::get, "/things/1");
      for (unsigned i = 0; i < requests; ++i) {
        metrics_.began(own);
        auto ended = exchange(200 + (thread + i) % 4, 1ms);
        metrics_.ended(ended);
        if (i % 500 == 0) text();
      }
    });
  }
  for (auto& thread : all)
    thread.join();
  const auto seen = text();
  for (const auto* status : {"200", "201", "202", "203"}) {
    EXPECT_THAT(
        seen,
        HasSubstr(series("count", std::string(R"(method="GET",route="/things/{thing}",status=")") +
                                      status + "\"") +
                  "10000\n"));
    EXPECT_THAT(seen, HasSubstr(std::string("status=\"") + status + "\"} 10\n")) << "seconds";
  }
  EXPECT_THAT(seen, HasSubstr("astronova_http_requests_in_flight 0\n"));
}

TEST_F(MeasuredRequests, KeepTheirMemoryWithinBounds) {
  for (unsigned status = 1; status <= 3000; ++status)
    metrics_.ended(exchange(status));
  const auto seen = text();
  // Of a combination: its buckets, the one above them, their sum and their count.
  constexpr auto lines = static_cast<std::ptrdiff_t>(RequestMetrics::bounds.size() + 3);
  EXPECT_LT(std::ranges::count(seen, '\n'), 1100 * lines);
  EXPECT_THAT(seen,
              HasSubstr(series("count", R"(method="GET",route="other",status="0")") + "1976\n"));
}

/// Notes what it is told.
class Noting final : public http::RequestObserver {
 public:
  Noting(std::string name, std::vector<std::string>& told) : name_(std::move(name)), told_(told) {}
  void began(http::Request& /*request*/) noexcept override { told_.push_back("began " + name_); }
  void entering(const http::Request& /*request*/) noexcept override {
    told_.push_back("entering " + name_);
  }
  void left(const http::Request& /*request*/) noexcept override {
    told_.push_back("left " + name_);
  }
  void ended(const http::Exchange& /*exchange*/) noexcept override {
    told_.push_back("ended " + name_);
  }

 private:
  const std::string name_;
  std::vector<std::string>& told_;
};

TEST_F(MeasuredRequests, AreOneOfSeveralObserversThatAreToldInTheirOrder) {
  std::vector<std::string> told;
  Noting trace("trace", told);
  Noting log("log", told);
  RequestObservers both({&trace, &log});
  both.began(request_);
  both.entering(request_);
  both.left(request_);
  both.ended(exchange(200));
  EXPECT_THAT(told, ElementsAre("began trace", "began log", "entering trace", "entering log",
                                "left log", "left trace", "ended trace", "ended log"));
}

}  // namespace
}  // namespace astronova::telemetry
