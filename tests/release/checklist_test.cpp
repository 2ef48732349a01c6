#include "release/checklist/checklist.h"

#include <boost/json.hpp>
#include <deque>

#include <gmock/gmock.h>

#include "tests/release/support/temporary_folder.h"
#include "tests/support/set_clock.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using astronova::testing::SetClock;
using astronova::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Ends as it is told to, by the program's name; what it was asked to run is kept.
class ToldRunner final : public ProgramRunner {
 public:
  Result<ProgramResult> run(const CommandLine& command) override {
    commands.push_back(command);
    const auto found = results.find(command.words.front());
    if (found == results.end()) return ProgramResult{};
    return found->second;
  }
  std::map<std::string, Result<ProgramResult>> results{};
  std::vector<CommandLine> commands{};
};

constexpr const char* written = R"(
[checklist]
ticks_last = "24h"
[[checklist.items]]
name = "tests"
group = "backend"
kind = "run"
what = "All tests pass"
command = ["./test", "--of={version}", "{program}{version}", "{other}"]
deadline = "3m"
[[checklist.items]]
name = "scan"
group = "backend"
kind = "run"
what = "Nothing is known"
command = ["scan"]
[[checklist.items]]
name = "code review"
group = "backend"
kind = "tick"
what = "All is reviewed"
[[checklist.items]]
name = "TestFlight"
group = "ios"
kind = "tick"
what = "Testers have it"
)";

ChecklistSettings settings_of(const std::string& text) {
  auto file = SettingsFile::of("release.toml", text);
  auto settings = read_checklist_settings(file.top().table("checklist"));
  EXPECT_TRUE(file.finish()) << file.text();
  return settings;
}

std::string mistakes_in(const std::string& text) {
  auto file = SettingsFile::of("release.toml", text);
  read_checklist_settings(file.top().table("checklist"));
  EXPECT_FALSE(file.finish());
  return file.text();
}

class ChecklistTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_{};
  AuditLog audit_{folder_.path() + "/audit.jsonl"};
  SetClock clock_{Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28}}};
  ToldRunner runner_{};
  ChecklistSettings settings_ = settings_of(written);
  Checklist checklist_{settings_, runner_, audit_, clock_};
  ChecklistSubject subject_{"1.4.2", "anna", {}, {{"program", "/bin/a"}, {"version", "1.4.2"}}};

  ChecklistReport go() {
    return checklist_.run(subject_, [](const ChecklistItem&) {}).value();
  }
  std::vector<ItemState> states() {
    std::vector<ItemState> states;
    for (const auto& checked : go().items)
      states.push_back(checked.state);
    return states;
  }
  void tick_all() {
    for (const auto* const name : {"code review", "TestFlight"})
      ASSERT_TRUE(checklist_.tick(subject_, name, ""));
  }
};

TEST_F(ChecklistTest, IsCompleteWhenAllPassesAndAllIsTicked) {
  const auto before = go();
  EXPECT_FALSE(before.is_complete());
  EXPECT_EQ(before.summary(), "2 of 4 are open: code review, TestFlight");
  tick_all();
  const auto after = go();
  EXPECT_TRUE(after.is_complete());
  EXPECT_EQ(after.summary(), "complete");
}

TEST_F(ChecklistTest, RunsProgramsWithTheirWordsFilledInAndTheirDeadline) {
  go();
  ASSERT_THAT(runner_.commands, SizeIs(2));
  EXPECT_THAT(runner_.commands[0].words,
              ElementsAre("./test", "--of=1.4.2", "/bin/a1.4.2", "{other}"));
  EXPECT_EQ(runner_.commands[0].deadline, 3min);
}

TEST_F(ChecklistTest, NoTickHelpsAgainstAProgramThatFailed) {
  runner_.results.emplace("scan", ProgramResult{1, "one\ntwo", "three\n"});
  ASSERT_TRUE(checklist_.tick(subject_, "scan", ""));
  const auto scan = go().items[1];
  EXPECT_EQ(scan.state, ItemState::failed);
  EXPECT_EQ(scan.why, "exit status 1 after 0 s");
  EXPECT_EQ(scan.said, "one\ntwo\nthree");
}

TEST_F(ChecklistTest, AProgramThatDoesNotRunHasFailed) {
  runner_.results.emplace("scan", Error{ErrorCode::unavailable, "there is no scan", {}});
  const auto scan = go().items[1];
  EXPECT_EQ(scan.state, ItemState::failed);
  EXPECT_EQ(scan.why, "there is no scan");
}

TEST_F(ChecklistTest, APersonMayTickWhatAProgramCouldNotFindOut) {
  runner_.results.emplace("scan", ProgramResult{75, "", ""});
  tick_all();
  EXPECT_EQ(go().items[1].state, ItemState::unanswered);
  EXPECT_FALSE(go().is_complete());
  ASSERT_TRUE(checklist_.tick(subject_, "scan", ""));
  EXPECT_EQ(go().items[1].state, ItemState::ticked);
  EXPECT_TRUE(go().is_complete());
}

TEST_F(ChecklistTest, ATickCountsForItsVersionAndItsTime) {
  tick_all();
  clock_.set(clock_.now() + 24h);
  EXPECT_TRUE(go().is_complete());
  clock_.set(clock_.now() + 1s);
  EXPECT_FALSE(go().is_complete());
  tick_all();
  EXPECT_TRUE(go().is_complete());
  subject_.version = "1.4.3";
  EXPECT_FALSE(go().is_complete());
}

TEST_F(ChecklistTest, OfOneGroupLooksAtNothingElse) {
  subject_.groups = {"ios"};
  EXPECT_THAT(states(), ElementsAre(ItemState::open));
  EXPECT_THAT(runner_.commands, IsEmpty());
  subject_.groups = {"io"};
  const auto refused = checklist_.run(subject_, [](const ChecklistItem&) {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_value);
  EXPECT_THAT(refused.error().detail, HasSubstr("backend, ios"));
}

TEST_F(ChecklistTest, NobodyTicksWhatIsNotOnTheList) {
  const auto refused = checklist_.tick(subject_, "code reviw", "");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("code review"));
  EXPECT_THAT(audit_.read().value(), IsEmpty());
}

TEST_F(ChecklistTest, WritesToTheAuditLogWhoTickedAndWhatCameOfAllButNotWhatProgramsPrinted) {
  runner_.results.emplace("scan", ProgramResult{1, "a token", ""});
  ASSERT_TRUE(checklist_.tick(subject_, "code review", "pull request 41"));
  go();
  const auto entries = audit_.read().value();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].action, "checklist-tick");
  EXPECT_EQ(entries[0].by, "anna");
  EXPECT_EQ(entries[0].why, "pull request 41");
  EXPECT_EQ(entries[1].action, "checklist");
  EXPECT_EQ(entries[1].version, "1.4.2");
  EXPECT_EQ(entries[1].why, "2 of 4 are open: scan (failed), TestFlight");
  ASSERT_THAT(entries[1].judgements, SizeIs(4));
  EXPECT_TRUE(entries[1].judgements[0].is_good);
  EXPECT_EQ(entries[1].judgements[1].measured, "failed");
  EXPECT_EQ(entries[1].judgements[2].measured, "ticked by anna");
  EXPECT_FALSE(entries[1].judgements[3].is_good);
  EXPECT_THAT(json_of(entries[1]), Not(HasSubstr("a token")));
}

TEST_F(ChecklistTest, IsPrintedWithWhatToDoNext) {
  runner_.results.emplace("scan", ProgramResult{1, "a finding\n", ""});
  const auto text = text_of(go());
  EXPECT_THAT(text, HasSubstr("[x] tests: passed"));
  EXPECT_THAT(text, HasSubstr("[ ] scan: failed (exit status 1 after 0 s)"));
  EXPECT_THAT(text, HasSubstr("| a finding\n"));
  EXPECT_THAT(text, HasSubstr("checklist --tick 'code review'"));
  EXPECT_THAT(text, Not(HasSubstr("--tick 'scan'")));
}

TEST_F(ChecklistTest, IsPrintedAsJson) {
  ASSERT_TRUE(checklist_.tick(subject_, "code review", ""));
  const auto json = boost::json::parse(json_of(go()));
  EXPECT_FALSE(json.at("complete").as_bool());
  const auto& review = json.at("items").at(2);
  EXPECT_EQ(review.at("state").as_string(), "ticked");
  EXPECT_EQ(review.at("by").as_string(), "anna");
  EXPECT_EQ(review.at("at").as_string(), "2026-11-28T00:00:00Z");
}

TEST_F(ChecklistTest, ShowsOfALongOutputTheEnd) {
  std::string output;
  for (int line = 0; line < 100; ++line)
    output += "line " + std::to_string(line) + "\n";
  runner_.results.emplace("scan", ProgramResult{1, output, ""});
  const auto said = go().items[1].said;
  EXPECT_THAT(said, HasSubstr("line 99"));
  EXPECT_THAT(said, Not(HasSubstr("line 91\n")));
  runner_.results.at("scan") = ProgramResult{1, std::string(1'000'000, 'x'), ""};
  EXPECT_LE(go().items[1].said.size(), 2000U);
}

TEST(ChecklistSettings, AreRefusedWithAllThatIsWrong) {
  const auto mistakes = mistakes_in(R"([checklist]
[[checklist.items]]
name = "a"
group = "g"
what = "w"
kind = "run"
[[checklist.items]]
name = "a"
group = "g"
kind = "tick"
command = ["x"]
)");
  EXPECT_THAT(mistakes, HasSubstr("what is run needs a command"));
  EXPECT_THAT(mistakes, HasSubstr("there are two items 'a'"));
  EXPECT_THAT(mistakes, HasSubstr("what a person ticks has no command"));
  EXPECT_THAT(mistakes, HasSubstr("what = "));
}

}  // namespace
}  // namespace astronova::release
