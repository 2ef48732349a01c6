#include "cache/memory/memory_store.h"

#include <thread>

#include <gtest/gtest.h>

#include "tests/cache/support/cache_under_test.h"

namespace astronova::cache::memory {
namespace {

using namespace std::chrono_literals;
using astronova::testing::CacheUnderTest;
using astronova::testing::key_of;
using astronova::testing::letters;
using astronova::testing::text_of;
using astronova::testing::value_of;

constexpr std::size_t entry_of_1000 = 1'000 + MemoryStore::bytes_per_entry;

// Keys of one shard, so that it is known who goes for whom.
std::vector<CacheKey> keys_of_one_shard(std::size_t count) {
  std::vector<CacheKey> keys;
  for (int i = 0; keys.size() < count; ++i) {
    const auto key = key_of(std::to_string(i));
    if (key.digest()[31] % MemoryStore::shard_count == 0) keys.push_back(key);
  }
  return keys;
}

TEST(MemoryStore, KeepsValuesForTheirTime) {
  CacheUnderTest test;
  test.memory.keep(key_of("a"), value_of("1"), 10s);
  EXPECT_EQ(text_of(test.memory.value(key_of("a"))), "1");
  EXPECT_EQ(text_of(test.memory.value(key_of("b"))), "none");
  test.pass(9'999ms);
  EXPECT_EQ(text_of(test.memory.value(key_of("a"))), "1");
  test.pass(1ms);
  EXPECT_EQ(text_of(test.memory.value(key_of("a"))), "none");
  EXPECT_EQ(test.counted().entries, 0U);
  EXPECT_EQ(test.counted().bytes, 0U);
}

TEST(MemoryStore, ANewValueTakesThePlaceOfTheOld) {
  CacheUnderTest test;
  test.memory.keep(key_of("a"), value_of("1"), 1s);
  test.memory.keep(key_of("a"), value_of("22"), 10s);
  test.pass(5s);
  EXPECT_EQ(text_of(test.memory.value(key_of("a"))), "22");
  EXPECT_EQ(test.counted().entries, 1U);
  EXPECT_EQ(test.counted().bytes, 2U + MemoryStore::bytes_per_entry);
}

TEST(MemoryStore, TheLeastRecentlyUsedGoFirst) {
  CacheUnderTest test(nullptr, MemoryStore::shard_count * 3 * entry_of_1000);
  const auto keys = keys_of_one_shard(4);
  for (int i = 0; i < 3; ++i)
    test.memory.keep(keys[static_cast<std::size_t>(i)], value_of(std::string(1'000, 'x')), 1h);
  EXPECT_TRUE(test.memory.value(keys[0]));
  test.memory.keep(keys[3], value_of(std::string(1'000, 'x')), 1h);
  EXPECT_TRUE(test.memory.value(keys[0]));
  EXPECT_FALSE(test.memory.value(keys[1]));
  EXPECT_TRUE(test.memory.value(keys[2]));
  EXPECT_TRUE(test.memory.value(keys[3]));
  EXPECT_EQ(test.counted().evictions, 1U);
}

TEST(MemoryStore, StaysWithinItsBudgetWhateverIsKept) {
  constexpr std::size_t budget = 100'000;
  CacheUnderTest test(nullptr, budget);
  for (int i = 0; i < 2'000; ++i) {
    const auto size = static_cast<std::size_t>(i * 37 % 3'000);
    test.memory.keep(key_of(std::to_string(i)), value_of(std::string(size, 'x')), 1h);
    ASSERT_LE(test.counted().bytes, budget);
  }
  EXPECT_GT(test.counted().bytes, budget / 2);
  EXPECT_GT(test.counted().evictions, 1'000U);
}

TEST(MemoryStore, AValueOfMoreThanHalfOfAShardIsNotKeptAndDrivesNobodyOut) {
  CacheUnderTest test(nullptr, MemoryStore::shard_count * 2'000);
  const auto keys = keys_of_one_shard(2);
  test.memory.keep(keys[0], value_of("1"), 1h);
  test.memory.keep(keys[1], value_of(std::string(1'000, 'x')), 1h);
  EXPECT_FALSE(test.memory.value(keys[1]));
  EXPECT_TRUE(test.memory.value(keys[0]));
  // Nor is an older value of its own.
  test.memory.keep(keys[0], value_of(std::string(1'000, 'x')), 1h);
  EXPECT_FALSE(test.memory.value(keys[0]));
}

TEST(MemoryStore, SpacesShareTheMemoryAndAreCountedApart) {
  CacheUnderTest test;
  test.memory.keep(key_of("a"), value_of("1"), 1h);
  test.memory.keep(CacheKey::of(letters, {"a"}), value_of("x"), 1h);
  test.memory.keep(CacheKey::of(letters, {"b"}), value_of("y"), 1h);
  EXPECT_EQ(test.counted().entries, 1U);
  EXPECT_EQ(test.figures.of("letters").entries, 2U);
  EXPECT_EQ(text_of(test.memory.value(CacheKey::of(letters, {"a"}))), "x");
}

TEST(MemoryStoreThreads, ManyMayKeepAndFindAtOnce) {
  CacheUnderTest test(nullptr, 50'000);
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 3'000; ++i) {
          const auto name = std::to_string(i % 100);
          test.memory.keep(key_of(name), value_of(name + std::string(500, 'x')), 1h);
          const auto found = test.memory.value(key_of(name));
          if (found && !found->starts_with(name + 'x')) ++wrong;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(test.counted().bytes, 50'000U);
}

}  // namespace
}  // namespace astronova::cache::memory
