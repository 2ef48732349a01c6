#include "bulk/progress.h"

#include <gtest/gtest.h>

namespace astronova::bulk {
namespace {

Progress progress_of(std::uint64_t bytes, std::uint64_t charts, std::uint64_t bad) {
  Progress progress;
  progress.at.input.bytes = bytes;
  progress.at.counts = {charts, bad, 0};
  return progress;
}

TEST(ProgressLine, OfAFileSaysHowMuchIsLeft) {
  auto progress = progress_of(250, 5000, 3);
  progress.input_bytes = 1000;
  EXPECT_EQ(progress_line(progress, 1500),
            "  25 %        5000 charts         3/s  1:15:00 left  3 bad");
}

TEST(ProgressLine, OfAPipeSaysHowMuchIsDone) {
  EXPECT_EQ(progress_line(progress_of(250, 5000, 0), 2), "        5000 charts      2500/s  0 bad");
}

TEST(ProgressLine, OfARunThatGoesOnCountsWhatIsDoneNow) {
  auto progress = progress_of(750, 5000, 0);
  progress.began.input.bytes = 500;
  progress.began.counts.charts = 4000;
  progress.input_bytes = 1000;
  EXPECT_EQ(progress_line(progress, 10),
            "  75 %        5000 charts       100/s  0:00:10 left  0 bad");
}

TEST(ProgressLine, IsNeverAtTheEndBeforeTheEnd) {
  auto progress = progress_of(9999, 1, 0);
  progress.input_bytes = 10'000;
  EXPECT_EQ(progress_line(progress, 1).substr(0, 6), "  99 %");
}

TEST(Summary, CountsEveryLine) {
  auto progress = progress_of(10, 6, 3);
  progress.at.counts.empty = 2;
  EXPECT_EQ(summary(progress, 2), "11 lines: 6 charts, 3 bad, 2 empty; 2.0 s, 3 charts/s");
  progress.began.input.bytes = 5;
  progress.began.counts.charts = 4;
  EXPECT_EQ(summary(progress, 2),
            "11 lines: 6 charts, 3 bad, 2 empty; 2.0 s, 1 charts/s; the first 4 charts were there "
            "already");
}

}  // namespace
}  // namespace astronova::bulk
