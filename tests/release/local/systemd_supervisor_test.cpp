#include "release/local/systemd_supervisor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/local/files.h"
#include "release/posix_runner.h"
#include "tests/release/support/program_folder.h"

namespace astronova::release::local {
namespace {

using namespace std::chrono_literals;
using astronova::testing::write_program;
using astronova::testing::write_text;
using ::testing::HasSubstr;

// What systemctl(1) answers, of units whose state is in files beside it.
constexpr std::string_view stand_in = R"sh(#!/bin/bash
here=$(dirname "$0")
unit=${!#}
echo "$*" >> "$here/calls"
case "$1 $2" in
  "show --property=ActiveState") cat "$here/$unit.active" 2>/dev/null || echo inactive ;;
  "show --property=Result") cat "$here/$unit.result" 2>/dev/null || echo success ;;
  "enable --now")
    [ -e "$here/refuses" ] && { echo "Failed to start $unit: Unit not found." >&2; exit 5; }
    echo active > "$here/$unit.active" ;;
  "disable --now") rm -f "$here/$unit.active" ;;
  "reset-failed $unit") [ "$(cat "$here/$unit.active" 2>/dev/null)" = failed ] ;;
  *) echo "Unknown command verb $1." >&2; exit 1 ;;
esac
)sh";

class UnitsInSlots : public ::testing::Test {
 protected:
  UnitsInSlots() { write_program(folder_ / "systemctl", stand_in); }

  std::string calls() const { return read_file(folder_ / "calls").value(); }

  const astronova::testing::ProgramFolder folder_;
  PosixRunner runner_{};
  SystemdSupervisor supervisor_{{folder_ / "systemctl", "astronova@{slot}.service", 40s}, runner_};
};

TEST_F(UnitsInSlots, AreStartedAndStoppedForThisAndTheNextStartOfTheMachine) {
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  const auto started = supervisor_.start(Slot::blue, "/binary");
  ASSERT_TRUE(started) << started.error().detail;
  EXPECT_TRUE(supervisor_.is_running(Slot::blue).value());
  EXPECT_FALSE(supervisor_.is_running(Slot::green).value());
  EXPECT_THAT(calls(), HasSubstr("enable --now astronova@blue.service\n"));
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::by_itself);
  EXPECT_THAT(calls(), HasSubstr("disable --now astronova@blue.service\n"));
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::was_over);
}

TEST_F(UnitsInSlots, ThatHadToBeKilledAreToldFromThoseThatEnded) {
  ASSERT_TRUE(supervisor_.start(Slot::green, "/binary"));
  write_text(folder_ / "astronova@green.service.result", "timeout\n");
  EXPECT_EQ(supervisor_.stop(Slot::green).value(), Ending::killed);
}

TEST_F(UnitsInSlots, ThatHaveFailedAreStartedAgain) {
  write_text(folder_ / "astronova@blue.service.active", "failed\n");
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  ASSERT_TRUE(supervisor_.start(Slot::blue, "/binary"));
  EXPECT_THAT(calls(), HasSubstr("reset-failed astronova@blue.service\nenable"));
}

TEST_F(UnitsInSlots, SayWhyTheyCannotBeStarted) {
  write_text(folder_ / "refuses", "");
  const auto started = supervisor_.start(Slot::blue, "/binary");
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::unavailable);
  EXPECT_THAT(started.error().detail,
              HasSubstr("Failed to start astronova@blue.service: Unit not found."));
}

TEST_F(UnitsInSlots, CannotBeAskedWithoutSystemd) {
  SystemdSupervisor lonely({folder_ / "nothing", "astronova@{slot}.service", 40s}, runner_);
  const auto running = lonely.is_running(Slot::blue);
  ASSERT_FALSE(running);
  EXPECT_EQ(running.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace astronova::release::local
