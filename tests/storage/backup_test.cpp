#include "storage/sql/backup.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "storage/record_kinds.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

Engine other(Engine engine) {
  return engine == Engine::sqlite ? Engine::postgresql : Engine::sqlite;
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

class BackupTest : public EngineTest {
 protected:
  // Rows in every table, some of them sealed and some in clear.
  void fill() const {
    const auto clear = open();
    const auto sealed = open(keys_named({"2026a"}));
    for (int i = 0; i < 3; ++i) {
      auto& database = i == 0 ? *clear : *sealed;
      const auto owner =
          database.identities().create_account(static_cast<Role>(i), at(i)).value().id;
      ASSERT_TRUE(database.identities().set_delete_after_days(
          owner, i == 1 ? std::optional(30) : std::nullopt));
      ASSERT_TRUE(
          database.identities().link(owner, {"apple", owner, "{\"ü\":\"\\u0000\"}", at(1)}));
      ASSERT_TRUE(
          database.sessions().open({owner, owner, "Phone\n\"x\"", at(0), at(1), at(9)}, owner));
      ASSERT_TRUE(database.sessions().remember_challenge(owner, "login", at(9)));
      ASSERT_TRUE(
          database.ledger().put_device(owner, {id_of(1), "ios", owner, "de", "UTC", at(2)}));
      ASSERT_TRUE(database.ledger().audit({0, at(i), "system", "a", owner, "line\nbreak"}));
      for (const auto& kind : record_kinds()) {
        // More than are read at once, of one person.
        const int count = i == 0 && kind.kind == RecordKind::chart ? 230 : 2;
        for (int number = 0; number < count; ++number) {
          auto record = record_of(kind.kind, number, at(number), "{\"n\":\"🌙\\\\\"}");
          if (kind.kind == RecordKind::profile) record.id = owner;
          if (!kind.fields.empty() && number == 1)
            record.fields = {{std::string(kind.fields[0]), "x"}};
          ASSERT_TRUE(database.records().put(owner, record, {}));
        }
      }
      ASSERT_TRUE(database.records().remove(owner, RecordKind::chart, id_of(0), at(999)));
      ASSERT_TRUE(database.records().create(owner, record_of(RecordKind::match, 50, at(0)),
                                            Idempotency{"key", "digest"}));
    }
  }

  std::string backup_of(const EmptyDatabase& database, const std::string& name = "backup") const {
    const auto file = empty_.folder() + "/" + name;
    const auto written = write_backup(database.options(), file);
    EXPECT_TRUE(written) << written.error().detail;
    return file;
  }
};

TEST_P(BackupTest, RestoredIntoTheOtherEngineAndBackedUpAgainItIsTheSameBytes) {
  fill();
  const auto first = backup_of(empty_);
  const EmptyDatabase second_database(other(GetParam()));
  const auto restored = restore_backup(second_database.options(), first, false);
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_GT(restored->rows, 290);
  const auto second = backup_of(second_database, "second");
  EXPECT_EQ(read_file(first), read_file(second));
  const EmptyDatabase third_database(GetParam());
  ASSERT_TRUE(restore_backup(third_database.options(), second, false));
  EXPECT_EQ(read_file(first), read_file(backup_of(third_database, "third")));
}

TEST_P(BackupTest, WhatWasRestoredGoesOnWhereItWas) {
  fill();
  const auto file = backup_of(empty_);
  const EmptyDatabase target(other(GetParam()));
  ASSERT_TRUE(restore_backup(target.options(), file, false));
  auto options = target.options();
  options.keys = keys_named({"2026a"});
  const auto database = open_database(options).value().release();
  const std::unique_ptr<Database> closing(database);
  // The audit log numbers on, and sealed rows open.
  ASSERT_TRUE(database->ledger().audit({0, at(9), "system", "b", "", ""}));
  EXPECT_EQ(database->ledger().audit_log(0, 1).value().front().action, "b");
  EXPECT_THAT(database->ledger().audit_log(0, 10).value(), SizeIs(4));
  const auto owner = database->ledger().audit_log(0, 2).value().back().subject;
  EXPECT_TRUE(database->records().get(owner, RecordKind::chart, id_of(1)));
  const auto last = database->records().changes(owner, 0, 500).value().last;
  const auto put = database->records().put(owner, record_of(RecordKind::chart, 1, at(5000)), {});
  EXPECT_EQ(put.value().change, last + 1);
}

TEST_P(BackupTest, IsOfOneStateWhileThreadsWrite) {
  const auto database = open();
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  std::jthread writing([&](const std::stop_token& stop) {
    for (int i = 0; i < 200 && !stop.stop_requested(); ++i) {
      // Both or neither.
      ASSERT_TRUE(database->records().apply(owner, {record_of(RecordKind::chart, i, at(i)),
                                                    record_of(RecordKind::report, i, at(i))}));
    }
  });
  for (int round = 0; round < 3; ++round) {
    const auto file = backup_of(empty_);
    const EmptyDatabase target(GetParam());
    ASSERT_TRUE(restore_backup(target.options(), file, false));
    EXPECT_EQ(target.run("SELECT count(*) FROM charts"),
              target.run("SELECT count(*) FROM reports"));
    EXPECT_EQ(target.run("SELECT count(*) FROM charts WHERE id NOT IN (SELECT id FROM reports)"),
              "0\n");
  }
}

TEST_P(BackupTest, ADatabaseThatIsNotEmptyIsReplacedOnlyWhenTold) {
  fill();
  const auto file = backup_of(empty_);
  const EmptyDatabase target(GetParam());
  const auto before = open_database(target.options())
                          .value()
                          ->identities()
                          .create_account(Role::guest, at(0))
                          .value()
                          .id;
  const auto refused = restore_backup(target.options(), file, false);
  EXPECT_ERROR(refused, conflict);
  EXPECT_THAT(refused.error().detail, HasSubstr("--replace"));
  EXPECT_EQ(target.run("SELECT id FROM accounts"), before + "\n");
  ASSERT_TRUE(restore_backup(target.options(), file, true));
  EXPECT_EQ(read_file(file), read_file(backup_of(target, "again")));
}

TEST_P(BackupTest, AFileThatIsCutOffOrChangedIsRefusedBeforeAnythingIsWritten) {
  fill();
  const auto text = read_file(backup_of(empty_));
  const auto damaged = empty_.folder() + "/damaged";
  const EmptyDatabase target(GetParam());
  const auto owner = open_database(target.options())
                         .value()
                         ->identities()
                         .create_account(Role::guest, at(0))
                         .value()
                         .id;
  const auto expect_refused = [&](const std::string& changed) {
    write_file(damaged, changed);
    EXPECT_ERROR(restore_backup(target.options(), damaged, true), data_missing);
  };
  const auto lines_cut = [&](std::size_t from_end) {
    auto end = text.size();
    for (std::size_t i = 0; i <= from_end; ++i)
      end = text.rfind('\n', end - 1);
    return text.substr(0, end + 1);
  };
  expect_refused("");
  expect_refused("no backup\n");
  expect_refused(text.substr(0, text.size() / 2));
  expect_refused(text.substr(0, text.size() - 10));
  expect_refused(lines_cut(1));
  expect_refused(lines_cut(2));
  expect_refused(text + "[]\n");
  for (std::size_t at_byte = 100; at_byte < text.size(); at_byte += text.size() / 40) {
    auto changed = text;
    changed[at_byte] = changed[at_byte] == '1' ? '2' : '1';
    expect_refused(changed);
  }
  EXPECT_ERROR(restore_backup(target.options(), empty_.folder() + "/none", true), data_missing);
  EXPECT_EQ(target.run("SELECT id FROM accounts"), owner + "\n");
}

TEST_P(BackupTest, ABackupOfANewerVersionIsRefused) {
  const auto file = backup_of(empty_);
  auto text = read_file(file);
  text.replace(text.find("\"schema\":"), 10, "\"schema\":99");
  write_file(file, text);
  EXPECT_ERROR(restore_backup(empty_.options(), file, true), conflict);
}

TEST_P(BackupTest, TheFileIsForItsOwnerAndKeepsItsNameUntilTheNextIsComplete) {
  fill();
  const auto file = backup_of(empty_);
  EXPECT_THAT(read_file(file), StartsWith(R"({"format":"astronova-backup","version":1,"schema":)"));
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_FALSE(std::filesystem::exists(file + ".partial"));
  EXPECT_ERROR(write_backup(empty_.options(), empty_.folder() + "/none/backup"), data_missing);
}

ASTRONOVA_ON_BOTH_ENGINES(BackupTest);

}  // namespace
}  // namespace astronova::storage::testing
