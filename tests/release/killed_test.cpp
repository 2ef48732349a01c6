// The tool is killed at every point at which it writes something down or has something done, and
// started again.
#include <random>

#include <gmock/gmock.h>

#include "release/releaser/status_report.h"
#include "tests/release/support/trial.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::Killed;
using testing::Trial;

std::unique_ptr<Trial> service_of_one() {
  auto trial = std::make_unique<Trial>();
  trial->world.add_serving("r0001-1", "1");
  return trial;
}

StatusReport report_of(Trial& trial) {
  StatusReport report;
  report.service = trial.engine.status().value();
  report.state = trial.state();
  return report;
}

// What holds whatever has happened.
void expect_served(Trial& trial) {
  EXPECT_EQ(trial.world.traffic_in_all(), 100);
  EXPECT_THAT(trial.world.violations, ::testing::IsEmpty());
}

// How often a process can be killed while it does that.
template <class Do>
int points_of(const Do& something) {
  auto trial = service_of_one();
  something(*trial);
  return trial->bomb.events;
}

// A process that is killed at that point. True: it was.
template <class Do>
bool is_killed(Trial& trial, int point, const Do& something) {
  trial.bomb.left = point;
  try {
    something(trial);
  } catch (const Killed&) {
    return true;
  }
  trial.bomb.left = 0;
  return false;
}

void ship_two(Trial& trial) {
  (void)trial.ship("2");
}

void ship_what_fails(Trial& trial) {
  trial.world.figures["2"] = {1'000, 500, 10ms};
  (void)trial.ship("2");
}

void return_to_one(Trial& trial) {
  (void)trial.roll_back();
}

TEST(KilledRelease, IsResumedAtEveryPoint) {
  const int points = points_of(ship_two);
  ASSERT_GT(points, 25);
  for (int point = 1; point <= points; ++point) {
    SCOPED_TRACE(point);
    const auto trial = service_of_one();
    ASSERT_TRUE(is_killed(*trial, point, ship_two));
    expect_served(*trial);
    const auto outcome = trial->resume();
    if (outcome) {
      EXPECT_EQ(*outcome, Outcome::done);
      EXPECT_EQ(trial->serving(), "r0002-2");
    } else {
      // Nothing was begun yet, or all was done.
      EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
      EXPECT_EQ(trial->serving(), point < 3 ? "r0001-1" : "r0002-2");
    }
    expect_served(*trial);
    EXPECT_FALSE(trial->state().under_way.has_value());
  }
}

TEST(KilledRelease, IsPromotedOnlyWhereItHasPassedItsTests) {
  const int points = points_of(ship_two);
  int refused = 0;
  for (int point = 1; point <= points; ++point) {
    SCOPED_TRACE(point);
    const auto trial = service_of_one();
    ASSERT_TRUE(is_killed(*trial, point, ship_two));
    const auto before = trial->state().under_way;
    const auto outcome = trial->promote();
    if (before && !before->has_passed_tests) {
      ++refused;
      EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
      EXPECT_EQ(trial->serving(), "r0001-1");
    } else if (before) {
      EXPECT_EQ(outcome.value(), Outcome::done);
      EXPECT_EQ(trial->serving(), "r0002-2");
    }
    expect_served(*trial);
  }
  EXPECT_GT(refused, 2);
}

TEST(KilledRelease, IsRolledBackAtEveryPoint) {
  const int points = points_of(ship_two);
  for (int point = 1; point <= points; ++point) {
    SCOPED_TRACE(point);
    const auto trial = service_of_one();
    ASSERT_TRUE(is_killed(*trial, point, ship_two));
    const auto outcome = trial->roll_back();
    if (outcome) {
      EXPECT_EQ(*outcome, Outcome::done);
    } else {
      EXPECT_EQ(outcome.error().code, ErrorCode::forbidden);
    }
    EXPECT_EQ(trial->serving(), "r0001-1");
    EXPECT_EQ(trial->world.traffic_of("r0002-2"), -1);
    expect_served(*trial);
    EXPECT_FALSE(trial->state().under_way.has_value());
  }
}

TEST(KilledRelease, StatusTellsTheTruthAtEveryPoint) {
  const int points = points_of(ship_two);
  for (int point = 1; point <= points; ++point) {
    SCOPED_TRACE(point);
    const auto trial = service_of_one();
    ASSERT_TRUE(is_killed(*trial, point, ship_two));
    const auto report = report_of(*trial);
    const auto text = text_of(report);
    for (const auto& [name, revision] : trial->world.revisions)
      EXPECT_THAT(text, HasSubstr(fmt::format("{:>5} %", revision.traffic_percent)));
    if (!report.state.under_way) continue;
    const auto now = std::max(0, trial->world.traffic_of("r0002-2"));
    EXPECT_THAT(text, HasSubstr(fmt::format("and has {} %", now)));
    EXPECT_THAT(text, HasSubstr("`ship --resume` goes on, `rollback` gives all requests back"));
    // What was meant is at least what is: it is written down first.
    EXPECT_GE(report.state.under_way->percent, now);
  }
}

TEST(KilledRelease, ARollbackIsBroughtToItsEndAtEveryPoint) {
  const int points = points_of(ship_what_fails);
  for (int point = 1; point <= points; ++point) {
    for (const bool by_resume : {true, false}) {
      SCOPED_TRACE(point);
      const auto trial = service_of_one();
      ASSERT_TRUE(is_killed(*trial, point, ship_what_fails));
      expect_served(*trial);
      (void)(by_resume ? trial->resume() : trial->roll_back());
      EXPECT_EQ(trial->serving(), "r0001-1");
      EXPECT_FALSE(trial->state().under_way.has_value());
      expect_served(*trial);
    }
  }
}

TEST(KilledRelease, AWantedRollbackIsBroughtToItsEndAtEveryPoint) {
  for (int point = 1;; ++point) {
    SCOPED_TRACE(point);
    const auto trial = service_of_one();
    ASSERT_EQ(trial->ship("2").value(), Outcome::done);
    if (!is_killed(*trial, point, return_to_one)) {
      ASSERT_GT(point, 5);
      break;
    }
    expect_served(*trial);
    (void)trial->roll_back();
    EXPECT_EQ(trial->serving(), "r0001-1");
    EXPECT_FALSE(trial->state().under_way.has_value());
    expect_served(*trial);
  }
}

// Whatever people and mishaps do in whatever order: nothing untested has traffic, all requests go
// somewhere, and in the end one command sets it right.
TEST(Releases, NeverGiveTrafficToWhatHasNotPassedTheSmokeTests) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto pick = [&random](unsigned count) { return static_cast<int>(random() % count); };
    const auto trial = service_of_one();
    if (pick(3) == 0) trial->settings.approval_before = {10, 100};
    for (int move = 0; move < 12; ++move) {
      const auto version = std::to_string(2 + move);
      switch (pick(7)) {
        case 0:
          trial->world.broken_paths[version] = {pick(2) == 0 ? "/chart" : "/health"};
          break;
        case 1:
          trial->world.wrong_version.insert(version);
          break;
        case 2:
          trial->world.figures[version] = {1'000, 100, 10ms};
          break;
        case 3:
          trial->world.not_startable.insert(version);
          break;
        default:
          break;
      }
      trial->waits_until_stop = pick(4) == 0 ? 1 + pick(200) : 0;
      trial->bomb.left = pick(3) == 0 ? 0 : 1 + pick(40);
      try {
        switch (pick(6)) {
          case 0:
            (void)trial->roll_back();
            break;
          case 1:
            (void)trial->resume(pick(2) == 0);
            break;
          case 2:
            (void)trial->promote();
            break;
          case 3:
            (void)trial->abort();
            break;
          default:
            (void)trial->ship(version);
            break;
        }
      } catch (const Killed&) {
      }
      expect_served(*trial);
      if (::testing::Test::HasFailure()) return;
    }
    trial->bomb.left = 0;
    trial->waits_until_stop = 0;
    if (trial->state().under_way) (void)trial->roll_back();
    EXPECT_NE(trial->serving(), "");
    EXPECT_FALSE(trial->state().under_way.has_value());
    expect_served(*trial);
  }
}

}  // namespace
}  // namespace astronova::release
