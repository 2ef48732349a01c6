// Values in a real Redis, in order and in trouble.
#include "cache/redis/redis_store.h"

#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "clients/redis/redis_client.h"
#include "tests/cache/support/cache_under_test.h"
#include "tests/support/private_redis.h"

namespace astronova::cache::redis {
namespace {

using namespace std::chrono_literals;
using astronova::testing::CacheUnderTest;
using astronova::testing::key_of;
using astronova::testing::PrivateRedis;
using astronova::testing::text_of;
using astronova::testing::value_of;
using clients::redis::RedisClient;

constexpr std::chrono::milliseconds long_enough{120'000};

std::unique_ptr<RedisClient> client_of(const PrivateRedis& server) {
  clients::redis::RedisSettings settings;
  settings.address = *clients::redis::parse_redis_address(server.url());
  // A machine that is slow is no trouble of Redis.
  settings.patience = long_enough;
  settings.connect_within = long_enough;
  return *RedisClient::start(settings);
}

/// A store with a Redis of its own.
class KeptInRedis : public ::testing::Test {
 protected:
  std::string find(const CacheKey& key) {
    const auto found = std::make_shared<std::promise<CacheValue>>();
    store_.find(key, [found](CacheValue value) { found->set_value(std::move(value)); });
    return text_of(found->get_future().get());
  }
  // Returns when Redis has answered.
  void keep(const CacheKey& key, const CacheValue& value, std::chrono::milliseconds time = 1h) {
    store_.keep(key, value, time);
    static_cast<void>(find(key_of("something else")));
  }
  SpaceFigures& counted() { return figures_.of("numbers"); }

  PrivateRedis server_;
  std::unique_ptr<RedisClient> client_ = client_of(server_);
  CacheFigures figures_;
  RedisStore store_{*client_, figures_, {.within = long_enough}};
};

TEST_F(KeptInRedis, AValueIsFoundAgain) {
  EXPECT_EQ(find(key_of("a")), "none");
  keep(key_of("a"), value_of("1"));
  EXPECT_EQ(find(key_of("a")), "1");
  EXPECT_EQ(counted().shared_hits, 1U);
  EXPECT_EQ(counted().shared_misses, 2U);
}

TEST_F(KeptInRedis, AValueIsKeptForItsTime) {
  keep(key_of("a"), value_of("1"), 100s);
  const auto left = std::stoi(server_.run({"PTTL", key_of("a").text()}));
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 100'000);
}

TEST_F(KeptInRedis, ALargeValueStaysAtHome) {
  keep(key_of("a"), value_of("\x1f\x8b" + std::string(std::size_t{1} << 20U, 'x')));
  EXPECT_EQ(counted().shared_skipped, 1U);
  EXPECT_EQ(server_.run({"DBSIZE"}), "0\n");
}

TEST_F(KeptInRedis, WhatIsNotWhatWasKeptIsNotFound) {
  const auto key = key_of("a").text();
  keep(key_of("b"), value_of("1"));
  for (const auto& commands :
       std::vector<std::vector<std::string>>{{"SET", key, "somebody else"},
                                             {"COPY", key_of("b").text(), key, "REPLACE"},
                                             {"SETRANGE", key, "56", "2"},
                                             {"LPUSH", key, "a list"}}) {
    if (commands[0] == "SETRANGE") keep(key_of("a"), value_of("1"));
    if (commands[0] == "LPUSH") server_.run({"DEL", key});
    server_.run(commands);
    const auto failed = counted().shared_failed.load();
    EXPECT_EQ(find(key_of("a")), "none") << commands[0];
    EXPECT_EQ(counted().shared_failed, failed + 1) << commands[0];
  }
  // And it is put right by the next who keeps something there.
  keep(key_of("a"), value_of("1"));
  EXPECT_EQ(find(key_of("a")), "1");
}

TEST_F(KeptInRedis, AFullRedisKeepsNothingAndHurtsNobody) {
  server_.run({"CONFIG", "SET", "maxmemory", "1"});
  server_.run({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  keep(key_of("a"), value_of("1"));
  EXPECT_EQ(find(key_of("a")), "none");
  EXPECT_EQ(counted().shared_failed, 1U);
}

TEST_F(KeptInRedis, TheCacheComputesWithoutRedis) {
  server_.stop();
  CacheUnderTest test(&store_);
  const auto compute = []() -> Result<std::string> { return std::string{"computed"}; };
  const CachePolicy policy{.time_to_live = 1h};
  EXPECT_EQ(*test.cache.get(key_of("a"), policy, compute).value(), "computed");
  EXPECT_EQ(*test.cache.get(key_of("a"), policy, compute).value(), "computed");
  EXPECT_EQ(test.counted().memory_hits, 1U);
}

TEST_F(KeptInRedis, TwoCachesComputeOnceBetweenThem) {
  CacheUnderTest here(&store_);
  const auto other_client = client_of(server_);
  RedisStore other_store(*other_client, figures_, {.within = long_enough});
  CacheUnderTest there(&other_store);
  int computed = 0;
  const auto compute = [&]() -> Result<std::string> {
    ++computed;
    return std::string(100'000, 'x');
  };
  const CachePolicy policy{.time_to_live = 1h};
  const auto first = here.cache.get(key_of("a"), policy, compute);
  static_cast<void>(find(key_of("b")));  // what was kept before is in Redis now
  const auto second = there.cache.get(key_of("a"), policy, compute);
  EXPECT_EQ(**first, **second);
  EXPECT_EQ(computed, 1);
}

TEST_F(KeptInRedis, EventLoopsFindWithoutWaiting) {
  CacheUnderTest test(&store_);
  keep(key_of("a"), value_of("1"));
  server_.pause();
  const auto found = std::make_shared<std::promise<CacheValue>>();
  test.cache.find(key_of("a"), {.time_to_live = 1h},
                  [found](CacheValue value) { found->set_value(std::move(value)); });
  // Here an event loop would do other things.
  server_.resume();
  EXPECT_EQ(text_of(found->get_future().get()), "1");
}

TEST(CacheConcurrency, ManyThreadsShareWhatIsKept) {
  PrivateRedis server;
  const auto client = client_of(server);
  CacheUnderTest test(nullptr, 20'000);
  RedisStore store(*client, test.figures, {.within = long_enough});
  Cache cache(test.memory, &store, test.figures, test.randomness,
              [&test] { return test.now.load(); });
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 300; ++i) {
          const auto name = std::to_string(i * 7 % 50);
          const auto value =
              cache.get(key_of(name), {.time_to_live = 1h},
                        [&]() -> Result<std::string> { return name + std::string(900, 'x'); });
          if (!value || **value != name + std::string(900, 'x')) ++wrong;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(test.counted().shared_hits, 0U);
}

}  // namespace
}  // namespace astronova::cache::redis
