// What every limiter does: the one in this process, and two servers' on one real Redis.

#include <atomic>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "tests/limits/support/asked.h"
#include "tests/limits/support/redis_under_test.h"

namespace astronova::limits {
namespace {

using Kind = Verdict::Kind;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

testing::PrivateRedis& shared_redis() {
  static testing::PrivateRedis redis;
  return redis;
}

class LimiterContract : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "redis") shared_redis().run({"FLUSHALL"});
  }

  void use(std::string_view text) {
    const auto rules = Rules::parse(text).value();
    if (GetParam() == "local") {
      local_.emplace(rules, LocalLimiter::Settings{});
      limiters_ = {&*local_};
    } else {
      for (int i = 0; i < 2; ++i) {
        servers_.push_back(std::make_unique<LimitingServer>(shared_redis(), rules));
        limiters_.push_back(&servers_.back()->limiter);
      }
    }
  }

  /// By each of the servers in turn.
  Verdict ask(const std::vector<Charge>& charges = {{LimitClass::usual, client()}}) {
    return asked(*limiters_[asked_++ % limiters_.size()], charges);
  }
  Verdict ask(LimitClass limit_class) { return ask({{limit_class, client()}}); }

 private:
  std::optional<LocalLimiter> local_;
  std::vector<std::unique_ptr<LimitingServer>> servers_;
  std::vector<Limiter*> limiters_;
  std::atomic<std::size_t> asked_{0};
};

INSTANTIATE_TEST_SUITE_P(All, LimiterContract, ::testing::Values("local", "redis"),
                         [](const auto& one) { return one.param; });

TEST_P(LimiterContract, ConcurrentRequestsAreLetInExactlyAHundredTimesAndTheNextBeginsTheBan) {
  use("on");
  std::atomic<int> accepted{0};
  std::atomic<int> bans{0};
  std::atomic<int> banned{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 40; ++j) {
        const auto verdict = ask();
        accepted += verdict.kind == Kind::allowed ? 1 : 0;
        bans += verdict.begins_ban ? 1 : 0;
        banned += verdict.kind == Kind::banned ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(accepted, 100);
  EXPECT_EQ(bans, 1);
  EXPECT_EQ(banned, 320 - 101);
}

TEST_P(LimiterContract, ConcurrentRequestsOfTheCostlyKindAreLetInExactlyAsOftenAsBothRulesSay) {
  use("costly=60/1d,25/1h");
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j)
        accepted += ask(LimitClass::costly).kind == Kind::allowed ? 1 : 0;
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(accepted, 25);
}

TEST_P(LimiterContract, ABanIsOverWhenItsTimeIsAndNotBefore) {
  use("default=3/1s ban 1s");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(ask().kind, Kind::allowed);
  // On a machine that is very slow some may have been forgotten meanwhile.
  auto refused = ask();
  auto begin = Steady::now();
  while (!refused.begins_ban) {
    begin = Steady::now();
    refused = ask();
  }
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_LE(refused.reset, Time{seconds{2}});
  int banned = 0;
  while (ask().kind != Kind::allowed)
    ++banned;
  EXPECT_GE(Steady::now() - begin, seconds{1});
  EXPECT_GT(banned, 0);
}

TEST_P(LimiterContract, WhatWasLetInIsForgottenWhenTheWindowHasPassedAndNotBefore) {
  use("default=1/1s");
  const auto begin = Steady::now();
  EXPECT_EQ(ask().kind, Kind::allowed);
  int refused = 0;
  while (ask().kind != Kind::allowed)
    ++refused;
  EXPECT_GE(Steady::now() - begin, seconds{1});
  EXPECT_GT(refused, 0);
}

TEST_P(LimiterContract, ABurstIsLetInAndThenNothingUntilATokenFalls) {
  use("default=24/1d burst 5");
  for (std::uint32_t left = 4; left < 5; --left) {
    const auto verdict = ask();
    EXPECT_EQ(verdict.kind, Kind::allowed);
    EXPECT_TRUE(verdict.is_burst);
    EXPECT_EQ(verdict.limit, 5U);
    EXPECT_EQ(verdict.remaining, left);
  }
  const auto refused = ask();
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_TRUE(refused.is_burst);
  EXPECT_GT(refused.reset, Time{std::chrono::minutes{50}});
  EXPECT_LE(refused.reset, Time{std::chrono::hours{1}});
}

TEST_P(LimiterContract, ARequestIsCountedInAllItsChargesOrInNone) {
  use("default=5/1h;costly=3/1h");
  const std::vector<Charge> both{{LimitClass::usual, client()}, {LimitClass::costly, client()}};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(ask(both).kind, Kind::allowed);
  const auto refused = ask(both);
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_EQ(refused.limit_class, LimitClass::costly);
  EXPECT_EQ(ask().remaining, 1U) << "the refused one was counted";
}

TEST_P(LimiterContract, ClassesWithoutRulesAreNotCounted) {
  use("default=off;costly=2/1h");
  EXPECT_EQ(ask().limit, 0U);
  const std::vector<Charge> both{{LimitClass::usual, client()}, {LimitClass::costly, client()}};
  EXPECT_EQ(ask(both).remaining, 1U);
  EXPECT_EQ(ask(both).limit_class, LimitClass::costly);
}

TEST(LimitersInProcessAndInRedis, SayTheSameOfWhateverIsAsked) {
  const auto rules = Rules::parse(
                         "default=150/1h ban 1d,90/1d burst 30;auth=12/1d burst 9,30/31d;"
                         "costly=55/1h,50/1d ban 2d;shared=100/1h burst 70")
                         .value();
  testing::PrivateRedis& redis = shared_redis();
  redis.run({"FLUSHALL"});
  LimitingServer server(redis, rules);
  LocalLimiter local(rules, {});
  std::mt19937 random(7);  // NOLINT(*-msc51-cpp): the same on every run
  const auto upto = [&](unsigned n) {
    return std::uniform_int_distribution<unsigned>(0, n)(random);
  };
  std::array<int, 3> kinds{};
  for (int i = 0; i < 1'500; ++i) {
    std::vector<Charge> charges;
    for (const auto limit_class :
         {LimitClass::usual, LimitClass::auth, LimitClass::costly, LimitClass::shared})
      if (upto(2) == 0) charges.push_back({limit_class, client(upto(4))});
    const auto here = asked(local, charges);
    const auto there = asked(server.limiter, charges);
    ASSERT_EQ(there.kind, here.kind) << i;
    ASSERT_EQ(there.limit_class, here.limit_class) << i;
    ASSERT_EQ(there.subject, here.subject) << i;
    ASSERT_EQ(there.rule, here.rule) << i;
    ASSERT_EQ(there.is_burst, here.is_burst) << i;
    ASSERT_EQ(there.begins_ban, here.begins_ban) << i;
    ASSERT_EQ(there.limit, here.limit) << i;
    ASSERT_EQ(there.remaining, here.remaining) << i;
    // Slots begin at other moments there, the longest after a day and seventy minutes.
    ASSERT_LE(std::abs((there.reset - here.reset).count()), Time{std::chrono::hours{25}}.count());
    ++kinds.at(static_cast<std::size_t>(here.kind));
  }
  for (const int count : kinds)
    EXPECT_GT(count, 50) << "of each kind there is something to compare";
}

}  // namespace
}  // namespace astronova::limits
