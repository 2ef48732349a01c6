#include "release/figures/metrics_text.h"

#include <limits>

#include <gtest/gtest.h>

namespace astronova::release {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const std::string text = R"(# HELP astronova_http_request_duration_seconds how long
# TYPE astronova_http_request_duration_seconds histogram
astronova_http_request_duration_seconds_bucket{method="GET",route="/docs",status="200",le="0.1"} 90
astronova_http_request_duration_seconds_bucket{method="GET",route="/docs",status="200",le="1"} 100
astronova_http_request_duration_seconds_bucket{method="GET",route="/docs",status="200",le="+Inf"} 100
astronova_http_request_duration_seconds_sum{method="GET",route="/docs",status="200"} 7.5
astronova_http_request_duration_seconds_count{method="GET",route="/docs",status="200"} 100
astronova_http_request_duration_seconds_bucket{method="POST",route="none",status="503",le="0.1"} 10
astronova_http_request_duration_seconds_bucket{method="POST",route="none",status="503",le="1"} 10
astronova_http_request_duration_seconds_bucket{method="POST",route="none",status="503",le="+Inf"} 10
astronova_http_request_duration_seconds_count{method="POST",route="none",status="503"} 10
astronova_http_request_duration_seconds_bucket{method="GET",route="/readyz",status="503",le="+Inf"} 5
astronova_http_request_duration_seconds_count{method="GET",route="/readyz",status="503"} 5
other{label="a \"quoted\" } value",more="x"} 1e3 1700000000000
process_start_time_seconds 1764360000.5
)";

TEST(MetricsText, CountsRequestsAndFailuresWithoutProbes) {
  const auto counts = read_request_counts(text);
  ASSERT_TRUE(counts.has_value()) << counts.error().detail;
  EXPECT_EQ(counts->requests, 110);
  EXPECT_EQ(counts->failures, 10);
  EXPECT_EQ(counts->buckets, (std::map<double, double>{{0.1, 100}, {1, 110}, {infinity, 110}}));
  EXPECT_EQ(counts->started_at, 1764360000.5);
}

TEST(MetricsText, AServerThatWasAskedNothingHasCountedNothing) {
  const auto counts =
      read_request_counts("# TYPE astronova_http_request_duration_seconds histogram\n");
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(counts->requests, 0);
}

TEST(MetricsText, WhatIsNoneOfOursIsNotCounted) {
  for (const std::string wrong :
       {"", "<html>", "up 1\n", "astronova_http_request_duration_seconds_count{method=\"GET\n",
        "astronova_http_request_duration_seconds_count{a=\"b\"} many\n",
        "astronova_http_request_duration_seconds_bucket{le=\"wide\"} 1\n"}) {
    EXPECT_FALSE(read_request_counts(wrong).has_value()) << wrong;
  }
}

TEST(MetricsText, TheDifferenceIsOfWhatWasCountedBetween) {
  const auto before = *read_request_counts(text);
  auto after = before;
  after.requests += 1'000;
  after.failures += 7;
  after.buckets = {{0.1, 100 + 980}, {1, 110 + 1'000}, {infinity, 110 + 1'000}};
  const auto figures = difference(before, after);
  ASSERT_TRUE(figures.has_value());
  EXPECT_EQ(figures->requests, 1'000U);
  EXPECT_EQ(figures->failures, 7U);
  // The 990th of 1,000 is in the middle of the 20 between 0.1 and 1.
  EXPECT_NEAR(figures->p99.count(), 0.1 + 0.9 * 10 / 20, 1e-9);
}

TEST(MetricsText, ARestartIsSeen) {
  const auto before = *read_request_counts(text);
  auto after = before;
  after.started_at += 1;
  EXPECT_EQ(difference(before, after).error().code, ErrorCode::conflict);
  after = before;
  after.requests -= 1;
  EXPECT_EQ(difference(before, after).error().code, ErrorCode::conflict);
}

TEST(HistogramQuantile, StaysWithinWhatTheBucketsKnow) {
  EXPECT_EQ(histogram_quantile(0.99, {}), 0);
  EXPECT_EQ(histogram_quantile(0.99, {{1, 0}, {infinity, 0}}), 0);
  // All took longer than the last bound knows.
  EXPECT_EQ(histogram_quantile(0.99, {{1, 0}, {10, 0}, {infinity, 5}}), 10);
  EXPECT_EQ(histogram_quantile(0.5, {{2, 100}, {infinity, 100}}), 1);
}

}  // namespace
}  // namespace astronova::release
