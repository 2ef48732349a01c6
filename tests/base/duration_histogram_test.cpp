#include "base/duration_histogram.h"

#include <numeric>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace astronova {
namespace {

using namespace std::chrono_literals;

std::uint64_t all_of(const DurationHistogram::Snapshot& snapshot) {
  return std::accumulate(snapshot.counts.begin(), snapshot.counts.end(), std::uint64_t{0});
}

TEST(DurationHistogram, CountsADurationUpToTheBoundThatItReaches) {
  DurationHistogram histogram;
  histogram.add(0ns);
  histogram.add(100us);
  histogram.add(101us);
  histogram.add(30s);
  histogram.add(31s);
  const auto snapshot = histogram.snapshot();
  EXPECT_EQ(snapshot.counts.front(), 2U);
  EXPECT_EQ(snapshot.counts.at(1), 1U);
  EXPECT_EQ(snapshot.counts.at(snapshot.counts.size() - 2), 1U);
  EXPECT_EQ(snapshot.counts.back(), 1U);
  EXPECT_NEAR(snapshot.sum_seconds, 61.000'201, 1e-9);
}

TEST(DurationHistogram, SnapshotsAddUp) {
  DurationHistogram first;
  DurationHistogram second;
  first.add(1ms);
  second.add(1ms);
  second.add(2s);
  auto sum = first.snapshot();
  sum += second.snapshot();
  EXPECT_EQ(sum.counts.at(3), 2U);
  EXPECT_EQ(all_of(sum), 3U);
  EXPECT_NEAR(sum.sum_seconds, 2.002, 1e-9);
}

TEST(DurationHistogram, LosesNothingOfWhatThreadsAddAtOnce) {
  DurationHistogram histogram;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i)
          histogram.add(1ms);
      });
    }
  }
  EXPECT_EQ(all_of(histogram.snapshot()), 4000U);
  EXPECT_NEAR(histogram.snapshot().sum_seconds, 4, 1e-9);
}

}  // namespace
}  // namespace astronova
