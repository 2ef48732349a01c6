#include "cache/cache.h"

#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/work_context.h"
#include "tests/cache/support/cache_under_test.h"

namespace astronova::cache {
namespace {

using namespace std::chrono_literals;
using astronova::testing::CacheUnderTest;
using astronova::testing::key_of;
using astronova::testing::text_of;
using astronova::testing::value_of;

const CachePolicy for_an_hour{.time_to_live = 1h};

// A store that is shared, for this test with itself.
class OtherStore final : public CacheStore {
 public:
  void find(const CacheKey& key, Found found) override {
    ++asked;
    const auto kept = values.find(key);
    found(kept == values.end() ? nullptr : kept->second);
  }
  void keep(const CacheKey& key, const CacheValue& value,
            std::chrono::milliseconds time_to_live) override {
    values.insert_or_assign(key, value);
    times.push_back(time_to_live);
  }

  std::unordered_map<CacheKey, CacheValue> values;
  std::vector<std::chrono::milliseconds> times;
  int asked = 0;
};

// Computes and counts how often.
struct Computation {
  Result<std::string> operator()() {
    ++times;
    return result;
  }
  Result<std::string> result{"computed"};
  int times = 0;
};

TEST(Cache, ComputesOnceAndKeeps) {
  CacheUnderTest test;
  Computation compute;
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(*test.cache.get(key_of("a"), for_an_hour, std::ref(compute)).value(), "computed");
  EXPECT_EQ(compute.times, 1);
  EXPECT_EQ(test.counted().memory_hits, 2U);
  EXPECT_EQ(test.counted().memory_misses, 1U);
  test.pass(1h);
  EXPECT_TRUE(test.cache.get(key_of("a"), for_an_hour, std::ref(compute)));
  EXPECT_EQ(compute.times, 2);
}

TEST(Cache, TimesToLiveAreShortenedByUpToATenth) {
  OtherStore shared;
  CacheUnderTest test(&shared);
  for (int i = 0; i < 1'000; ++i)
    test.cache.keep(key_of(std::to_string(i)), value_of("x"), {.time_to_live = 1'000'000ms});
  const auto [least, most] = std::ranges::minmax(shared.times);
  EXPECT_GE(least, 900'000ms);
  EXPECT_LT(least, 902'000ms);
  EXPECT_LE(most, 1'000'000ms);
  EXPECT_GT(most, 998'000ms);
}

TEST(Cache, AnErrorIsNotKept) {
  CacheUnderTest test;
  Computation compute{.result = Error{ErrorCode::not_found, "nothing", {}}};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(test.cache.get(key_of("a"), for_an_hour, std::ref(compute)).error().detail,
              "nothing");
  EXPECT_EQ(compute.times, 3);
}

TEST(Cache, AnErrorIsKeptForAWhileWhereThatIsWanted) {
  CacheUnderTest test;
  const CachePolicy policy{.time_to_live = 1h, .error_time_to_live = 10s};
  Computation compute{.result = Error{ErrorCode::not_found, "nothing", {}}};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(test.cache.get(key_of("a"), policy, std::ref(compute)).error().detail, "nothing");
  EXPECT_EQ(compute.times, 1);
  EXPECT_EQ(test.counted().negatives, 2U);
  test.pass(10s);
  compute.result = std::string{"something"};
  EXPECT_EQ(*test.cache.get(key_of("a"), policy, std::ref(compute)).value(), "something");
}

TEST(Cache, WhatDoesNotAnswerNowIsAskedAgain) {
  CacheUnderTest test;
  const CachePolicy policy{.time_to_live = 1h, .error_time_to_live = 10s};
  for (const auto code : {ErrorCode::unavailable, ErrorCode::internal}) {
    Computation compute{.result = Error{code, "not now", {}}};
    EXPECT_FALSE(test.cache.get(key_of("a"), policy, std::ref(compute)));
    EXPECT_FALSE(test.cache.get(key_of("a"), policy, std::ref(compute)));
    EXPECT_EQ(compute.times, 2);
  }
}

TEST(Cache, KeptErrorsAreNotKeptWithoutEnd) {
  CacheUnderTest test;
  const CachePolicy policy{.time_to_live = 1h, .error_time_to_live = 10s};
  Computation compute{.result = Error{ErrorCode::not_found, "nothing", {}}};
  for (std::size_t i = 0; i <= Cache::errors_max; ++i)
    EXPECT_FALSE(test.cache.get(key_of(std::to_string(i)), policy, std::ref(compute)));
  EXPECT_FALSE(test.cache.get(key_of("0"), policy, std::ref(compute)));
  EXPECT_EQ(test.counted().negatives, 0U);
}

TEST(Cache, TakesFromTheSharedStoreWhatAnotherServerHasComputed) {
  OtherStore shared;
  CacheUnderTest here(&shared);
  CacheUnderTest there(&shared);
  Computation compute;
  EXPECT_TRUE(there.cache.get(key_of("a"), for_an_hour, std::ref(compute)));
  EXPECT_EQ(*here.cache.get(key_of("a"), for_an_hour, std::ref(compute)).value(), "computed");
  EXPECT_EQ(compute.times, 1);
  // From now on it is in memory, but not for longer than five minutes.
  const auto asked = shared.asked;
  EXPECT_TRUE(here.cache.get(key_of("a"), for_an_hour, std::ref(compute)));
  EXPECT_EQ(shared.asked, asked);
  here.pass(5min);
  EXPECT_TRUE(here.cache.get(key_of("a"), for_an_hour, std::ref(compute)));
  EXPECT_EQ(shared.asked, asked + 1);
  EXPECT_EQ(compute.times, 1);
}

TEST(Cache, KeepsForItselfWhatIsNotToBeShared) {
  OtherStore shared;
  CacheUnderTest test(&shared);
  Computation compute;
  const CachePolicy policy{.time_to_live = 1h, .is_shared = false};
  EXPECT_TRUE(test.cache.get(key_of("a"), policy, std::ref(compute)));
  test.pass(30min);
  EXPECT_TRUE(test.cache.get(key_of("a"), policy, std::ref(compute)));
  EXPECT_EQ(compute.times, 1);
  EXPECT_EQ(shared.asked, 0);
  EXPECT_TRUE(shared.values.empty());
}

TEST(Cache, FindsWithoutWaiting) {
  OtherStore shared;
  CacheUnderTest test(&shared);
  std::string found;
  const auto find = [&] {
    test.cache.find(key_of("a"), for_an_hour, [&](const auto& value) { found = text_of(value); });
    return found;
  };
  EXPECT_EQ(find(), "none");
  shared.values.emplace(key_of("a"), value_of("1"));
  EXPECT_EQ(find(), "1");
  shared.values.clear();
  EXPECT_EQ(find(), "1");
}

// Waits until so many wait for another's computation.
void wait_for_joined(CacheUnderTest& test, std::uint64_t count) {
  while (test.counted().joined < count)
    std::this_thread::yield();
}

TEST(CacheThreads, ManyWhoWantTheSameAtOnceHaveItComputedOnce) {
  CacheUnderTest test;
  std::atomic<int> computed = 0;
  std::atomic<int> right = 0;
  const auto ask = [&] {
    const auto value = test.cache.get(key_of("a"), for_an_hour, [&]() -> Result<std::string> {
      ++computed;
      wait_for_joined(test, 7);
      return std::string{"computed"};
    });
    if (value && **value == "computed") ++right;
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back(ask);
  }
  EXPECT_EQ(computed, 1);
  EXPECT_EQ(right, 8);
  EXPECT_EQ(test.counted().joined, 7U);
}

TEST(CacheThreads, WhatOneComputesKeepsNobodyElseWaiting) {
  CacheUnderTest test;
  std::latch other_is_done(1);
  std::jthread slow([&] {
    static_cast<void>(test.cache.get(key_of("a"), for_an_hour, [&]() -> Result<std::string> {
      other_is_done.wait();
      return std::string{"a"};
    }));
  });
  const auto value = test.cache.get(key_of("b"), for_an_hour,
                                    []() -> Result<std::string> { return std::string{"b"}; });
  EXPECT_EQ(*value.value(), "b");
  other_is_done.count_down();
}

TEST(CacheThreads, AnErrorIsForAllWhoWaited) {
  CacheUnderTest test;
  std::atomic<int> told = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        const auto value = test.cache.get(key_of("a"), for_an_hour, [&]() -> Result<std::string> {
          wait_for_joined(test, 3);
          return Error{ErrorCode::unavailable, "not now", {}};
        });
        if (!value && value.error().detail == "not now") ++told;
      });
    }
  }
  EXPECT_EQ(told, 4);
}

TEST(CacheThreads, NobodyWaitsForAnotherBeyondTheDeadline) {
  CacheUnderTest test;
  std::latch has_begun(1);
  std::latch is_told(1);
  std::jthread slow([&] {
    static_cast<void>(test.cache.get(key_of("a"), for_an_hour, [&]() -> Result<std::string> {
      has_begun.count_down();
      is_told.wait();
      return std::string{"a"};
    }));
  });
  has_begun.wait();
  const WorkScope work({{}, std::chrono::steady_clock::now() + 20ms});
  Computation compute;
  const auto value = test.cache.get(key_of("a"), for_an_hour, std::ref(compute));
  is_told.count_down();
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::unavailable);
  EXPECT_EQ(compute.times, 0);
}

TEST(CacheThreads, WhenOneGivesUpAnotherComputes) {
  CacheUnderTest test;
  std::atomic<int> given_up = 0;
  std::atomic<int> right = 0;
  std::atomic<bool> is_first = true;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        try {
          const auto value = test.cache.get(key_of("a"), for_an_hour, [&]() -> Result<std::string> {
            if (is_first.exchange(false)) {
              wait_for_joined(test, 3);
              throw std::runtime_error("out of something");
            }
            return std::string{"computed"};
          });
          if (value && **value == "computed") ++right;
        } catch (const std::runtime_error&) {
          ++given_up;
        }
      });
    }
  }
  EXPECT_EQ(given_up, 1);
  EXPECT_EQ(right, 3);
}

}  // namespace
}  // namespace astronova::cache
