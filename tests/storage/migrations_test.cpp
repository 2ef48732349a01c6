#include "storage/sql/migrations.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/sql/backup.h"
#include "storage/sql/rotate_keys.h"
#include "storage/sql/sql_database.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MigrationsTest : public EngineTest {
 protected:
  // The database as the version with this schema left it.
  static void migrate_to(const EmptyDatabase& database, int number) {
    const auto executor = sql::open_patient_executor(database.options());
    ASSERT_TRUE(executor);
    ASSERT_TRUE((*executor)->write([&](sql::Connection& connection) {
      return sql::migrate((*executor)->dialect(), connection, number, at(0));
    }));
  }

  // Rows in each table that there is at this number.
  static void fill(const EmptyDatabase& database, int number) {
    const auto owner = id_of(1);
    database.run(
        "INSERT INTO accounts (id, role, created_at, last_used_at, last_change) VALUES ('" + owner +
        "', 'user', 5, 6, 1)");
    database.run("INSERT INTO identities VALUES ('apple', 's', '" + owner + "', '0{}', 7)");
    database.run("INSERT INTO sessions VALUES ('" + id_of(2) + "', '" + owner +
                 "', '0Phone', 1, 2, 3000000000000000, 0)");
    database.run("INSERT INTO refresh_tokens VALUES ('d1', '" + id_of(2) + "', 0)");
    database.run("INSERT INTO challenges VALUES ('c1', 'login', 3000000000000000)");
    if (number < 2) return;
    database.run("INSERT INTO charts VALUES ('" + owner + "', '" + id_of(3) +
                 "', 1, 10, 11, 0, '0{\"a\":1}', 'natal', NULL)");
    database.run("INSERT INTO idempotency_keys VALUES ('" + owner +
                 "', 'key', 'digest', 'chart', '" + id_of(3) + "', 12)");
    if (number < 3) return;
    database.run("INSERT INTO devices VALUES ('" + owner + "', '" + id_of(4) +
                 "', 'ios', '0token', '', '', '', 13)");
    database.run(
        "INSERT INTO audit_log (at, actor, action, subject, detail) "
        "VALUES (14, 'system', 'a', 'b', 'c')");
  }

  static void expect_filled(Database& database, int number) {
    const auto owner = id_of(1);
    EXPECT_EQ(database.identities().account_of("apple", "s").value().value().id, owner);
    EXPECT_EQ(database.sessions().session(id_of(2)).value().device_name, "Phone");
    EXPECT_EQ(database.sessions().rotate("d1", "d2", at(0)).value().outcome,
              Rotation::Outcome::rotated);
    EXPECT_TRUE(database.sessions().take_challenge("c1", "login", at(0)).value());
    if (number < 2) return;
    const auto chart = database.records().get(owner, RecordKind::chart, id_of(3));
    EXPECT_EQ(chart.value().document, "{\"a\":1}");
    EXPECT_TRUE(
        database.records()
            .create(owner, record_of(RecordKind::chart, 9, at(0)), Idempotency{"key", "digest"})
            .value()
            .replayed);
    if (number < 3) return;
    EXPECT_EQ(database.ledger().devices(owner).value().front().push_token, "token");
    EXPECT_THAT(database.ledger().audit_of("b").value(), SizeIs(1));
  }

  // Ends with the number of steps that the process took, or with 100.
  static pid_t open_in_process(const DatabaseOptions& options) {
    const pid_t child = fork();
    if (child != 0) return child;
    const auto taken = migrate_schema(options);
    _exit(taken ? static_cast<int>(taken->size()) : 100);
  }
};

TEST_P(MigrationsTest, EveryEarlierSchemaIsBroughtUpToDateWithItsRows) {
  for (int number = 1; number <= sql::schema_number(); ++number) {
    SCOPED_TRACE(number);
    const EmptyDatabase old(GetParam());
    migrate_to(old, number);
    fill(old, number);
    const auto database = open_database(old.options());
    ASSERT_TRUE(database) << database.error().detail;
    const auto steps = (*database)->migrations();
    EXPECT_THAT(steps.value(), Each(Field(&Migration::applied, true)));
    expect_filled(**database, number);
  }
}

TEST_P(MigrationsTest, AnEmptyDatabaseTakesAllStepsOnce) {
  const auto before = schema_of(empty_.options());
  EXPECT_THAT(before.value(), Each(Field(&Migration::applied, false)));
  const auto taken = migrate_schema(empty_.options());
  ASSERT_THAT(taken.value(), SizeIs(sql::schema_number()));
  EXPECT_EQ(taken->front().name, "accounts");
  EXPECT_EQ(taken->front().number, 1);
  EXPECT_THAT(migrate_schema(empty_.options()).value(), IsEmpty());
  EXPECT_THAT(open()->migrate().value(), IsEmpty());
}

TEST_P(MigrationsTest, AnOlderSchemaIsRefusedWhereMigratingIsOff) {
  migrate_to(empty_, 1);
  auto options = empty_.options();
  options.migrate = false;
  const auto opened = open_database(options);
  EXPECT_ERROR(opened, conflict);
  EXPECT_THAT(opened.error().detail, HasSubstr("astronova migrate"));
  EXPECT_EQ(empty_.run("SELECT max(number) FROM schema_migrations"), "1\n");
}

TEST_P(MigrationsTest, ANewerSchemaThatDoesNotSuitThisProgramIsRefused) {
  open();
  const auto number = sql::schema_number();
  take_newer_step(empty_, number + 1, number);
  take_newer_step(empty_, number + 2, number + 1);
  take_newer_step(empty_, number + 3, 1);
  const auto opened = open_database(empty_.options());
  EXPECT_ERROR(opened, conflict);
  EXPECT_THAT(opened.error().detail,
              HasSubstr(fmt::format("schema {}, with which programs of schema {} or later can work",
                                    number + 3, number + 1)));
  EXPECT_ERROR(migrate_schema(empty_.options()), conflict);
  EXPECT_ERROR(schema_of(empty_.options()), conflict);
}

TEST_P(MigrationsTest, ANewerSchemaThatSaysNothingOfWhomItSuitsIsRefused) {
  open();
  empty_.run("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'later', 0)");
  EXPECT_ERROR(open_database(empty_.options()), conflict);
  empty_.run("ALTER TABLE schema_migrations DROP COLUMN oldest_compatible");
  EXPECT_ERROR(open_database(empty_.options()), conflict);
}

TEST_P(MigrationsTest, ANewerSchemaThatSuitsThisProgramIsServed) {
  open();
  const auto number = sql::schema_number();
  take_newer_step(empty_, number + 1, number);
  EXPECT_TRUE(open()->check(std::chrono::seconds(5)));
  EXPECT_THAT(migrate_schema(empty_.options()).value(), IsEmpty());
  const auto steps = schema_of(empty_.options()).value();
  ASSERT_THAT(steps, SizeIs(number + 1));
  EXPECT_THAT(steps, Each(Field(&Migration::applied, true)));
  EXPECT_TRUE(steps[static_cast<std::size_t>(number) - 1].known);
  EXPECT_FALSE(steps.back().known);
  EXPECT_EQ(steps.back().name, "made_up");
}

// It would be silent about what it does not know.
TEST_P(MigrationsTest, WhatHasToSeeAllThatThereIsLeavesANewerSchemaToTheNewerVersion) {
  auto options = empty_.options();
  options.keys = keys_named({"new"});
  const auto file = empty_.folder() + "/backup";
  ASSERT_TRUE(write_backup(options, file));
  take_newer_step(empty_, sql::schema_number() + 1, 1);
  EXPECT_ERROR(write_backup(options, file), conflict);
  EXPECT_ERROR(restore_backup(options, file, true), conflict);
  EXPECT_ERROR(rotate_keys(options), conflict);
  EXPECT_EQ(empty_.run("SELECT count(*) FROM made_up"), "0\n");
}

TEST_P(MigrationsTest, ADatabaseFromBeforeStepsSaidWhomTheySuitIsBroughtToSaySo) {
  migrate_to(empty_, 1);
  empty_.run("ALTER TABLE schema_migrations DROP COLUMN oldest_compatible");
  ASSERT_TRUE(open_database(empty_.options()));
  EXPECT_EQ(empty_.run("SELECT coalesce(oldest_compatible, -1) FROM schema_migrations "
                       "WHERE number < 3 ORDER BY number"),
            "-1\n1\n");
}

// What `release plan` goes by.
TEST(TheSteps, SayOfNoneThatItSuitsProgramsThatAreNewerThanItself) {
  for (const auto& step : known_migrations()) {
    EXPECT_GE(step.oldest_compatible_schema, 1) << step.name;
    EXPECT_LE(step.oldest_compatible_schema, step.number) << step.name;
  }
}

TEST_P(MigrationsTest, AStepThatFailsLeavesNothing) {
  migrate_to(empty_, 1);
  empty_.run("CREATE TABLE reports (x INTEGER)");  // stands in the way of the second step
  EXPECT_FALSE(open_database(empty_.options()));
  EXPECT_EQ(empty_.run("SELECT max(number) FROM schema_migrations"), "1\n");
  empty_.run("DROP TABLE reports");
  EXPECT_TRUE(open_database(empty_.options()));
}

TEST_P(MigrationsTest, OfManyProcessesThatOpenAtOnceOneMigrates) {
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i)
    children.push_back(open_in_process(empty_.options()));
  std::vector<int> taken;
  for (const auto child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    taken.push_back(WEXITSTATUS(status));
  }
  std::ranges::sort(taken);
  EXPECT_THAT(taken, ::testing::ElementsAre(0, 0, 0, 0, 0, sql::schema_number()));
}

TEST_P(MigrationsTest, OfManyThreadsThatOpenAtOnceAllFindTheSchema) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto database = open_database(empty_.options());
      ASSERT_TRUE(database) << database.error().detail;
      EXPECT_TRUE((*database)->identities().create_account(Role::guest, at(0)));
    });
  }
}

ASTRONOVA_ON_BOTH_ENGINES(MigrationsTest);

TEST(OpeningADatabase, MakesTheFileForItsOwnerAlone) {
  const EmptyDatabase empty(Engine::sqlite);
  const auto previous = umask(0);
  const auto database = open_database(empty.options());
  umask(previous);
  ASSERT_TRUE(database);
  EXPECT_EQ((*database)->engine(), "sqlite");
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(stat((empty.options().file + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST(OpeningADatabase, SaysWhatIsWrongWithTheOptions) {
  DatabaseOptions options;
  EXPECT_ERROR(open_database(options), data_missing);
  options.file = "/nowhere/at/all.db";
  EXPECT_ERROR(open_database(options), data_missing);
  options.url = "mysql://localhost/x";
  EXPECT_ERROR(open_database(options), data_missing);
  options.url = "postgresql://localhost/a b";
  EXPECT_ERROR(open_database(options), data_missing);
  options.url = "postgresql://anna:geheim@127.0.0.1:1/x";
  const auto refused = open_database(options);
  EXPECT_ERROR(refused, unavailable);
  EXPECT_THAT(refused.error().detail, ::testing::Not(HasSubstr("geheim")));
}

TEST(OpeningADatabase, RefusesAFileThatIsNoDatabase) {
  const EmptyDatabase empty(Engine::sqlite);
  FILE* const file = fopen(empty.options().file.c_str(), "w");
  fputs(std::string(5000, 'x').c_str(), file);
  fclose(file);
  EXPECT_ERROR(open_database(empty.options()), data_missing);
}

}  // namespace
}  // namespace astronova::storage::testing
