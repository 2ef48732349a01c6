#include <gmock/gmock.h>

#include "release/releaser/status_report.h"
#include "tests/release/support/trial.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Trial;

struct Releasing : ::testing::Test {
  Releasing() { trial.world.add_serving("r0001-1", "1"); }

  // A release that a gate ends: the old one has everything, and the reason is known.
  void expect_rolled_back(const Result<Outcome>& outcome, const std::string& why) {
    ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
    EXPECT_EQ(*outcome, Outcome::rolled_back);
    EXPECT_EQ(trial.serving(), "r0001-1");
    EXPECT_EQ(trial.world.traffic_of("r0002-2"), -1) << "it was not removed";
    EXPECT_FALSE(trial.state().under_way.has_value());
    EXPECT_THAT(trial.last("rolled-back").why, HasSubstr(why));
    EXPECT_TRUE(trial.world.violations.empty());
  }

  Trial trial{};
};

TEST_F(Releasing, GoesUpStepByStepAndKeepsTheOldOne) {
  const auto outcome = trial.ship("2");
  ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
  EXPECT_EQ(*outcome, Outcome::done);
  EXPECT_THAT(trial.world.told,
              ElementsAre("start r0002-2", "split r0002-2 1", "split r0002-2 10",
                          "split r0002-2 50", "split r0002-2 100", "serve r0002-2"));
  EXPECT_EQ(trial.serving(), "r0002-2");
  EXPECT_TRUE(trial.world.revisions.at("r0001-1").is_running);
  const auto state = trial.state();
  EXPECT_FALSE(state.under_way.has_value());
  ASSERT_EQ(state.good.size(), 2U);
  EXPECT_EQ(state.good.back().revision, "r0002-2");
  EXPECT_TRUE(trial.world.violations.empty());
}

TEST_F(Releasing, RemovesWhatIsOlderThanThePreviousOne) {
  for (const char* const version : {"2", "3", "4"})
    ASSERT_EQ(trial.ship(version).value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0004-4");
  EXPECT_EQ(trial.world.revisions.size(), 2U);
  EXPECT_TRUE(trial.world.revisions.contains("r0003-3"));
}

TEST_F(Releasing, WritesDownWhoDidWhatWhenAndWithWhichFigures) {
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  std::vector<std::string> actions;
  const auto entries = trial.audit.read().value();
  for (const auto& entry : entries)
    actions.push_back(entry.action);
  EXPECT_THAT(actions,
              ElementsAre("ship", "tested", "canary", "canary", "canary", "canary", "promoted"));
  EXPECT_EQ(entries[2].by, "alice");
  EXPECT_EQ(entries[2].digest, "sha256:2");
  EXPECT_EQ(entries[2].percent, 1);
  ASSERT_EQ(entries[2].judgements.size(), 2U);
  EXPECT_EQ(entries[2].judgements[0].measured, "1 (0 of 10000 requests failed)");
  EXPECT_EQ(entries[2].at, trial.clock.now());
}

TEST_F(Releasing, TheFirstReleaseHasNothingToShareWith) {
  Trial fresh;
  ASSERT_EQ(fresh.ship("1").value(), Outcome::done);
  EXPECT_THAT(fresh.world.told, ElementsAre("start r0001-1", "serve r0001-1"));
  EXPECT_TRUE(fresh.world.violations.empty());
}

TEST_F(Releasing, AFirstReleaseThatFailsIsTriedAgainOrMakesRoom) {
  Trial fresh;
  fresh.settings.service.address = "http://nowhere.test";
  const auto outcome = fresh.ship("1");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_THAT(outcome.error().detail, HasSubstr("There is nothing to return to"));
  EXPECT_EQ(fresh.serving(), "r0001-1");
  EXPECT_FALSE(fresh.resume().has_value());
  EXPECT_EQ(fresh.ship("2").error().code, ErrorCode::forbidden);
  EXPECT_EQ(fresh.abort().value(), Outcome::done);
  EXPECT_EQ(fresh.serving(), "r0001-1");
  fresh.settings.service.address = "http://service.test";
  EXPECT_EQ(fresh.ship("2").value(), Outcome::done);
  EXPECT_EQ(fresh.serving(), "r0002-2");
}

TEST_F(Releasing, WhatDoesNotStartNeverGetsTraffic) {
  trial.world.not_startable.insert("2");
  expect_rolled_back(trial.ship("2"), "start: it ended with 127");
  EXPECT_THAT(trial.world.told, ElementsAre("start r0002-2", "discard r0002-2"));
}

TEST_F(Releasing, WhatIsNeverReadyNeverGetsTraffic) {
  trial.world.never_ready.insert("2");
  expect_rolled_back(trial.ship("2"), "it is not ready after 60 s");
}

TEST_F(Releasing, WhatFailsASmokeTestNeverGetsTraffic) {
  trial.world.broken_paths["2"] = {"/chart"};
  expect_rolled_back(trial.ship("2"), "smoke test 'chart': the status is 500; it must be 200");
  EXPECT_THAT(trial.world.told, ElementsAre("start r0002-2", "discard r0002-2"));
}

TEST_F(Releasing, AWrongVersionNeverGetsTraffic) {
  trial.world.wrong_version.insert("2");
  expect_rolled_back(trial.ship("2"), "/version is \"0.0.0\"; it must be \"2\"");
}

TEST_F(Releasing, FailuresAtTheFirstStepHurtNoMoreThanItsShare) {
  trial.world.figures["2"] = {1'000, 50, 10ms};
  expect_rolled_back(trial.ship("2"), "success rate is 0.95");
  EXPECT_THAT(trial.world.told,
              ElementsAre("start r0002-2", "split r0002-2 1", "serve r0001-1", "discard r0002-2"));
  EXPECT_EQ(trial.last("canary-failed").percent, 1);
  trial.tool([](auto& releaser) {
    EXPECT_EQ(releaser.ship(Trial::wish("2")).value(), Outcome::rolled_back);
    EXPECT_THAT(releaser.reason(), HasSubstr("success rate is 0.95"));
    return 0;
  });
}

TEST_F(Releasing, SlownessIsSeen) {
  trial.world.figures["2"] = {1'000, 0, 20ms};
  expect_rolled_back(trial.ship("2"), "p99 is 20 ms; it must be at most 15 ms");
}

TEST_F(Releasing, ACrashUnderTrafficIsSeen) {
  trial.world.crashing_at_traffic.insert("2");
  expect_rolled_back(trial.ship("2"), "is not running any more");
}

TEST_F(Releasing, ABalancerThatDoesNotSplitIsAFailure) {
  trial.world.broken_operation = "split";
  expect_rolled_back(trial.ship("2"), "split: the balancer is silent");
}

TEST_F(Releasing, AServiceThatDoesNotAnswerAfterThePromotionIsRolledBack) {
  trial.settings.service.address = "http://nowhere.test";
  const auto outcome = trial.ship("2");
  // Nor does the old one answer there, which is told as well.
  ASSERT_FALSE(outcome.has_value());
  EXPECT_THAT(outcome.error().detail, HasSubstr("r0001-1 has all traffic again, but"));
  EXPECT_EQ(trial.serving(), "r0001-1");
}

TEST_F(Releasing, TrafficThatCannotBeGivenBackIsSaidAndCanBeTriedAgain) {
  trial.world.figures["2"] = {1'000, 50, 10ms};
  trial.world.broken_operation = "serve r0001-1";
  const auto outcome = trial.ship("2");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::internal);
  EXPECT_THAT(outcome.error().detail, HasSubstr("could not be given back to r0001-1"));
  EXPECT_EQ(trial.state().under_way->step, Step::rolling_back);
  trial.world.broken_operation.clear();
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0001-1");
}

TEST_F(Releasing, AskedToStopItGivesAllTrafficBack) {
  trial.waits_until_stop = 70;
  expect_rolled_back(trial.ship("2"), "asked to stop");
  EXPECT_THAT(trial.world.told, Contains("split r0002-2 10"));
}

TEST_F(Releasing, RefusesWhereSomebodyElseHasLockedIt) {
  ASSERT_TRUE(trial.lock.take({"bob", "moving the database", trial.clock.now()}).has_value());
  // Nor is anything built.
  trial.settings.hooks.before_build = {"false"};
  const auto outcome = trial.ship("2");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
  EXPECT_THAT(outcome.error().detail, HasSubstr("bob has locked it"));
  EXPECT_TRUE(trial.world.told.empty());
  trial.settings.hooks.before_build.clear();
  ASSERT_TRUE(trial.lock.give_back("bob", false).has_value());
  ASSERT_TRUE(trial.lock.take({"alice", "mine", trial.clock.now()}).has_value());
  EXPECT_EQ(trial.ship("2").value(), Outcome::done);
}

TEST_F(Releasing, RefusesInAFreezeUnlessThatIsOverriddenWhichIsWrittenDown) {
  trial.settings.freezes = {FreezeWindow{.name = "always"}};
  const auto outcome = trial.ship("2");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
  EXPECT_THAT(outcome.error().detail, HasSubstr("nothing is released in 'always'"));
  auto wish = Trial::wish("2");
  wish.freeze_override = "people cannot sign in";
  EXPECT_EQ(trial.tool([&](auto& tool) { return tool.ship(wish); }).value(), Outcome::done);
  EXPECT_EQ(trial.last("ship").why, "freeze overridden: people cannot sign in");
  // What is released can be taken back at any time.
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
}

TEST_F(Releasing, RefusesWhatTheServingBuildCouldNotLiveWith) {
  trial.schemas.by_version["2"] = {6, 5};
  const auto outcome = trial.ship("2");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
  EXPECT_THAT(outcome.error().detail,
              HasSubstr("r0002-2 brings the database to schema 6, which programs of schema 5 and "
                        "later can live with; r0001-1 knows schema 4"));
  EXPECT_TRUE(trial.world.told.empty());
  trial.schemas.by_version["2"] = {6, 4};
  EXPECT_EQ(trial.ship("2").value(), Outcome::done);
}

TEST_F(Releasing, WhatIsNotKnownOfTheDatabaseStandsAgainstItWhereThatIsWanted) {
  trial.schemas.unknown = {"2"};
  EXPECT_EQ(trial.ship("2").error().code, ErrorCode::forbidden);
  auto wish = Trial::wish("2");
  wish.schema = Schema{5, 4};
  EXPECT_TRUE(trial.tool([&](auto& tool) { return tool.plan(wish); }).value().objections.empty());
  trial.settings.schema_check = SchemaCheck::when_known;
  const auto plan = trial.tool([&](auto& tool) { return tool.plan(Trial::wish("2")); });
  EXPECT_TRUE(plan->objections.empty());
  EXPECT_THAT(plan->remarks, Contains(HasSubstr("it cannot be asked")));
}

TEST_F(Releasing, RefusesAnotherVersionThanExpected) {
  auto wish = Trial::wish("2");
  wish.expected_version = "3";
  const auto outcome = trial.tool([&](auto& tool) { return tool.ship(wish); });
  EXPECT_THAT(outcome.error().detail, HasSubstr("2 is version '2', and '3' is wanted"));
}

TEST_F(Releasing, APlanTouchesNothing) {
  const auto plan = trial.tool([&](auto& tool) { return tool.plan(Trial::wish("2")); });
  ASSERT_TRUE(plan.has_value());
  EXPECT_TRUE(trial.world.told.empty());
  EXPECT_TRUE(trial.audit.read().value().empty());
  EXPECT_EQ(trial.bomb.events, 0) << "the state was written";
  const auto text = text_of(*plan);
  EXPECT_THAT(text, HasSubstr("- r0001-1 1 sha256:1\n+ r0002-2 2 sha256:2\n"));
  EXPECT_THAT(text, HasSubstr("give it 10 % of the requests, and watch it for 1m\n"));
  EXPECT_THAT(json_of(*plan), HasSubstr(R"("refused":[])"));
}

TEST_F(Releasing, AWrongArtifactIsTheCallersMistake) {
  const auto outcome = trial.ship("missing");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::invalid_value);
  EXPECT_TRUE(trial.audit.read().value().empty());
}

TEST_F(Releasing, DoesNotBeginWhatItCannotWriteDown) {
  trial.audit = AuditLog("/proc/none/audit.jsonl");
  EXPECT_FALSE(trial.ship("2").has_value());
  EXPECT_TRUE(trial.world.told.empty());
}

TEST_F(Releasing, WaitsForApprovalWithTheSplitAsItIs) {
  trial.settings.approval_before = {50, 100};
  EXPECT_EQ(trial.ship("2").value(), Outcome::waits_for_approval);
  EXPECT_EQ(trial.world.traffic_of("r0002-2"), 10);
  EXPECT_EQ(trial.state().under_way->waits_for, 50);
  EXPECT_EQ(trial.resume().value(), Outcome::waits_for_approval);
  EXPECT_EQ(trial.resume(true).value(), Outcome::waits_for_approval);
  EXPECT_EQ(trial.state().under_way->waits_for, 100);
  EXPECT_EQ(trial.world.traffic_of("r0002-2"), 50);
  EXPECT_EQ(trial.resume(true).value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0002-2");
  EXPECT_EQ(std::ranges::count(trial.world.told, "split r0002-2 10"), 1);
}

TEST_F(Releasing, PromotesAtOnceWhatHasPassedItsTests) {
  EXPECT_EQ(trial.promote().error().code, ErrorCode::forbidden);
  trial.settings.approval_before = {10};
  ASSERT_EQ(trial.ship("2").value(), Outcome::waits_for_approval);
  EXPECT_EQ(trial.promote().value(), Outcome::done);
  EXPECT_EQ(trial.world.told.back(), "serve r0002-2");
  EXPECT_EQ(trial.serving(), "r0002-2");
}

TEST_F(Releasing, GivesUpWhatWaits) {
  trial.settings.approval_before = {10};
  ASSERT_EQ(trial.ship("2").value(), Outcome::waits_for_approval);
  EXPECT_EQ(trial.ship("3").error().code, ErrorCode::forbidden);
  EXPECT_EQ(trial.abort().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0001-1");
  EXPECT_EQ(trial.abort().error().code, ErrorCode::forbidden);
  EXPECT_EQ(trial.ship("3").value(), Outcome::waits_for_approval);
}

TEST_F(Releasing, RollsBackToThePreviousOneAndTheOneBeforeThat) {
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  ASSERT_EQ(trial.ship("3").value(), Outcome::done);
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0002-2");
  EXPECT_EQ(trial.world.traffic_of("r0003-3"), -1);
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0001-1");
  EXPECT_EQ(trial.roll_back().error().code, ErrorCode::forbidden);
  // A name is never given twice.
  ASSERT_EQ(trial.ship("3").value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0004-3");
  EXPECT_TRUE(trial.world.violations.empty());
}

TEST_F(Releasing, RollsBackToANamedOne) {
  for (const char* const version : {"2", "3"})
    ASSERT_EQ(trial.ship(version).value(), Outcome::done);
  EXPECT_EQ(trial.roll_back("r0001-1").value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0001-1");
  EXPECT_EQ(trial.world.revisions.size(), 1U);
  EXPECT_EQ(trial.roll_back("r0001-1").error().code, ErrorCode::forbidden);
  EXPECT_EQ(trial.roll_back("r0009").error().code, ErrorCode::forbidden);
}

TEST_F(Releasing, DoesNotReturnToWhatCannotLiveWithTheDatabaseAnyMore) {
  trial.schemas.by_version["2"] = {5, 4};
  trial.schemas.by_version["3"] = {6, 5};
  for (const char* const version : {"2", "3"})
    ASSERT_EQ(trial.ship(version).value(), Outcome::done);
  const auto outcome = trial.roll_back("r0001-1");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
  EXPECT_THAT(outcome.error().detail, HasSubstr("r0001-1 knows schema 4 of the database"));
  EXPECT_EQ(trial.roll_back("r0002-2").value(), Outcome::done);
}

TEST_F(Releasing, TestsWhatItDoesNotKnowBeforeItReturnsToIt) {
  trial.world.revisions["old"] = {"old", {"0", "sha256:0", "0"}, 0, true, true, "http://old.test"};
  trial.world.broken_paths["0"] = {"/chart"};
  EXPECT_THAT(trial.roll_back("old").error().detail, HasSubstr("was never promoted, and fails"));
  trial.world.broken_paths.clear();
  EXPECT_EQ(trial.roll_back("old").value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "old");
  EXPECT_TRUE(trial.world.violations.empty());
}

TEST_F(Releasing, SaysWhenWhatItReturnedToDoesNotAnswer) {
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  trial.world.wrong_version.insert("1");
  const auto outcome = trial.roll_back();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_THAT(outcome.error().detail,
              HasSubstr("r0001-1 has all traffic again, but does not answer as it should"));
  EXPECT_FALSE(trial.state().under_way.has_value());
}

TEST_F(Releasing, DoesNotTakeAServiceThatIsDownForANewOne) {
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  for (auto& [name, revision] : trial.world.revisions) {
    revision.traffic_percent = 0;
    revision.is_running = false;
  }
  const auto outcome = trial.ship("3");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
  EXPECT_THAT(outcome.error().detail, HasSubstr("though r0002-2 was promoted last"));
  // What was promoted last is what it goes back to, and nothing is removed.
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0002-2");
  EXPECT_EQ(trial.state().good.size(), 2U);
  EXPECT_EQ(trial.ship("3").value(), Outcome::done);
}

TEST_F(Releasing, HasNothingToResumeWhereNothingIsUnfinished) {
  EXPECT_EQ(trial.resume().error().code, ErrorCode::forbidden);
}

TEST_F(Releasing, GoesOnWithWhatItFindsWhereItRemembersNothing) {
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  ASSERT_EQ(std::remove(trial.folder.file("release.json").c_str()), 0);
  ASSERT_EQ(trial.ship("3").value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0003-3");
  EXPECT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(trial.serving(), "r0002-2");
}

}  // namespace
}  // namespace astronova::release
