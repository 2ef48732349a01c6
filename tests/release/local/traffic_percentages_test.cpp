#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/local/balanced_server.h"

namespace astronova::release::local {
namespace {

using ::testing::ElementsAre;

BalancedServer up(int weight) {
  BalancedServer server;
  server.is_up = true;
  server.weight = weight;
  return server;
}

BalancedServer draining(int weight) {
  auto server = up(weight);
  server.is_draining = true;
  return server;
}

BalancedServer in_maintenance(int weight) {
  auto server = up(weight);
  server.is_in_maintenance = true;
  return server;
}

BalancedServer down(int weight) {
  auto server = up(weight);
  server.is_up = false;
  return server;
}

std::vector<int> percentages(std::vector<BalancedServer> servers) {
  return traffic_percentages(servers);
}

TEST(TrafficPercentages, AreSharesOfTheWeights) {
  EXPECT_THAT(percentages({up(99), up(1)}), ElementsAre(99, 1));
  EXPECT_THAT(percentages({up(100), up(100)}), ElementsAre(50, 50));
  EXPECT_THAT(percentages({up(64), up(192)}), ElementsAre(25, 75));
}

TEST(TrafficPercentages, OfWhoGetsNothingAreZero) {
  EXPECT_THAT(percentages({up(100), draining(100)}), ElementsAre(100, 0));
  EXPECT_THAT(percentages({in_maintenance(100), up(1)}), ElementsAre(0, 100));
  EXPECT_THAT(percentages({up(0), up(1)}), ElementsAre(0, 100));
}

TEST(TrafficPercentages, GoToTheOtherWhereOneIsDown) {
  EXPECT_THAT(percentages({down(99), up(1)}), ElementsAre(0, 100));
}

TEST(TrafficPercentages, AreAllZeroWhereNobodyServes) {
  EXPECT_THAT(percentages({down(100), draining(100)}), ElementsAre(0, 0));
  EXPECT_THAT(percentages({}), ElementsAre());
}

TEST(TrafficPercentages, AddUpToAHundredAndNeverHideWhoGetsLittle) {
  for (int one = 1; one <= 256; ++one) {
    for (int other = 1; other <= 256; ++other) {
      const auto shares = percentages({up(one), up(other)});
      ASSERT_EQ(shares[0] + shares[1], 100) << one << ':' << other;
      ASSERT_GE(shares[0], 1);
      ASSERT_GE(shares[1], 1);
    }
  }
}

TEST(TrafficPercentages, OfEverySplitAreWhatWasAskedFor) {
  for (int percent = 1; percent < 100; ++percent)
    ASSERT_THAT(percentages({up(100 - percent), up(percent)}), ElementsAre(100 - percent, percent));
}

}  // namespace
}  // namespace astronova::release::local
