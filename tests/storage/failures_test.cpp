// What happens when the database is slow, in the way, or gone.
#include <array>
#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/sql/sql_database.h"
#include "tests/storage/engines.h"
#include "tests/support/private_postgres.h"

namespace astronova::storage::testing {
namespace {

using astronova::testing::private_postgres;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

class FailuresTest : public EngineTest {
 protected:
  DatabaseOptions with_patience(milliseconds patience) const {
    auto options = empty_.options();
    options.patience = patience;
    return options;
  }
  sql::Executor executor(milliseconds patience) const {
    return {sql::dialect_of(empty_.options(), patience).value(), 4, patience};
  }
};

TEST_P(FailuresTest, AStatementThatTakesTooLongIsStopped) {
  auto short_of_time = executor(milliseconds{100});
  const auto endless = short_of_time.read([](sql::Connection& connection) -> Result<void> {
    connection.query(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) "
        "SELECT count(*) FROM numbers",
        "i");
    return {};
  });
  EXPECT_ERROR(endless, unavailable);
  EXPECT_THAT(endless.error().detail, HasSubstr("too long"));
  // The connection is as good as before.
  EXPECT_TRUE(short_of_time.check(milliseconds{1000}));
}

TEST_P(FailuresTest, AWriteThatCannotHaveItsLockIsUnavailable) {
  const auto owner = open()->identities().create_account(Role::guest, at(0)).value().id;
  const auto patient = open();
  const auto impatient = open_database(with_patience(milliseconds{100}));
  auto holding = executor(milliseconds{10'000});
  const auto held = holding.write([&](sql::Connection& connection) -> Result<void> {
    connection.execute("UPDATE accounts SET role = 'user'");
    const auto blocked =
        (*impatient)->records().put(owner, record_of(RecordKind::chart, 1, at(0)), {});
    EXPECT_TRUE(blocked.has_error());
    EXPECT_EQ(blocked.error().code, ErrorCode::unavailable);
    // Readers do not wait.
    EXPECT_TRUE(patient->identities().account(owner));
    return {};
  });
  ASSERT_TRUE(held);
  EXPECT_TRUE(patient->records().put(owner, record_of(RecordKind::chart, 1, at(0)), {}));
}

TEST_P(FailuresTest, AnOperationThatFailsUndoesAllOfIt) {
  open();
  auto running = executor(milliseconds{5000});
  const auto failed = running.write([&](sql::Connection& connection) -> Result<void> {
    connection.execute("INSERT INTO challenges VALUES ('a', 'b', 1)");
    return Error{ErrorCode::conflict, "no", {}};
  });
  EXPECT_ERROR(failed, conflict);
  EXPECT_THROW((void)running.write([&](sql::Connection& connection) -> Result<void> {
    connection.execute("INSERT INTO challenges VALUES ('a', 'b', 1)");
    throw std::runtime_error("a bug");
  }),
               std::runtime_error);
  const auto refused = running.write([&](sql::Connection& connection) -> Result<void> {
    connection.execute("INSERT INTO challenges VALUES ('a', 'b', 1)");
    connection.execute("INSERT INTO no_such_table VALUES (1)");
    return {};
  });
  EXPECT_ERROR(refused, internal);
  EXPECT_THAT(refused.error().detail, ::testing::Not(HasSubstr("no_such_table")));
  EXPECT_EQ(empty_.run("SELECT count(*) FROM challenges"), "0\n");
  EXPECT_TRUE(running.check(milliseconds{1000}));
}

TEST_P(FailuresTest, ThreadsThatLockInOppositeOrderAllGetThrough) {
  const auto database = open();
  const std::array accounts{database->identities().create_account(Role::guest, at(0)).value().id,
                            database->identities().create_account(Role::guest, at(0)).value().id};
  auto running = executor(milliseconds{10'000});
  std::atomic<int> done{0};
  {
    std::vector<std::jthread> threads;
    for (std::size_t first : {0U, 1U}) {
      threads.emplace_back([&, first] {
        for (int i = 0; i < 10; ++i) {
          done += running.write([&](sql::Connection& connection) -> Result<void> {
            for (const auto which : {first, 1 - first}) {
              connection.execute("UPDATE accounts SET last_change = last_change + 1 WHERE id = :id",
                                 {{"id", accounts.at(which)}});
            }
            return {};
          })
                      ? 1
                      : 0;
        }
      });
    }
  }
  EXPECT_EQ(done, 20);
  EXPECT_EQ(empty_.run("SELECT sum(last_change) FROM accounts"), "40\n");
}

TEST_P(FailuresTest, ManyThreadsOnFewConnectionsAreAllServed) {
  const auto database = open();
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 12; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 10; ++i) {
        const auto number = thread * 10 + i;
        ASSERT_TRUE(
            database->records().create(owner, record_of(RecordKind::chart, number, at(0)), {}));
        ASSERT_TRUE(database->records().get(owner, RecordKind::chart, id_of(number)));
      }
    });
  }
}

TEST_P(FailuresTest, WhatFailsInOneThreadIsUndoneInItsOwnWriteAlone) {
  open();
  empty_.run("INSERT INTO challenges VALUES ('taken', 'p', 1)");
  auto running = executor(milliseconds{10'000});
  const auto write = [&](const std::string& digest, const std::function<Result<void>()>& end) {
    return running.write([&](sql::Connection& connection) -> Result<void> {
      connection.execute("INSERT INTO challenges VALUES (:digest, 'p', 1)", {{"digest", digest}});
      return end();
    });
  };
  constexpr int each = 40;
  const auto repeat = [&](const std::function<void(const std::string&)>& step, char name) {
    return std::jthread([step, name] {
      for (int i = 0; i < each; ++i)
        step(name + std::to_string(i));
    });
  };
  {
    std::vector<std::jthread> threads;
    for (const char name : {'a', 'b', 'c'}) {
      threads.push_back(repeat(
          [&](const std::string& digest) {
            EXPECT_TRUE(write(digest, []() -> Result<void> { return {}; }));
          },
          name));
    }
    threads.push_back(repeat(
        [&](const std::string&) {
          EXPECT_ERROR(write("taken", []() -> Result<void> { return {}; }), conflict);
        },
        'd'));
    threads.push_back(repeat(
        [&](const std::string& digest) {
          const auto refuse = []() -> Result<void> { return Error{ErrorCode::forbidden, "", {}}; };
          EXPECT_ERROR(write(digest, refuse), forbidden);
        },
        'e'));
    threads.push_back(repeat(
        [&](const std::string& digest) {
          const auto fail = []() -> Result<void> { throw std::runtime_error("a bug"); };
          EXPECT_THROW((void)write(digest, fail), std::runtime_error);
        },
        'f'));
  }
  EXPECT_EQ(empty_.run("SELECT count(*) FROM challenges"), std::to_string(3 * each + 1) + "\n");
  EXPECT_EQ(
      empty_.run("SELECT count(*) FROM challenges WHERE digest LIKE 'e%' OR digest LIKE 'f%'"),
      "0\n");
}

// A process that writes and says through a pipe what was acknowledged.
[[noreturn]] void write_until_killed(const DatabaseOptions& options, const std::string& owner,
                                     int first, int pipe) {
  const auto database = open_database(options);
  if (!database) _exit(1);
  std::atomic<int> next{first};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (true) {
        const int number = next++;
        const auto made = (*database)->records().create(
            owner, record_of(RecordKind::chart, number, at(0), std::string(2000, 'x')), {});
        if (made) (void)!write(pipe, &number, sizeof number);
      }
    });
  }
  threads.clear();
  _exit(0);
}

TEST_P(FailuresTest, WhatAProcessAcknowledgedIsThereAfterItWasKilled) {
  const auto owner = open()->identities().create_account(Role::guest, at(0)).value().id;
  std::set<int> acknowledged;
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      write_until_killed(empty_.options(), owner, round * 100'000, ends[1]);
    }
    close(ends[1]);
    int number = 0;
    std::size_t before_kill = acknowledged.size() + 3 + static_cast<std::size_t>(round) * 2;
    while (read(ends[0], &number, sizeof number) == sizeof number) {
      acknowledged.insert(number);
      if (acknowledged.size() == before_kill) kill(child, SIGKILL);
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
  }
  ASSERT_GE(acknowledged.size(), static_cast<std::size_t>(rounds * 3));
  const auto database = open();
  for (const int number : acknowledged) {
    const auto read = database->records().get(owner, RecordKind::chart, id_of(number));
    ASSERT_TRUE(read) << "acknowledged and gone: " << number;
    EXPECT_EQ(read->document.size(), 2000U);
  }
  // No half record: each has a number of its own, and none is beyond the account's.
  EXPECT_EQ(empty_.run("SELECT count(*) - count(DISTINCT change) FROM charts"), "0\n");
  EXPECT_EQ(empty_.run("SELECT (SELECT max(change) FROM charts) = last_change FROM accounts"),
            GetParam() == Engine::sqlite ? "1\n" : "t\n");
}

ASTRONOVA_ON_BOTH_ENGINES(FailuresTest);

class ServerFailuresTest : public FailuresTest {};

TEST_P(ServerFailuresTest, AStoppedServerIsUnavailableAndFineAfterItsReturn) {
  const auto database = open();
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  ASSERT_TRUE(database->check(milliseconds{1000}));
  private_postgres().stop();
  EXPECT_ERROR(database->check(milliseconds{1000}), unavailable);
  EXPECT_ERROR(database->identities().account(owner), unavailable);
  EXPECT_ERROR(database->records().put(owner, record_of(RecordKind::chart, 1, at(0)), {}),
               unavailable);
  EXPECT_ERROR(open_database(empty_.options()), unavailable);
  private_postgres().start();
  EXPECT_TRUE(database->check(milliseconds{1000}));
  EXPECT_TRUE(database->identities().account(owner));
  EXPECT_TRUE(database->records().put(owner, record_of(RecordKind::chart, 1, at(0)), {}));
}

TEST_P(ServerFailuresTest, OfWhatThreadsWriteWhileTheServerCrashesNothingIsLostOrDoubled) {
  const auto database = open();
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  std::atomic<bool> stop{false};
  std::atomic<int> next{0};
  std::mutex mutex;
  std::set<int> acknowledged;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const int number = next++;
        const auto made =
            database->records().create(owner, record_of(RecordKind::chart, number, at(0)), {});
        const std::lock_guard lock(mutex);
        if (made) {
          acknowledged.insert(number);
        } else {
          // Never "it is there already": nothing was done twice.
          EXPECT_EQ(made.error().code, ErrorCode::unavailable) << made.error().detail;
        }
      }
    });
  }
  const auto wait_for = [&](std::size_t count) {
    while (true) {
      const std::lock_guard lock(mutex);
      if (acknowledged.size() >= count) return;
    }
  };
  for (int round = 1; round <= 3; ++round) {
    wait_for(static_cast<std::size_t>(round) * 50);
    private_postgres().crash();
    private_postgres().start();
  }
  wait_for([&] {
    const std::lock_guard lock(mutex);
    return acknowledged.size() + 50;
  }());
  stop = true;
  threads.clear();
  for (const int number : acknowledged)
    EXPECT_TRUE(database->records().get(owner, RecordKind::chart, id_of(number)));
}

TEST_P(ServerFailuresTest, ALostConnectionIsMadeAnewAndTheWriteDone) {
  const auto database = open();
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  for (int i = 0; i < 3; ++i) {
    empty_.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    EXPECT_TRUE(database->records().put(owner, record_of(RecordKind::chart, i, at(0)), {}));
  }
}

TEST_P(ServerFailuresTest, AWriteWhoseCommitGotNoAnswerIsNotRepeated) {
  const auto database = open();
  empty_.run(
      "CREATE SEQUENCE attempts;"
      "CREATE FUNCTION count_attempt() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM nextval('attempts'); RETURN NEW; END $$;"
      "CREATE TRIGGER counting BEFORE INSERT ON accounts FOR EACH ROW "
      "EXECUTE FUNCTION count_attempt();"
      "CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
      "CREATE CONSTRAINT TRIGGER ending AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION end_connection();");
  const auto made = database->identities().create_account(Role::guest, at(0));
  EXPECT_ERROR(made, unavailable);
  EXPECT_THAT(made.error().detail, HasSubstr("may have been done or not"));
  EXPECT_EQ(empty_.run("SELECT last_value FROM attempts"), "1\n");
}

TEST_P(ServerFailuresTest, AServerThatHangsFailsTheCheckInTime) {
  auto options = empty_.options();
  options.connections = 1;
  const auto database = open_database(options);
  ASSERT_TRUE((*database)->check(milliseconds{1000}));
  const pid_t server =
      std::stoi(empty_.run("SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                           "AND pid <> pg_backend_pid()"));
  ASSERT_EQ(kill(server, SIGSTOP), 0);
  EXPECT_ERROR((*database)->check(milliseconds{50}), unavailable);
  ASSERT_EQ(kill(server, SIGCONT), 0);
  EXPECT_TRUE((*database)->check(milliseconds{5000}));
}

INSTANTIATE_TEST_SUITE_P(On, ServerFailuresTest, ::testing::Values(Engine::postgresql),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace astronova::storage::testing
