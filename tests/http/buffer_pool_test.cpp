#include "http/buffer_pool.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace astronova::http {
namespace {

// Each test has the pool of a thread of its own.
template <class Test>
void on_a_new_thread(Test test) {
  std::thread(test).join();
}

constexpr std::size_t embedded = 100;  // more than any string keeps within itself

TEST(BufferPool, ABufferComesBackEmptyWithItsMemory) {
  on_a_new_thread([] {
    std::string buffer = take_buffer();
    buffer.assign(5'000, 'x');
    const char* const memory = buffer.data();
    give_back(std::move(buffer));
    const std::string again = take_buffer();
    EXPECT_TRUE(again.empty());
    EXPECT_GE(again.capacity(), 5'000U);
    EXPECT_EQ(again.data(), memory);
  });
}

TEST(BufferPool, ABufferIsGivenToOneTakerOnly) {
  on_a_new_thread([] {
    give_back(std::string(1'000, 'x'));
    const std::string first = take_buffer();
    const std::string second = take_buffer();
    EXPECT_GE(first.capacity(), 1'000U);
    EXPECT_LT(second.capacity(), embedded);
  });
}

TEST(BufferPool, WhatIsTooLargeIsNotKept) {
  on_a_new_thread([] {
    give_back(std::string(buffer_bytes_kept_max + 1, 'x'));
    EXPECT_LT(take_buffer().capacity(), embedded);
  });
}

TEST(BufferPool, NoMoreBuffersAreKeptThanTheBound) {
  on_a_new_thread([] {
    for (std::size_t i = 0; i < buffers_kept_max + 5; ++i)
      give_back(std::string(1'000, 'x'));
    std::vector<std::string> taken;
    std::size_t with_memory = 0;
    for (std::size_t i = 0; i < buffers_kept_max + 5; ++i) {
      taken.push_back(take_buffer());
      if (taken.back().capacity() >= 1'000) ++with_memory;
    }
    EXPECT_EQ(with_memory, buffers_kept_max);
  });
}

TEST(BufferPool, ABufferOfAnotherThreadStaysWithTheThreadThatGaveItBack) {
  on_a_new_thread([] {
    std::string taken_elsewhere;
    on_a_new_thread([&] { taken_elsewhere = std::string(1'000, 'x'); });
    give_back(std::move(taken_elsewhere));
    on_a_new_thread([] { EXPECT_LT(take_buffer().capacity(), embedded); });
    EXPECT_GE(take_buffer().capacity(), 1'000U);
  });
}

}  // namespace
}  // namespace astronova::http
