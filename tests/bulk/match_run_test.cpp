#include "bulk/match_run.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "bulk/match_maker.h"
#include "tests/bulk/support.h"
#include "usecases/match_people.h"

namespace astronova::bulk {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const boost::json::object lennon{
    {"date", "1940-10-09"}, {"time", "18:30"}, {"latitude", 53.4084}, {"longitude", -2.9916}};

class MatchRunTest : public testing::Test {
 protected:
  MatchRun run_of(const std::string& text) const {
    MatchRun run;
    run.input = write_file(folder_.file("births"), text);
    run.output = folder_.file("matches");
    run.errors = folder_.file("bad");
    run.user = lennon;
    return run;
  }

  static Result<Progress> match(const MatchRun& run) {
    return match_births(run, swiss(), [](const Progress&) {});
  }

  std::string output() const { return read_file(folder_.file("matches")); }

  Folder folder_;
};

TEST_F(MatchRunTest, TheExampleOfTheDocumentationIsAsItSays) {
  auto run = run_of(
      "id,date,time,latitude,longitude\n"
      "paul,1942-06-18,15:30,53.4084,-2.9916\n"
      "yoko,1933-02-18,,35.6762,139.6503\n");
  run.to = Format::csv;
  ASSERT_TRUE(match(run));
  EXPECT_THAT(output(), StartsWith("line,id,overallScore,emotionalScore,mentalScore,"
                                   "physicalScore,spiritualScore,aspects,timeKnown\n"
                                   "2,paul,61.497550,62.5519,72.1118,65.8721,45.4544,56,true\n"));
  EXPECT_THAT(output(), HasSubstr("\n3,yoko,"));
  EXPECT_THAT(output(), HasSubstr(",false\n"));
}

TEST_F(MatchRunTest, LinesAreScoredLikeSingleMatches) {
  ASSERT_TRUE(match(run_of(
      R"({"id":1,"birthData":{"date":"1942-06-18","time":"15:30","latitude":53.4084,"longitude":-2.9916}})"
      "\n")));
  EXPECT_THAT(output(), StartsWith(R"({"line":1,"id":1,"overallScore":61.49)"));
  EXPECT_THAT(output(), HasSubstr(R"("emotionalScore":62.5519,)"));
  EXPECT_THAT(output(), HasSubstr(R"("aspects":56,"timeKnown":true})"));
}

TEST_F(MatchRunTest, NoLineIsLost) {
  const auto done = match(run_of(mixed_births(500)));
  ASSERT_TRUE(done);
  const auto& counts = done->at.counts;
  EXPECT_EQ(counts.charts + counts.bad, 500U);
  EXPECT_EQ(counts.bad, 71U);
  EXPECT_EQ(counts.empty, 56U);
  EXPECT_EQ(std::ranges::count(output(), '\n'), static_cast<std::ptrdiff_t>(counts.charts));
  EXPECT_THAT(read_file(folder_.file("bad")),
              StartsWith(R"({"line":4,"id":3,"errors":[{"pointer":"/date")"));
}

TEST_F(MatchRunTest, ThreadsMakeNoDifference) {
  auto run = run_of(mixed_births(1000));
  ASSERT_TRUE(match(run));
  const auto expected = output();
  run.existing = Existing::replace;
  run.threads = 3;
  ASSERT_TRUE(match(run));
  EXPECT_EQ(output(), expected);
}

TEST_F(MatchRunTest, MatchesBelowTheLeastScoreAreCountedAndNotWritten) {
  auto run = run_of(mixed_births(200));
  ASSERT_TRUE(match(run));
  const auto all = std::ranges::count(output(), '\n');
  run.existing = Existing::replace;
  run.score_min = 60;
  const auto done = match(run);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->at.counts.charts, static_cast<std::uint64_t>(all));
  EXPECT_LT(std::ranges::count(output(), '\n'), all);
  EXPECT_GT(std::ranges::count(output(), '\n'), 0);
}

TEST_F(MatchRunTest, AnInterruptedRunGoesOnToTheSameBytes) {
  auto run = run_of(mixed_births(4000));
  ASSERT_TRUE(match(run));
  const auto expected = output();
  std::filesystem::remove(run.output);
  std::filesystem::remove(run.errors);
  const auto interrupted = [&] {
    const FullDisk disk(expected.size() / 2);
    return match(run);
  }();
  ASSERT_FALSE(interrupted);
  EXPECT_TRUE(std::filesystem::exists(run.output + ".journal"));
  run.existing = Existing::go_on;
  ASSERT_TRUE(match(run));
  EXPECT_EQ(output(), expected);
}

TEST_F(MatchRunTest, AnotherUserCannotGoOnWithARun) {
  auto run = run_of(mixed_births(10));
  write_file(run.output + ".journal", R"({"version":1,"order":"another","inputBytes":0,)"
                                      R"("inputLines":0,"inputDigest":"0","outputBytes":0,)"
                                      R"("errorBytes":0,"charts":0,"bad":0,"empty":0})");
  run.existing = Existing::go_on;
  EXPECT_FALSE(match(run));
}

TEST_F(MatchRunTest, WhatIsWrongWithTheUserIsToldBeforeAnythingIsWritten) {
  auto run = run_of(mixed_births(10));
  run.user = {{"date", "1940-13-09"}, {"latitude", 1}, {"longitude", 2}};
  const auto done = match(run);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fields.at(0).pointer, "/user/date");
  EXPECT_FALSE(std::filesystem::exists(run.output));
}

TEST_F(MatchRunTest, WhatStandsBesideABirthIsRefused) {
  ASSERT_TRUE(
      match(run_of(R"({"birthData":{"date":"1942-06-18","latitude":1,"longitude":2},"options":{}})"
                   "\n")));
  EXPECT_THAT(read_file(folder_.file("bad")), HasSubstr("nothing but an id beside birthData"));
}

}  // namespace
}  // namespace astronova::bulk
