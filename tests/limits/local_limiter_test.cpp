// The rules by a clock that is set; that the limiter in Redis does the same is in
// contract_test.cpp.

#include "limits/local_limiter.h"

#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::limits {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = Verdict::Kind;

Subject address(const std::string& text) {
  return Subject::of(IpAddress::parse(text).value());
}

/// A limiter whose time stands until it is moved.
class Limited {
 public:
  explicit Limited(std::string_view rules, std::size_t clients_max = 10'000)
      : limiter_(Rules::parse(rules).value(),
                 {.clients_max = clients_max, .seed = 7, .now = [this] { return now_; }}) {}

  Verdict ask(LimitClass limit_class = LimitClass::usual,
              const Subject& subject = address("203.0.113.1")) {
    const Charge charge{limit_class, subject};
    return limiter_.decide(std::span(&charge, 1));
  }
  Verdict ask(std::vector<Charge> charges) { return limiter_.decide(charges); }

  /// How many of so many are let in.
  int let_in(int asked, LimitClass limit_class = LimitClass::usual) {
    int count = 0;
    for (int i = 0; i < asked; ++i)
      count += ask(limit_class).kind == Kind::allowed ? 1 : 0;
    return count;
  }

  void pass(std::chrono::microseconds time) { now_ += time; }
  LocalLimiter& limiter() { return limiter_; }

 private:
  std::chrono::steady_clock::time_point now_{hours{1'000}};
  LocalLimiter limiter_;
};

TEST(LocalLimiter, AHundredRequestsAMinuteAreLetInAndTheNextIsBannedForTenMinutes) {
  Limited limits("on");
  EXPECT_EQ(limits.let_in(100), 100);
  const auto first = limits.ask();
  EXPECT_EQ(first.kind, Kind::limited);
  EXPECT_TRUE(first.begins_ban);
  EXPECT_EQ(first.reset, seconds{600});
  limits.pass(seconds{599});
  const auto banned = limits.ask();
  EXPECT_EQ(banned.kind, Kind::banned);
  EXPECT_FALSE(banned.begins_ban);
  EXPECT_EQ(banned.limit, 100U);
  EXPECT_EQ(banned.reset, seconds{1});
  limits.pass(milliseconds{999});
  EXPECT_EQ(limits.ask().kind, Kind::banned);
  limits.pass(milliseconds{1});
  EXPECT_EQ(limits.let_in(101), 100);
}

TEST(LocalLimiter, WhoKeepsToTheRuleIsNeverRefused) {
  Limited limits("on");
  for (int i = 0; i < 1'000; ++i) {
    // A slot more than the minute a hundred, which is what forgetting may take.
    limits.pass(milliseconds{620});
    ASSERT_EQ(limits.ask().kind, Kind::allowed) << i;
  }
}

TEST(LocalLimiter, NeverAreMoreLetInDuringAnyStretchAsLongAsTheWindow) {
  std::mt19937 random(20'260'101);  // NOLINT(*-msc51-cpp): the same on every run
  for (const auto* const rules : {"default=20/60s", "default=7/31s", "default=50/1h"}) {
    Limited limits(rules);
    const auto rule = Rules::parse(rules)->of(LimitClass::usual).front();
    std::uniform_int_distribution<std::int64_t> pause(0, Time{rule.window}.count() / rule.count);
    std::vector<Time> accepted;
    Time now{0};
    for (int i = 0; i < 4'000; ++i) {
      const Time step{pause(random)};
      limits.pass(step);
      now += step;
      if (limits.ask().kind == Kind::allowed) accepted.push_back(now);
    }
    ASSERT_GT(accepted.size(), 2 * rule.count);
    for (std::size_t i = rule.count; i < accepted.size(); ++i)
      ASSERT_GE(accepted[i] - accepted[i - rule.count], rule.window) << rules << ' ' << i;
  }
}

TEST(LocalLimiter, WhatWasLetInIsForgottenWithinAThirtiethOfTheWindowAfterIt) {
  Limited limits("default=1/30s");
  ASSERT_EQ(limits.let_in(1), 1);
  const auto refused = limits.ask();
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_FALSE(refused.begins_ban);
  EXPECT_GE(refused.reset, seconds{30});
  EXPECT_LE(refused.reset, seconds{31});
  limits.pass(refused.reset - std::chrono::microseconds{1});
  EXPECT_EQ(limits.let_in(1), 0);
  limits.pass(std::chrono::microseconds{1});
  EXPECT_EQ(limits.let_in(1), 1);
}

TEST(LocalLimiter, RefusedRequestsAreNotCounted) {
  Limited limits("default=10/60s");
  EXPECT_EQ(limits.let_in(1'000), 10);
  limits.pass(seconds{62});
  EXPECT_EQ(limits.let_in(1'000), 10);
}

TEST(LocalLimiter, OfSeveralRulesAllHold) {
  Limited limits("on");
  int accepted = 0;
  for (int hour = 0; hour < 23; ++hour) {
    accepted += limits.let_in(120, LimitClass::costly);
    EXPECT_EQ(accepted, std::min(200, 50 * (hour + 1)));
    limits.pass(minutes{62});
  }
  limits.pass(hours{2});
  EXPECT_EQ(limits.let_in(120, LimitClass::costly), 50);
}

TEST(LocalLimiter, ABurstIsLetInAndThenWhatItsBucketGets) {
  Limited limits("default=60/60s burst 10");
  EXPECT_EQ(limits.let_in(30), 10);
  const auto refused = limits.ask();
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_TRUE(refused.is_burst);
  EXPECT_EQ(refused.limit, 10U);
  EXPECT_EQ(refused.reset, seconds{1});
  limits.pass(milliseconds{999});
  EXPECT_EQ(limits.let_in(1), 0);
  limits.pass(milliseconds{1});
  EXPECT_EQ(limits.let_in(5), 1);
  limits.pass(seconds{5});
  EXPECT_EQ(limits.let_in(30), 5);
  limits.pass(seconds{100});
  EXPECT_EQ(limits.let_in(30), 10);
}

TEST(LocalLimiter, AVerdictTellsTheRuleThatIsNearestToItsEnd) {
  Limited limits("default=100/60s burst 20");
  const auto first = limits.ask();
  EXPECT_EQ(first.limit, 20U);
  EXPECT_EQ(first.remaining, 19U);
  EXPECT_EQ(first.reset, milliseconds{600});
  EXPECT_TRUE(first.is_burst);
  for (int i = 0; i < 90; ++i) {
    limits.pass(milliseconds{600});
    ASSERT_EQ(limits.ask().kind, Kind::allowed);
  }
  const auto later = limits.ask();
  EXPECT_EQ(later.limit, 100U);
  EXPECT_EQ(later.remaining, 100U - 92U);
  EXPECT_FALSE(later.is_burst);
  EXPECT_LE(later.reset, seconds{8});
}

TEST(LocalLimiter, ARequestIsCountedInAllItsChargesOrInNone) {
  Limited limits("default=5/60s;costly=3/60s");
  const auto subject = address("203.0.113.1");
  const std::vector<Charge> both{{LimitClass::usual, subject}, {LimitClass::costly, subject}};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(limits.ask(both).kind, Kind::allowed);
  const auto refused = limits.ask(both);
  EXPECT_EQ(refused.kind, Kind::limited);
  EXPECT_EQ(refused.limit_class, LimitClass::costly);
  EXPECT_EQ(limits.let_in(10), 2) << "the refused one was counted";
}

TEST(LocalLimiter, OfSeveralThatRefuseTheOneThatDoesSoForTheLongestIsTold) {
  Limited limits("default=2/60s ban 600s;costly=2/1d");
  const auto subject = address("203.0.113.1");
  const std::vector<Charge> both{{LimitClass::costly, subject}, {LimitClass::usual, subject}};
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(limits.ask(both).kind, Kind::allowed);
  const auto refused = limits.ask(both);
  EXPECT_EQ(refused.limit_class, LimitClass::costly);
  EXPECT_GE(refused.reset, hours{24});
  EXPECT_TRUE(refused.begins_ban);
  EXPECT_EQ(limits.ask().kind, Kind::banned);
}

TEST(LocalLimiter, ClientsAreCountedApart) {
  Limited limits("default=1/60s");
  EXPECT_EQ(limits.let_in(1), 1);
  EXPECT_EQ(limits.ask(LimitClass::usual, address("203.0.113.2")).kind, Kind::allowed);
  EXPECT_EQ(limits.ask(LimitClass::usual, Subject::of_account("203.0.113.1")).kind, Kind::allowed);
  EXPECT_EQ(limits.ask(LimitClass::usual, address("::ffff:203.0.113.1")).kind, Kind::limited);
}

TEST(LocalLimiter, AnAddressOfIPv6IsCountedWithItsNetwork) {
  Limited limits("default=1/60s");
  const auto ask = [&](const char* text) {
    return limits.ask(LimitClass::usual, address(text)).kind;
  };
  EXPECT_EQ(ask("2001:db8:1:2::1"), Kind::allowed);
  EXPECT_EQ(ask("2001:db8:1:2:ffff:ffff:ffff:ffff"), Kind::limited);
  EXPECT_EQ(ask("2001:db8:1:3::1"), Kind::allowed);
}

TEST(LocalLimiter, WhereAClassHasNoRulesAllAreLetInAndNobodyIsRemembered) {
  Limited limits("default=off");
  EXPECT_EQ(limits.let_in(1'000), 1'000);
  EXPECT_EQ(limits.ask().limit, 0U);
  EXPECT_EQ(limits.limiter().clients(LimitClass::usual), 0U);
}

TEST(LocalLimiter, RemembersSoManyClientsAndForgetsTheIdleFirst) {
  constexpr std::size_t clients_max = 1'280;
  Limited limits("default=1/60s ban 600s", clients_max);
  const auto client = [](unsigned i) {
    IpAddress made = IpAddress::parse("2001:db8::").value();
    Subject subject = Subject::of(made);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&i), sizeof i, subject.id.begin() + 4);
    return subject;
  };
  constexpr unsigned banned_clients = 100;
  for (unsigned i = 0; i < banned_clients; ++i) {
    EXPECT_EQ(limits.ask(LimitClass::usual, client(i)).kind, Kind::allowed);
    EXPECT_TRUE(limits.ask(LimitClass::usual, client(i)).begins_ban);
  }
  for (unsigned i = banned_clients; i < 20'000; ++i)
    ASSERT_EQ(limits.ask(LimitClass::usual, client(i)).kind, Kind::allowed);
  EXPECT_LE(limits.limiter().clients(LimitClass::usual), clients_max);
  for (unsigned i = 0; i < banned_clients; ++i)
    EXPECT_EQ(limits.ask(LimitClass::usual, client(i)).kind, Kind::banned);
  EXPECT_TRUE(limits.ask(LimitClass::usual, client(19'999)).begins_ban) << "the last came just now";
}

TEST(LocalLimiter, ForgetsWhomNothingIsLeftToRememberOf) {
  Limited limits("default=1/60s");
  for (int i = 0; i < 250; ++i) {
    limits.ask(LimitClass::usual, address("203.0.113." + std::to_string(i)));
  }
  EXPECT_EQ(limits.limiter().clients(LimitClass::usual), 250U);
  limits.pass(minutes{2});
  for (int i = 0; i < 5'000; ++i) {
    limits.pass(seconds{1});
    limits.ask(LimitClass::usual,
               address("198.18." + std::to_string(i / 250) + "." + std::to_string(i % 250)));
  }
  EXPECT_LE(limits.limiter().clients(LimitClass::usual), 500U);
}

TEST(LocalLimiter, ConcurrentRequestsOfOneClientAreLetInExactlyAsOftenAsTheRuleSays) {
  Limited limits("default=1000/60s ban 600s");
  std::atomic<int> accepted{0};
  std::atomic<int> bans{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j) {
        const auto verdict = limits.ask();
        accepted += verdict.kind == Kind::allowed ? 1 : 0;
        bans += verdict.begins_ban ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(accepted, 1'000);
  EXPECT_EQ(bans, 1);
}

TEST(LocalLimiter, ConcurrentRequestsWithSeveralChargesAreExactAndNeverWaitForEachOther) {
  Limited limits("default=100000/60s;costly=300/60s;shared=700/60s");
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      // Each with an account of its own, all from one address, in both orders.
      const auto account = Subject::of_account(std::to_string(i % 4));
      std::vector<Charge> charges{{LimitClass::shared, address("203.0.113.1")},
                                  {LimitClass::usual, account},
                                  {LimitClass::costly, account}};
      if (i % 2 == 0) std::ranges::reverse(charges);
      for (int j = 0; j < 500; ++j)
        accepted += limits.ask(charges).kind == Kind::allowed ? 1 : 0;
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(accepted, 700);
}

}  // namespace
}  // namespace astronova::limits
