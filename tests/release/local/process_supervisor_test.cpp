#include "release/local/process_supervisor.h"

#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "release/local/files.h"
#include "tests/release/support/program_folder.h"

namespace astronova::release::local {
namespace {

using namespace std::chrono_literals;
using astronova::testing::write_program;
using astronova::testing::write_text;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

// Says that it has begun, and then waits for signals.
constexpr std::string_view obedient =
    "#!/bin/bash\ntrap 'kill $!; echo told to stop; exit 0' TERM\n"
    "echo \"port $PORT secret $SECRET\"\nsleep 1000 &\necho begun > \"$0.begun\"\nwait\n";
constexpr std::string_view stubborn =
    "#!/bin/bash\ntrap '' TERM\necho begun > \"$0.begun\"\nwhile :; do sleep 1; done\n";

class ProcessesInSlots : public ::testing::Test {
 protected:
  ~ProcessesInSlots() override {
    for (const auto slot : slots) {
      if (const auto process = recorded(slot); process && process_with(process->id) == process)
        kill(-process->id, SIGKILL);
    }
  }

  ProcessSettings settings() const {
    return {folder_ / "slots", {18'081, 18'082}, {"serve"}, folder_ / "environment", 60s};
  }
  std::string program(std::string_view text) {
    write_program(folder_ / "server", text);
    std::filesystem::remove(folder_ / "server.begun");
    return folder_ / "server";
  }
  void start(ProcessSupervisor& supervisor, std::string_view text) {
    const auto started = supervisor.start(Slot::blue, program(text));
    ASSERT_TRUE(started) << started.error().detail;
    while (!std::filesystem::exists(folder_ / "server.begun")) {
      const auto running = supervisor.is_running(Slot::blue);
      ASSERT_TRUE(running && *running) << supervisor.last_words(Slot::blue);
    }
  }
  std::string file(Slot slot, const std::string& name) const {
    return folder_ / ("slots/" + std::string(name_of(slot)) + "/" + name);
  }
  std::optional<ProcessIdentity> recorded(Slot slot) const {
    const auto text = read_file(file(slot, "process.json"));
    return text ? read_process(*text) : std::nullopt;
  }

  const astronova::testing::ProgramFolder folder_;
  ProcessSupervisor supervisor_{[this] {
    write_text(folder_ / "environment", "SECRET=of-the-file\n");
    return settings();
  }()};
};

TEST_F(ProcessesInSlots, RunUntilTheyAreStopped) {
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  start(supervisor_, obedient);
  EXPECT_TRUE(supervisor_.is_running(Slot::blue).value());
  EXPECT_FALSE(supervisor_.is_running(Slot::green).value());
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::by_itself);
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  EXPECT_EQ(supervisor_.last_words(Slot::blue), "told to stop");
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::was_over);
}

TEST_F(ProcessesInSlots, AreNotStartedTwice) {
  start(supervisor_, obedient);
  const auto first = recorded(Slot::blue);
  ASSERT_TRUE(supervisor_.start(Slot::blue, folder_ / "server"));
  EXPECT_EQ(recorded(Slot::blue), first);
}

TEST_F(ProcessesInSlots, AreKnownToWhoComesLater) {
  start(supervisor_, obedient);
  ProcessSupervisor another(settings());
  EXPECT_TRUE(another.is_running(Slot::blue).value());
  EXPECT_EQ(another.stop(Slot::blue).value(), Ending::by_itself);
}

TEST_F(ProcessesInSlots, AreInASessionOfTheirOwnWithNoDescriptorOfOurs) {
  start(supervisor_, obedient);
  const auto process = recorded(Slot::blue);
  ASSERT_TRUE(process);
  EXPECT_EQ(getsid(process->id), process->id);
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/" + std::to_string(process->id) + "/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry, gone).string();
    EXPECT_THAT(target, ::testing::AnyOf(HasSubstr("/dev/null"), HasSubstr("server"),
                                         HasSubstr("pipe:"), ""))
        << entry.path();
  }
}

TEST_F(ProcessesInSlots, HaveThePortOfTheirSlotAndTheVariablesOfTheFileAlone) {
  setenv("ASTRONOVA_TEST_OF_THE_OPERATOR", "1", 1);
  const auto variables = supervisor_.environment(Slot::green).value();
  EXPECT_THAT(variables, Contains(Pair("PORT", "18082")));
  EXPECT_THAT(variables, Contains(Pair("SECRET", "of-the-file")));
  EXPECT_THAT(variables, ::testing::Not(Contains(Pair("ASTRONOVA_TEST_OF_THE_OPERATOR", "1"))));
  start(supervisor_, obedient);
  EXPECT_THAT(read_file(file(Slot::blue, "server.log")).value(),
              HasSubstr("port 18081 secret of-the-file"));
}

TEST_F(ProcessesInSlots, AreKilledWhenTheyDoNotStop) {
  auto impatient = settings();
  impatient.stop_within = 100ms;
  ProcessSupervisor supervisor(impatient);
  start(supervisor, stubborn);
  EXPECT_EQ(supervisor.stop(Slot::blue).value(), Ending::killed);
  EXPECT_FALSE(supervisor.is_running(Slot::blue).value());
}

TEST_F(ProcessesInSlots, AreNotTakenForAnotherProcessOfTheSameNumber) {
  start(supervisor_, obedient);
  const auto process = recorded(Slot::blue);
  auto earlier = *process;
  --earlier.started;
  write_text(file(Slot::blue, "process.json"), text_of(earlier));
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::was_over);
  EXPECT_EQ(process_with(process->id), process) << "it was not ours to stop";
  write_text(file(Slot::blue, "process.json"), text_of(*process));
}

TEST_F(ProcessesInSlots, ThatHaveCrashedDoNotRun) {
  start(supervisor_, obedient);
  kill(recorded(Slot::blue)->id, SIGKILL);
  while (supervisor_.is_running(Slot::blue).value()) {
  }
  EXPECT_EQ(supervisor_.stop(Slot::blue).value(), Ending::was_over);
}

TEST_F(ProcessesInSlots, SayWhyTheyCannotBeStarted) {
  const auto started = supervisor_.start(Slot::blue, folder_ / "nothing");
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::unavailable);
  EXPECT_THAT(started.error().detail, HasSubstr("No such file"));
  EXPECT_FALSE(supervisor_.is_running(Slot::blue).value());
}

TEST_F(ProcessesInSlots, KeepWhatTheOneBeforeHasWritten) {
  start(supervisor_, obedient);
  ASSERT_TRUE(supervisor_.stop(Slot::blue));
  start(supervisor_, obedient);
  EXPECT_THAT(read_file(file(Slot::blue, "server.log.1")).value(), HasSubstr("told to stop"));
}

TEST(ProcessStart, IsReadWhateverTheProgramsName) {
  EXPECT_EQ(started_in("12 (a ) b (c) S 1 12 12 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 1"),
            4711U);
  EXPECT_EQ(started_in("12 (a) Z 1 12 12 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 1"),
            std::nullopt)
      << "it has ended";
  EXPECT_EQ(started_in("12 (a) S 1 12"), std::nullopt);
  EXPECT_EQ(started_in(""), std::nullopt);
  EXPECT_EQ(process_with(getpid())->id, getpid());
}

TEST(ProcessIdentities, ComeBackFromTheirText) {
  const ProcessIdentity process{4711, 123'456'789'012, "a-boot"};
  EXPECT_EQ(read_process(text_of(process)), process);
  for (const auto* const text :
       {"", "{}", "[]", R"({"pid":"x","started":1,"boot":""})",
        R"({"pid":-1,"started":1,"boot":""})", R"({"pid":0,"started":1,"boot":""})"})
    EXPECT_EQ(read_process(text), std::nullopt) << text;
}

}  // namespace
}  // namespace astronova::release::local
