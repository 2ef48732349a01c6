#include "bulk/pipeline.h"

#include <atomic>
#include <stdexcept>

#include <gtest/gtest.h>

namespace astronova::bulk {
namespace {

// Blocks "0", "1", … up to a number.
Pipeline::Read numbers_below(int end) {
  return [end, next = 0](Block& block) mutable -> Result<bool> {
    if (next == end) return false;
    block.text = std::to_string(next++);
    return true;
  };
}

void echo(Job& job) {
  job.output = job.input.text + ' ';
}

std::string in_order(int end) {
  std::string text;
  for (int i = 0; i < end; ++i)
    text += std::to_string(i) + ' ';
  return text;
}

TEST(Pipeline, ThreadsWriteInTheOrderOfReading) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::string written;
    Pipeline pipeline(
        threads, numbers_below(5000), [] { return echo; },
        [&](const Job& job) -> Result<void> {
          written += job.output;
          return {};
        });
    ASSERT_TRUE(pipeline.run());
    EXPECT_EQ(written, in_order(5000));
  }
}

TEST(Pipeline, ThreadsAreNeverMoreThanFourBlocksAheadOfTheWriter) {
  constexpr unsigned threads = 3;
  std::atomic<int> read = 0;
  int written = 0;
  int ahead_most = 0;
  Pipeline pipeline(
      threads,
      [&](Block&) -> Result<bool> {
        if (read == 1000) return false;
        ++read;
        return true;
      },
      [] { return [](Job&) {}; },
      [&](const Job&) -> Result<void> {
        ahead_most = std::max(ahead_most, read - written);
        ++written;
        return {};
      });
  ASSERT_TRUE(pipeline.run());
  EXPECT_EQ(written, 1000);
  EXPECT_LE(ahead_most, 12);
}

TEST(Pipeline, ThreadsStopAtAWriterWhoFails) {
  int written = 0;
  Pipeline pipeline(
      4, numbers_below(100'000), [] { return echo; },
      [&](const Job&) -> Result<void> {
        if (++written == 10) return Error{ErrorCode::data_missing, "full", {}};
        return {};
      });
  const auto done = pipeline.run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "full");
  EXPECT_EQ(written, 10);
}

TEST(Pipeline, ThreadsStopAtAReaderWhoFails) {
  int read = 0;
  Pipeline pipeline(
      4,
      [&](Block&) -> Result<bool> {
        if (++read == 10) return Error{ErrorCode::data_missing, "unreadable", {}};
        return true;
      },
      [] { return echo; }, [](const Job&) -> Result<void> { return {}; });
  const auto done = pipeline.run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "unreadable");
}

TEST(Pipeline, ThreadsHandOnWhatAWorkerThrows) {
  Pipeline pipeline(
      4, numbers_below(100'000), [] { return [](Job&) { throw std::runtime_error("a bug"); }; },
      [](const Job&) -> Result<void> { return {}; });
  EXPECT_THROW((void)pipeline.run(), std::runtime_error);
}

}  // namespace
}  // namespace astronova::bulk
