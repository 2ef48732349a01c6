#include <atomic>
#include <barrier>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "release/records/audit_log.h"
#include "release/records/durable_file.h"
#include "release/records/operator_lock.h"
#include "release/records/release_state.h"
#include "release/records/run_lock.h"
#include "tests/release/support/temporary_folder.h"
#include "tests/support/child_process.h"

namespace astronova::release {
namespace {

using ::testing::HasSubstr;

const Instant noon = parse_rfc3339("2026-11-25T12:00:00Z").value();

ReleaseState full_state() {
  ReleaseState state;
  state.last_number = 8;
  state.good = {{"r0007-1-4-1", {"1.4.1", "sha256:1", "/opt/one"}, Schema{4, 2}},
                {"r0006", {"1.4.0", "sha256:0", "/opt/zero"}, std::nullopt}};
  Undertaking undertaking;
  undertaking.id = "20261125T120000Z-r0008";
  undertaking.by = "alice \"the\" operator";
  undertaking.began = noon;
  undertaking.candidate = {"r0008", {"1.4.2", "sha256:2", "/opt/two"}, Schema{5, 4}};
  undertaking.stable = state.good.front();
  undertaking.step = Step::canary;
  undertaking.percent = 10;
  undertaking.has_passed_tests = true;
  undertaking.approved_percent = 10;
  undertaking.waits_for = 50;
  undertaking.reason = "none\nyet";
  state.under_way = undertaking;
  return state;
}

TEST(StateFile, KeepsEverythingFromOneRunToTheNext) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("deep/er/release.json");
  EXPECT_FALSE(StateFile(path).load().value().under_way.has_value());
  const auto state = full_state();
  ASSERT_TRUE(StateFile(path).save(state).has_value());
  const auto read = StateFile(path).load();
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(json_of(*read), json_of(state));
  EXPECT_EQ(read->under_way->step, Step::canary);
  EXPECT_EQ(read->good[0].schema->oldest_compatible, 2);
  EXPECT_FALSE(read->good[1].schema.has_value());
}

TEST(StateFile, RefusesWhatItDidNotWrite) {
  const testing::TemporaryFolder folder;
  for (const std::string text : {"", "{", "[]", "{}", R"({"form":2,"lastNumber":1,"good":[]})",
                                 R"({"form":1,"lastNumber":1,"good":[{}]})"}) {
    ASSERT_TRUE(replace_file(folder.file("release.json"), text).has_value());
    const auto state = StateFile(folder.file("release.json")).load();
    ASSERT_FALSE(state.has_value()) << text;
    EXPECT_EQ(state.error().code, ErrorCode::malformed);
    EXPECT_THAT(state.error().detail, HasSubstr("release.json"));
  }
}

TEST(StateFile, SaysThatItCannotBeWritten) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(replace_file(folder.file("file"), "").has_value());
  const auto saved = StateFile(folder.file("file/release.json")).save({});
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, ErrorCode::data_missing);
}

TEST(DurableFile, ReplacesAllOfWhatWasThere) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("file");
  EXPECT_FALSE(read_file(path).value().has_value());
  ASSERT_TRUE(replace_file(path, "a long first text").has_value());
  ASSERT_TRUE(replace_file(path, "short").has_value());
  EXPECT_EQ(read_file(path).value(), "short");
  ASSERT_TRUE(remove_file(path).has_value());
  EXPECT_FALSE(read_file(path).value().has_value());
  EXPECT_TRUE(remove_file(path).has_value());
}

TEST(AuditLog, HasEveryLineInTheOrderInWhichItCame) {
  const testing::TemporaryFolder folder;
  AuditLog log(folder.file("audit.jsonl"));
  AuditEntry entry;
  entry.at = noon;
  entry.by = "alice";
  entry.action = "canary-failed";
  entry.release = "id";
  entry.revision = "r0008";
  entry.version = "1.4.2";
  entry.digest = "sha256:2";
  entry.percent = 10;
  entry.why = "success rate is 0.9";
  entry.judgements = {{"success rate", "0.9", "at least 0.995", false}, {"p99", "1", "2", true}};
  entry.details = {{"requests", "1000"}};
  ASSERT_TRUE(log.append(entry).has_value());
  AuditEntry other;
  other.at = noon;
  other.by = "bob";
  other.action = "unlock";
  ASSERT_TRUE(log.append(other).has_value());
  const auto entries = log.read();
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(json_of((*entries)[0]), json_of(entry));
  EXPECT_EQ(json_of((*entries)[1]), json_of(other));
}

TEST(AuditLog, PassesOverALineThatWasCutOff) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("audit.jsonl");
  std::ofstream(path) << R"({"at":"2026-11-25T12:00:00Z","by":"alice","action":"ship"})"
                      << "\n{\"at\":\"2026-11-2";
  const auto entries = AuditLog(path).read();
  ASSERT_TRUE(entries.has_value());
  EXPECT_EQ(entries->size(), 1U);
}

TEST(AuditLog, LosesNothingAfterALineThatWasCutOff) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("audit.jsonl");
  ASSERT_TRUE(replace_file(path, R"({"at":"2026-11-28T20:15:00Z","action":"shi)").has_value());
  AuditLog log(path);
  ASSERT_TRUE(log.append({.by = "anna", .action = "rolled-back"}).has_value());
  const auto entries = log.read();
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().action, "rolled-back");
}

TEST(OperatorLock, KeepsOthersOutUntilItsOwnerOrForceTakesItAway) {
  const testing::TemporaryFolder folder;
  OperatorLock lock(folder.file("lock.json"));
  EXPECT_FALSE(lock.held().value().has_value());
  ASSERT_TRUE(lock.take({"alice", "the database is being moved", noon}).has_value());
  const auto refused = lock.take({"bob", "me too", noon});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_EQ(refused.error().detail,
            "alice has locked it since 2026-11-25T12:00:00Z: the database is being moved");
  EXPECT_FALSE(lock.give_back("bob", false).has_value());
  EXPECT_TRUE(lock.held().value().has_value());
  EXPECT_TRUE(lock.give_back("bob", true).has_value());
  EXPECT_FALSE(lock.held().value().has_value());
  ASSERT_TRUE(lock.take({"alice", "again", noon}).has_value());
  EXPECT_EQ(lock.give_back("alice", false).value()->reason, "again");
}

TEST(OperatorLock, IsHadByOneOfThoseWhoAskAtTheSameInstant) {
  constexpr int rounds = 50;
  constexpr std::size_t people = 4;
  const testing::TemporaryFolder folder;
  for (int round = 0; round < rounds; ++round) {
    OperatorLock lock(folder.file("lock.json"));
    std::barrier together(people);
    std::atomic<std::size_t> got{0};
    {
      std::vector<std::jthread> all;
      for (std::size_t i = 0; i < people; ++i) {
        all.emplace_back([&, name = "person " + std::to_string(i)] {
          together.arrive_and_wait();
          if (lock.take({name, "mine", noon}).has_value()) ++got;
        });
      }
    }
    EXPECT_EQ(got, 1U);
    ASSERT_TRUE(lock.give_back("nobody", true).has_value());
  }
}

TEST(OperatorLock, HoldsWhereItsFileCannotBeRead) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(replace_file(folder.file("lock.json"), "{").has_value());
  EXPECT_TRUE(OperatorLock(folder.file("lock.json")).held().value().has_value());
}

TEST(RunLock, IsOneProcessesAtATimeAndNamesIt) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("deep/running");
  EXPECT_FALSE(holder_of_run_lock(path).has_value());
  {
    const auto first = RunLock::take(path);
    ASSERT_TRUE(first.has_value()) << first.error().detail;
    const auto second = RunLock::take(path);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::forbidden);
    EXPECT_THAT(second.error().detail, HasSubstr("process " + std::to_string(getpid())));
    EXPECT_EQ(holder_of_run_lock(path), std::to_string(getpid()));
  }
  EXPECT_FALSE(holder_of_run_lock(path).has_value());
  EXPECT_TRUE(RunLock::take(path).has_value());
}

TEST(RunLock, EndsWithAProcessThatIsKilled) {
  const testing::TemporaryFolder folder;
  const auto path = folder.file("running");
  {
    testing::ChildProcess other(
        {"flock", "--no-fork", path, "sh", "-c", "echo locked; exec sleep 600"});
    ASSERT_EQ(other.read_line(), "locked");
    EXPECT_FALSE(RunLock::take(path).has_value());
  }
  EXPECT_TRUE(RunLock::take(path).has_value());
}

TEST(Schema, AProgramLivesWithWhatSaysThatItDoes) {
  EXPECT_TRUE(can_live_with({4, 1}, {5, 4}));
  EXPECT_FALSE(can_live_with({3, 1}, {5, 4}));
  EXPECT_TRUE(can_live_with({5, 5}, {4, 1}));
}

}  // namespace
}  // namespace astronova::release
