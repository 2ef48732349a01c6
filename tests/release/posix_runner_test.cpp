#include "release/posix_runner.h"

#include <thread>

#include <gmock/gmock.h>
#include <signal.h>

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

CommandLine shell(const std::string& script) {
  CommandLine command;
  command.words = {"sh", "-c", script};
  return command;
}

TEST(PosixRunner, GivesWhatAProgramWroteAndItsExitStatus) {
  const auto result = PosixRunner().run(shell("echo out; echo err >&2; exit 3"));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->output, "out\n");
  EXPECT_EQ(result->errors, "err\n");
  EXPECT_EQ(result->exit_status, 3);
}

TEST(PosixRunner, PassesWordsWithoutAShellAndVariablesBesideItsOwn) {
  CommandLine command;
  command.words = {"printf", "%s|%s", "a b; exit 1", "$HOME"};
  EXPECT_EQ(PosixRunner().run(command)->output, "a b; exit 1|$HOME");
  auto with_variables = shell("echo \"$ONE-$PATH\"");
  with_variables.environment = {{"ONE", "1"}, {"PATH", "/usr/bin:/bin"}};
  EXPECT_EQ(PosixRunner().run(with_variables)->output, "1-/usr/bin:/bin\n");
}

TEST(PosixRunner, FeedsAndReadsMoreThanPipesHold) {
  CommandLine command;
  command.words = {"cat"};
  command.input.assign(3'000'000, 'x');
  const auto result = PosixRunner().run(command);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->output.size(), command.input.size());
}

TEST(PosixRunner, OutlivesAProgramThatDoesNotReadItsInput) {
  auto command = shell("exit 0");
  command.input.assign(3'000'000, 'x');
  EXPECT_EQ(PosixRunner().run(command)->exit_status, 0);
}

TEST(PosixRunner, TellsWhichSignalEndedIt) {
  EXPECT_EQ(PosixRunner().run(shell("kill -9 $$"))->exit_status, 128 + SIGKILL);
}

TEST(PosixRunner, SaysThatThereIsNoSuchProgram) {
  CommandLine command;
  command.words = {"no-such-program-anywhere"};
  const auto result = PosixRunner().run(command);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_EQ(result.error().detail, "no-such-program-anywhere: there is no such program");
}

TEST(PosixRunner, EndsWhatOutlastsItsDeadlineAndSaysItsLastWords) {
  auto command = shell("echo first >&2; echo last >&2; sleep 600");
  command.deadline = 300ms;
  const auto result = PosixRunner().run(command);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().detail, HasSubstr("took longer than 300 ms"));
  EXPECT_THAT(result.error().detail, HasSubstr("its last words were: last"));
}

// Runs a script that writes the number of a process that it starts, beyond its deadline.
pid_t left_by(const std::string& script) {
  auto command = shell(script);
  command.deadline = 300ms;
  const auto result = PosixRunner(100ms).run(command);
  EXPECT_FALSE(result.has_value());
  const auto& detail = result.error().detail;
  return std::stoi(detail.substr(detail.rfind(' ') + 1));
}

// It is somebody else's to collect, so that it may be there for a moment yet.
void expect_end_of(pid_t process) {
  for (;;) {
    const auto state = PosixRunner()
                           .run(shell("cut -d' ' -f3 /proc/" + std::to_string(process) + "/stat"))
                           ->output;
    if (state.empty() || state.starts_with('Z')) return;
    std::this_thread::yield();
  }
}

TEST(PosixRunner, KillsWhatDoesNotHeedSigtermAndWhatItHasStarted) {
  expect_end_of(left_by("trap '' TERM; sleep 600 & echo $! >&2; while :; do wait; done"));
}

TEST(PosixRunner, KillsWhatALateProgramHasStartedThoughItHeedsSigtermItself) {
  expect_end_of(left_by("(trap '' TERM; exec sleep 600) & echo $! >&2; wait"));
}

TEST(PosixRunner, DoesNotWaitForWhatAProgramLeavesRunning) {
  auto command = shell("sleep 600 & echo $!");
  command.deadline = 60s;
  const auto result = PosixRunner().run(command);
  ASSERT_TRUE(result.has_value()) << result.error().detail;
  kill(std::stoi(result->output), SIGKILL);
}

TEST(PosixRunner, RunsProgramsOnManyThreadsAtOnceConcurrently) {
  std::vector<std::thread> threads;
  std::array<std::string, 8> outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([i, &outputs] {
      outputs.at(i) = PosixRunner().run(shell("echo " + std::to_string(i)))->output;
    });
  }
  for (auto& thread : threads)
    thread.join();
  for (std::size_t i = 0; i < outputs.size(); ++i)
    EXPECT_EQ(outputs.at(i), std::to_string(i) + "\n");
}

TEST(ShellLine, QuotesWhatAShellWouldTakeApart) {
  CommandLine command;
  command.words = {"gcloud", "run", "--set=a b", "it's", ""};
  command.environment = {{"NAME", "two words"}};
  EXPECT_EQ(shell_line(command), "NAME='two words' gcloud run '--set=a b' 'it'\\''s' ''");
  // A real shell agrees.
  command.words.insert(command.words.begin(), {"printf", "%s\\n"});
  EXPECT_EQ(PosixRunner().run(shell(shell_line(command)))->output,
            "gcloud\nrun\n--set=a b\nit's\n\n");
}

}  // namespace
}  // namespace astronova::release
