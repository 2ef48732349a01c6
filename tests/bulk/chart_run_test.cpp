#include "bulk/chart_run.h"

#include <gmock/gmock.h>

#include "tests/bulk/support.h"

namespace astronova::bulk {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ChartRunTest : public testing::Test {
 protected:
  ChartRun run_of(const std::string& text) const {
    ChartRun run;
    run.input = write_file(folder_.file("births"), text);
    run.output = folder_.file("charts");
    run.errors = folder_.file("bad");
    run.common = {{"options", {{"bodies", {"sun", "moon"}}}}};
    return run;
  }

  static Result<Progress> cast(const ChartRun& run) {
    return cast_charts(run, swiss(), [](const Progress&) {});
  }

  Folder folder_;
};

TEST_F(ChartRunTest, NoLineIsLost) {
  const auto done = cast(run_of(mixed_births(500)));
  ASSERT_TRUE(done);
  const auto& counts = done->at.counts;
  const auto output = read_file(folder_.file("charts"));
  const auto errors = read_file(folder_.file("bad"));
  EXPECT_EQ(counts.charts + counts.bad, 500U);
  EXPECT_EQ(counts.bad, 71U);
  EXPECT_EQ(counts.empty, 56U);
  EXPECT_EQ(std::ranges::count(output, '\n'), static_cast<std::ptrdiff_t>(counts.charts));
  EXPECT_EQ(std::ranges::count(errors, '\n'), static_cast<std::ptrdiff_t>(counts.bad));
  EXPECT_THAT(errors, StartsWith(R"({"line":4,"id":3,"errors":[{"pointer":"/date")"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("charts.journal")));
}

TEST_F(ChartRunTest, ThreadsMakeNoDifference) {
  auto run = run_of(mixed_births(2000));
  ASSERT_TRUE(cast(run));
  const auto output = read_file(run.output);
  const auto errors = read_file(run.errors);
  run.existing = Existing::replace;
  for (const unsigned threads : {2U, 5U}) {
    run.threads = threads;
    ASSERT_TRUE(cast(run));
    EXPECT_EQ(read_file(run.output), output);
    EXPECT_EQ(read_file(run.errors), errors);
  }
}

TEST_F(ChartRunTest, ByteOrderMarksAndLineEndsOfWindowsMakeNoDifference) {
  auto run = run_of("date,latitude,longitude\n1990-05-15,1,2\n1990-05-16,1,2\n");
  run.existing = Existing::replace;
  ASSERT_TRUE(cast(run));
  const auto output = read_file(run.output);
  EXPECT_EQ(std::ranges::count(output, '\n'), 2);
  EXPECT_THAT(output, StartsWith(R"({"line":2,)"));
  for (const char* text : {"date,latitude,longitude\r\n1990-05-15,1,2\r\n1990-05-16,1,2\r\n",
                           "\xEF\xBB\xBF"
                           "date,latitude,longitude\n1990-05-15,1,2\n1990-05-16,1,2"}) {
    write_file(run.input, text);
    ASSERT_TRUE(cast(run));
    EXPECT_EQ(read_file(run.output), output);
  }
}

TEST_F(ChartRunTest, AByteOrderMarkMayStandBeforeJsonToo) {
  const auto done = cast(run_of("\xEF\xBB\xBF" + mixed_births(3)));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->at.counts.charts, 3U);
}

TEST_F(ChartRunTest, TheFormatIsThatOfTheNameElseOfTheFirstByte) {
  auto run = run_of("");
  run.existing = Existing::replace;
  EXPECT_EQ(cast(run)->at.counts.charts, 0U);
  run.input = write_file(folder_.file("births.csv"), mixed_births(1));
  EXPECT_THAT(cast(run).error().detail, HasSubstr("quote"));
  run.input = write_file(folder_.file("births.jsonl"), "date,latitude,longitude\n");
  EXPECT_EQ(cast(run)->at.counts.bad, 1U);
  run.from = Format::csv;
  EXPECT_EQ(cast(run)->at.counts.bad, 0U);
}

TEST_F(ChartRunTest, CsvOutputBeginsWithItsColumns) {
  auto run = run_of(mixed_births(2));
  run.to = Format::csv;
  ASSERT_TRUE(cast(run));
  EXPECT_THAT(read_file(run.output), StartsWith("line,id,utc,"));
  EXPECT_THAT(read_file(run.output), HasSubstr("\n2,1,1901-06-30T10:30:00Z,"));
  run.existing = Existing::replace;
  run.common = {{"systems", {"vedic"}}};
  EXPECT_EQ(cast(run).error().code, ErrorCode::invalid_value);
}

TEST_F(ChartRunTest, WhatIsThereIsLeftAlone) {
  const auto run = run_of(mixed_births(2));
  write_file(run.errors, "precious");
  EXPECT_THAT(cast(run).error().detail, HasSubstr("--force"));
  EXPECT_EQ(read_file(run.errors), "precious");
  EXPECT_FALSE(std::filesystem::exists(run.output));
}

TEST_F(ChartRunTest, TheInputIsNeverItsOwnOutput) {
  auto run = run_of(mixed_births(2));
  run.existing = Existing::replace;
  run.output = run.input;
  EXPECT_FALSE(cast(run));
  run.output = folder_.file("charts");
  run.errors = run.input;
  EXPECT_FALSE(cast(run));
  EXPECT_EQ(read_file(run.input), mixed_births(2));
}

class ResumedRunTest : public ChartRunTest {
 protected:
  ResumedRunTest() : run_(run_of(mixed_births(1000))) {
    run_.threads = 3;
    (void)cast(run_);
    output_ = read_file(run_.output);
    errors_ = read_file(run_.errors);
    std::filesystem::remove(run_.output);
    std::filesystem::remove(run_.errors);
    run_.existing = Existing::go_on;
  }

  void interrupt_at(std::size_t output_bytes) {
    const FullDisk disk(output_bytes);
    const auto done = cast(run_);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::data_missing);
    EXPECT_THAT(done.error().detail, HasSubstr("cannot be written"));
  }

  std::string journal() const { return run_.output + ".journal"; }

  ChartRun run_;
  std::string output_{}, errors_{};
};

TEST_F(ResumedRunTest, InTheEndTheBytesAreThoseOfAnUninterruptedRun) {
  for (const int tenths : {1, 3, 3, 8}) {
    interrupt_at(output_.size() * static_cast<std::size_t>(tenths) / 10);
    ASSERT_TRUE(std::filesystem::exists(journal()));
  }
  const auto done = cast(run_);
  ASSERT_TRUE(done);
  EXPECT_GT(done->began.counts.charts, 500U);
  EXPECT_EQ(done->at.counts.charts + done->at.counts.bad, 1000U);
  EXPECT_EQ(read_file(run_.output), output_);
  EXPECT_EQ(read_file(run_.errors), errors_);
  EXPECT_FALSE(std::filesystem::exists(journal()));
}

TEST_F(ResumedRunTest, WhatWasWrittenBehindTheJournalIsWrittenAnew) {
  interrupt_at(output_.size() / 2);
  // More than what is still to come, so that none of it is left by chance.
  std::ofstream(run_.output, std::ios::app) << std::string(output_.size(), 'x');
  std::ofstream(run_.errors, std::ios::app) << std::string(errors_.size(), 'x');
  ASSERT_TRUE(cast(run_));
  EXPECT_EQ(read_file(run_.output), output_);
  EXPECT_EQ(read_file(run_.errors), errors_);
}

TEST_F(ResumedRunTest, ARunThatNeverBeganBegins) {
  ASSERT_TRUE(cast(run_));
  EXPECT_EQ(read_file(run_.output), output_);
}

TEST_F(ResumedRunTest, FilesThatNoJournalSpeaksOfAreLeftAlone) {
  write_file(run_.errors, "precious");
  EXPECT_THAT(cast(run_).error().detail, HasSubstr("no journal"));
  EXPECT_EQ(read_file(run_.errors), "precious");
}

TEST_F(ResumedRunTest, AFinishedRunIsLeftAlone) {
  ASSERT_TRUE(cast(run_));
  EXPECT_THAT(cast(run_).error().detail, HasSubstr("it is finished"));
  EXPECT_EQ(read_file(run_.output), output_);
}

TEST_F(ResumedRunTest, AnotherInputIsRefused) {
  interrupt_at(output_.size() / 2);
  auto text = read_file(run_.input);
  text[10] ^= 1;
  write_file(run_.input, text);
  EXPECT_THAT(cast(run_).error().detail, HasSubstr("not the one that was read before"));
  write_file(run_.input, text.substr(0, 100));
  EXPECT_THAT(cast(run_).error().detail, HasSubstr("shorter"));
}

TEST_F(ResumedRunTest, OtherOptionsAreRefused) {
  interrupt_at(output_.size() / 2);
  auto other = run_;
  other.common = {};
  EXPECT_THAT(cast(other).error().detail, HasSubstr("other options"));
  other = run_;
  other.to = Format::csv;
  EXPECT_THAT(cast(other).error().detail, HasSubstr("other options"));
  ASSERT_TRUE(cast(run_));
  EXPECT_EQ(read_file(run_.output), output_);
}

TEST_F(ResumedRunTest, ADamagedJournalIsRefused) {
  interrupt_at(output_.size() / 2);
  const auto good = read_file(journal());
  for (const auto& text : {good.substr(0, good.size() / 2), std::string{}, std::string{"{}"}}) {
    write_file(journal(), text);
    EXPECT_THAT(cast(run_).error().detail, HasSubstr("no journal of this version"));
  }
}

TEST_F(ResumedRunTest, AnOutputThatLostItsEndIsRefused) {
  interrupt_at(output_.size() / 2);
  std::filesystem::resize_file(run_.output, 10);
  EXPECT_THAT(cast(run_).error().detail, HasSubstr("shorter than it was"));
}

}  // namespace
}  // namespace astronova::bulk
