#include "base/sharded_counter.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace astronova {
namespace {

TEST(AShardedCounter, HasWhatAllThreadsAdded) {
  ShardedCounter counter;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 20; ++thread) {
    threads.emplace_back([&counter] {
      for (int i = 0; i < 1000; ++i)
        counter.add(2);
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(counter.value(), 40'000U);
}

TEST(AShardedCounter, TakesAwayOnOneThreadWhatAnotherAdded) {
  ShardedCounter counter;
  counter.add(5);
  std::thread([&counter] { counter.take(3); }).join();
  EXPECT_EQ(counter.value(), 2U);
}

}  // namespace
}  // namespace astronova
