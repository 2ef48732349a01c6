#include "release/gates/canary.h"

#include <gmock/gmock.h>

#include "tests/release/support/trial.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using End = CanaryReport::End;

// Figures that a test says, in order, the last again and again.
class ScriptedFigures final : public FigureSource {
 public:
  Result<void> begin(const std::vector<Revision>& revisions) override {
    begun = revisions;
    return {};
  }
  Result<Figures> of(const Revision& revision, std::chrono::seconds window) override {
    if (revision.name == "blue") return blue;
    last_window = window;
    ++evaluations;
    const auto figures = green.front();
    if (green.size() > 1) green.erase(green.begin());
    return figures;
  }
  std::vector<Revision> begun{};
  std::vector<Result<Figures>> green{Figures{1'000, 0, 10ms}};
  Result<Figures> blue = Figures{1'000, 0, 10ms};
  std::chrono::seconds last_window{};
  int evaluations = 0;
};

struct Canary : ::testing::Test {
  Canary() {
    world.add_serving("blue", "1");
    world.add_serving("green", "2");
    settings.interval = 10s;
  }
  CanaryReport watch(int percent = 10, std::chrono::seconds window = 60s) {
    return gate.watch("green", "blue", {percent, window});
  }

  testing::Bomb bomb{};
  testing::World world{};
  testing::FakeEngine engine{world, bomb};
  testing::FakeHttp http{world};
  testing::FakeWaiter waiter{};
  ScriptedFigures figures{};
  CanarySettings settings{};
  CanaryGate gate{settings, engine, figures, http, waiter};
};

TEST_F(Canary, PassesWhatIsAsGoodAsTheStableOneWhenItsWindowIsOver) {
  const auto began = waiter.now();
  const auto report = watch();
  EXPECT_EQ(report.end, End::passed) << report.why;
  EXPECT_EQ(waiter.now() - began, 60s);
  EXPECT_EQ(figures.begun.size(), 2U);
  EXPECT_EQ(figures.evaluations, 6);
  EXPECT_EQ(figures.last_window, 60s);
  ASSERT_EQ(report.judgements.size(), 2U);
  EXPECT_EQ(report.candidate.requests, 1'000U);
}

TEST_F(Canary, NamesTheSuccessRateThatFailedBeforeTheWindowIsOver) {
  figures.green = {Figures{1'000, 10, 10ms}};
  const auto began = waiter.now();
  const auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_EQ(report.why,
            "success rate is 0.99 (10 of 1000 requests failed); it must be at least 0.995");
  // One failure is allowed, so the second evaluation ends it.
  EXPECT_EQ(waiter.now() - began, 20s);
}

TEST_F(Canary, NamesTheP99ThatFailed) {
  figures.green = {Figures{1'000, 0, 20ms}};
  const auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_THAT(report.why, HasSubstr("p99 is 20 ms; it must be at most 15 ms"));
}

TEST_F(Canary, AP99BelowTheFloorIsGoodHoweverFastTheStableOneIs) {
  figures.green = {Figures{1'000, 0, 4ms}};
  figures.blue = Figures{1'000, 0, 1ms};
  EXPECT_EQ(watch().end, End::passed);
}

TEST_F(Canary, ForgivesAsManyBadLooksAsItMayButNotTheLastOfTheWindow) {
  const Figures bad{1'000, 100, 10ms};
  const Figures good{2'000, 0, 10ms};
  figures.green = {bad, good};
  EXPECT_EQ(watch().end, End::passed);
  figures.green = {good, good, good, good, good, bad};
  EXPECT_EQ(watch().end, End::failed);
  settings.failure_limit = 0;
  figures.green = {bad, good};
  EXPECT_EQ(watch().end, End::failed);
}

TEST_F(Canary, TooFewRequestsAreWaitedForAndThenFail) {
  figures.green = {Figures{199, 199, 1s}};
  const auto began = waiter.now();
  auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_EQ(report.why, "sample: it is 199 requests; it must be at least 200");
  EXPECT_GE(waiter.now() - began, 60s + 600s);
  // Enough of them come late.
  std::vector<Result<Figures>> late(10, Figures{199, 0, 10ms});
  late.emplace_back(Figures{200, 0, 10ms});
  figures.green = late;
  report = watch();
  EXPECT_EQ(report.end, End::passed) << report.why;
  EXPECT_EQ(report.candidate.requests, 200U);
}

TEST_F(Canary, TooFewRequestsPassOrFailAtOnceWhereThatIsWanted) {
  figures.green = {Figures{10, 10, 1s}};
  settings.too_few = TooFew::pass;
  EXPECT_EQ(watch().end, End::passed);
  settings.too_few = TooFew::fail;
  const auto began = waiter.now();
  EXPECT_EQ(watch().end, End::failed);
  EXPECT_EQ(waiter.now() - began, 60s);
}

TEST_F(Canary, ACrashIsSeenAtTheNextLook) {
  settings.poll = 1s;
  world.revisions.at("green").is_running = false;
  const auto began = waiter.now();
  const auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_EQ(report.why, "health: green is not running any more; it must be");
  EXPECT_EQ(waiter.now() - began, 0s);
}

TEST_F(Canary, WhatIsNotReadyForLongerThanItMayBeFails) {
  world.revisions.at("green").is_ready = false;
  const auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_EQ(report.why, "health: /readyz answers 503 (2 looks in a row); it must be ready");
}

TEST_F(Canary, ARestartEndsItThoughFiguresMayFailOnce) {
  figures.green = {Error{ErrorCode::conflict, "it was started again since the step began", {}}};
  const auto report = watch();
  EXPECT_EQ(report.end, End::failed);
  EXPECT_EQ(report.why, "figures: it was started again since the step began");
  EXPECT_EQ(figures.evaluations, 1);
  // What cannot be asked for a moment is another matter.
  figures.green = {Error{ErrorCode::unavailable, "no answer", {}}, Figures{1'000, 0, 10ms}};
  EXPECT_EQ(watch().end, End::passed);
}

TEST_F(Canary, AtAHundredPercentItIsComparedWithWhatTheStableOneWasBefore) {
  EXPECT_EQ(watch(50).end, End::passed);
  figures.blue = Figures{0, 0, 0ms};
  figures.green = {Figures{1'000, 0, 30ms}};
  const auto report = watch(100);
  EXPECT_EQ(report.end, End::failed);
  EXPECT_THAT(report.why, HasSubstr("p99 is 30 ms; it must be at most 15 ms"));
}

TEST_F(Canary, EndsEarlyWhenItIsAskedToStop) {
  waiter.waits_until_stop = 3;
  const auto began = waiter.now();
  EXPECT_EQ(watch().end, End::asked_to_stop);
  EXPECT_LT(waiter.now() - began, 10s);
}

}  // namespace
}  // namespace astronova::release
