#include "telemetry/log/log_writer.h"

#include <csignal>
#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/telemetry/support/pipe.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

void write(LogWriter& writer, const std::string& text, bool is_at_once = false,
           Severity severity = Severity::info) {
  writer.line(severity, is_at_once, [&text](std::string& out) { out += text; });
}

class ALogWriter : public ::testing::Test {
 protected:
  // A reader that is gone ends nobody.
  ALogWriter() { std::signal(SIGPIPE, SIG_IGN); }

  // Writes two lines at a time until something is dropped, since nobody reads.
  std::uint64_t fill(LogWriter& writer) {
    const std::string line(1000, 'x');
    std::uint64_t told = 0;
    while (writer.dropped() == 0) {
      write(writer, line);
      write(writer, line, true);
      told += 2;
    }
    return told;
  }

  astronova::testing::Pipe pipe_;
};

TEST_F(ALogWriter, WritesLinesInTheirOrderWhenTheyAreHandedOver) {
  LogWriter writer({.descriptor = pipe_.writer()});
  write(writer, "one");
  write(writer, "two");
  writer.hand_over();
  EXPECT_EQ(pipe_.read_line(), "one");
  EXPECT_EQ(pipe_.read_line(), "two");
}

TEST_F(ALogWriter, WritesAtOnceWhatIsToBeWrittenAtOnceAndWhatCameBefore) {
  LogWriter writer({.descriptor = pipe_.writer()});
  write(writer, "waits");
  write(writer, "does not", true);
  EXPECT_EQ(pipe_.read_line(), "waits");
  EXPECT_EQ(pipe_.read_line(), "does not");
}

TEST_F(ALogWriter, WritesByItselfWhatHasBecomeMuch) {
  LogWriter writer({.descriptor = pipe_.writer()});
  const std::string line(100, 'x');
  for (int i = 0; i < 400; ++i)
    write(writer, line);
  EXPECT_EQ(pipe_.read_line(), line);
}

TEST_F(ALogWriter, WritesWhatWaitsAtItsEnd) {
  {
    LogWriter writer({.descriptor = pipe_.writer()});
    write(writer, "last");
  }
  pipe_.close_writer();
  EXPECT_THAT(pipe_.read_lines(), ElementsAre("last"));
}

TEST_F(ALogWriter, CountsLinesBySeverity) {
  LogWriter writer({.descriptor = pipe_.writer()});
  write(writer, "one", false, Severity::info);
  write(writer, "two", false, Severity::info);
  write(writer, "three", false, Severity::error);
  EXPECT_THAT(writer.counts().lines, ElementsAre(0, 2, 0, 0, 1, 0));
  EXPECT_EQ(writer.counts().dropped, 0U);
}

TEST_F(ALogWriter, LeavesOutALineThatCannotBeMade) {
  {
    LogWriter writer({.descriptor = pipe_.writer()});
    write(writer, "before");
    writer.line(Severity::info, false, [](std::string& out) {
      out += "half a li";
      throw std::bad_alloc();
    });
    write(writer, "after");
  }
  pipe_.close_writer();
  EXPECT_THAT(pipe_.read_lines(), ElementsAre("before", "after"));
}

TEST_F(ALogWriter, NeverWaitsForAReaderAndCountsWhatItDrops) {
  std::uint64_t told = 0;
  std::uint64_t dropped = 0;
  std::vector<std::string> lines;
  {
    LogWriter writer({.descriptor = pipe_.writer(), .waiting_bytes_max = 100'000});
    told = fill(writer);
    dropped = writer.dropped();
    EXPECT_GE(told, 100U) << "what the queue and the pipe take";
    EXPECT_LE(told, 400U);
    std::thread reader([&] { lines = pipe_.read_lines(); });
    writer.flush(60s);
    // As much as there is room for at once.
    for (int i = 0; i < 90; ++i)
      write(writer, std::string(1000, 'y'));
    write(writer, "there is room again", true);
    told += 91;
    writer.flush(60s);
    EXPECT_EQ(writer.dropped(), dropped);
    pipe_.close_writer();
    reader.join();
  }
  EXPECT_EQ(lines.size(), told - dropped);
  EXPECT_EQ(lines.back(), "there is room again");
}

TEST_F(ALogWriter, EndsThoughNobodyReads) {
  std::uint64_t told = 0;
  {
    LogWriter writer({.descriptor = pipe_.writer(), .waiting_bytes_max = 100'000});
    told = fill(writer);
  }
  pipe_.close_writer();
  const auto lines = pipe_.read_lines();
  EXPECT_GE(lines.size(), 1U);
  EXPECT_LT(lines.size(), told) << "the pipe does not take as many";
}

TEST_F(ALogWriter, CountsWhatAReaderThatIsGoneDoesNotTake) {
  LogWriter writer({.descriptor = pipe_.writer()});
  pipe_.close_reader();
  write(writer, "one");
  write(writer, "two");
  writer.flush(60s);
  EXPECT_EQ(writer.dropped(), 2U);
}

TEST_F(ALogWriter, WritesLinesOfManyThreadsWholeAndEachThreadsInOrder) {
  constexpr int threads = 18;  // more than there are shards
  constexpr int lines_each = 500;
  std::vector<std::string> lines;
  {
    LogWriter writer({.descriptor = pipe_.writer()});
    std::thread reader([&] { lines = pipe_.read_lines(); });
    std::vector<std::thread> all;
    for (int thread = 0; thread < threads; ++thread) {
      all.emplace_back([&writer, thread] {
        for (int i = 0; i < lines_each; ++i)
          write(writer, std::to_string(thread) + ' ' + std::to_string(i), i % 100 == 0);
      });
    }
    for (auto& thread : all)
      thread.join();
    writer.flush(60s);
    EXPECT_EQ(writer.dropped(), 0U);
    pipe_.close_writer();
    reader.join();
  }
  std::map<int, int> next;
  for (const auto& line : lines) {
    const auto space = line.find(' ');
    ASSERT_NE(space, std::string::npos) << line;
    EXPECT_EQ(std::stoi(line.substr(space)), next[std::stoi(line.substr(0, space))]++);
  }
  EXPECT_EQ(lines.size(), static_cast<std::size_t>(threads * lines_each));
}

}  // namespace
}  // namespace astronova::telemetry
