// Nobody waits for the database any longer than for the answer that it is wanted for.
#include <csignal>
#include <future>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>

#include "base/work_context.h"
#include "storage/sql/sql_database.h"
#include "tests/storage/engines.h"
#include "tests/support/private_postgres.h"

namespace astronova::storage::testing {
namespace {

using namespace std::chrono_literals;
using astronova::testing::private_postgres;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Longer than any of these tests may take, so that it is not what ends a wait.
constexpr milliseconds patience = 60s;
constexpr milliseconds soon = 150ms;
constexpr milliseconds long_before_patience = 30s;

WorkContext due_in(milliseconds time) {
  return {{}, Clock::now() + time};
}

class DeadlinesTest : public EngineTest {
 protected:
  DeadlinesTest() {
    open();
    empty_.run("INSERT INTO challenges VALUES ('there', 'p', 1)");
  }

  sql::Executor executor(std::size_t connections = 4) const {
    return {sql::dialect_of(empty_.options(), patience).value(), connections, patience};
  }

  // Holds what every writer needs, for as long as `during` runs.
  void hold_the_lock(const std::function<void()>& during) {
    auto holding = executor();
    const auto held = holding.write([&](sql::Connection& connection) -> Result<void> {
      connection.execute("UPDATE challenges SET expires_at = 2");
      during();
      return {};
    });
    EXPECT_TRUE(held);
  }

  static Result<void> write_to(sql::Executor& executor) {
    return executor.write([](sql::Connection& connection) -> Result<void> {
      connection.execute("UPDATE challenges SET expires_at = 3");
      return {};
    });
  }

  // Whether something is given up at its deadline, with the error of a database that is late.
  template <class Action>
  static void expect_given_up(const Action& action) {
    const auto began = Clock::now();
    Result<void> result;
    {
      const WorkScope work(due_in(soon));
      result = action();
    }
    EXPECT_ERROR(result, unavailable);
    EXPECT_GE(Clock::now() - began, soon);
    EXPECT_LT(Clock::now() - began, long_before_patience);
  }
};

TEST_P(DeadlinesTest, ALockIsWaitedForUntilTheDeadline) {
  auto blocked = executor();
  hold_the_lock([&] { expect_given_up([&] { return write_to(blocked); }); });
  EXPECT_TRUE(write_to(blocked)) << "the connection is as good as before";
}

TEST_P(DeadlinesTest, AStatementIsStoppedAtTheDeadline) {
  auto running = executor();
  for (const auto access : {sql::Access::read, sql::Access::snapshot, sql::Access::write}) {
    expect_given_up([&] {
      return running.run(access, [](sql::Connection& connection) -> Result<void> {
        connection.query(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) "
            "SELECT count(*) FROM numbers",
            "i");
        return {};
      });
    });
  }
  EXPECT_TRUE(running.check(10s));
  EXPECT_TRUE(write_to(running));
}

TEST_P(DeadlinesTest, AConnectionIsWaitedForUntilTheDeadline) {
  auto one = executor(1);
  const auto outer = one.read([&](sql::Connection&) -> Result<void> {
    expect_given_up([&] { return one.read([](sql::Connection&) -> Result<void> { return {}; }); });
    return {};
  });
  EXPECT_TRUE(outer);
}

TEST_P(DeadlinesTest, WhatIsLateBeforeItBeginsIsNotBegun) {
  auto running = executor();
  bool is_run = false;
  const WorkScope work(due_in(-1ms));
  for (const auto access : {sql::Access::read, sql::Access::snapshot, sql::Access::write}) {
    const auto result = running.run(access, [&](sql::Connection& connection) -> Result<void> {
      is_run = connection.query_one("SELECT 1", "i").has_value();
      return {};
    });
    EXPECT_ERROR(result, unavailable);
  }
  EXPECT_FALSE(is_run);
}

TEST_P(DeadlinesTest, AStatementThatComesAfterTheDeadlineIsNotRunAndTheRestIsUndone) {
  auto running = executor();
  const auto result = running.write([&](sql::Connection& connection) -> Result<void> {
    connection.execute("INSERT INTO challenges VALUES ('late', 'p', 1)");
    const WorkScope work(due_in(-1ms));
    connection.execute("INSERT INTO challenges VALUES ('later', 'p', 1)");
    return {};
  });
  EXPECT_ERROR(result, unavailable);
  EXPECT_EQ(empty_.run("SELECT count(*) FROM challenges"), "1\n");
}

TEST_P(DeadlinesTest, WritersThatHaveTimeAreNotStoppedWithOneThatHasNone) {
  auto blocked = executor();
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  hold_the_lock([&] {
    for (int i = 0; i < 6; ++i)
      threads.emplace_back([&] { done += write_to(blocked) ? 1 : 0; });
    expect_given_up([&] { return write_to(blocked); });
  });
  threads.clear();
  EXPECT_EQ(done, 6);
}

TEST_P(DeadlinesTest, WorkWithoutADeadlineHasTheWholePatience) {
  auto blocked = executor();
  std::future<Result<void>> writing;
  hold_the_lock([&] {
    writing = std::async(std::launch::async, [&] { return write_to(blocked); });
    EXPECT_EQ(writing.wait_for(soon), std::future_status::timeout);
  });
  EXPECT_TRUE(writing.get());
}

TEST_P(DeadlinesTest, FiguresTellWhatTransactionsCameTo) {
  auto running = executor(3);
  const auto refuse = [](sql::Connection&) -> Result<void> {
    return Error{ErrorCode::forbidden, "no", {}};
  };
  const auto read = [](sql::Connection& connection) -> Result<void> {
    connection.query("SELECT 1", "i");
    return {};
  };
  const auto take_again = [](sql::Connection& connection) -> Result<void> {
    connection.execute("INSERT INTO challenges VALUES ('there', 'p', 1)");
    return {};
  };
  EXPECT_TRUE(running.read(read));
  EXPECT_TRUE(running.read(read));
  EXPECT_TRUE(write_to(running));
  EXPECT_ERROR(running.write(refuse), forbidden);
  EXPECT_ERROR(running.write(take_again), conflict);
  hold_the_lock([&] {
    const WorkScope work(due_in(soon));
    EXPECT_ERROR(write_to(running), unavailable);
  });
  const auto figures = running.figures();
  EXPECT_EQ(figures.reads.done, 2U);
  EXPECT_EQ(figures.writes.done, 1U);
  EXPECT_EQ(figures.writes.refused, 2U);
  EXPECT_EQ(figures.writes.failed, 1U);
  EXPECT_EQ(figures.snapshots.done, 0U);
  EXPECT_GE(figures.writes.duration.sum_seconds, 0.15);
  EXPECT_EQ(figures.connections_in_use, 0U);
  EXPECT_GE(figures.connections_idle, 1U);
  EXPECT_EQ(figures.connections_max, GetParam() == Engine::sqlite ? 4U : 3U);
}

TEST_P(DeadlinesTest, FiguresTellHowLongAConnectionWasWaitedFor) {
  auto one = executor(1);
  const auto held = one.read([&](sql::Connection&) -> Result<void> {
    EXPECT_EQ(one.figures().connections_in_use, 1U);
    expect_given_up([&] { return one.read([](sql::Connection&) -> Result<void> { return {}; }); });
    return {};
  });
  EXPECT_TRUE(held);
  EXPECT_GE(one.figures().connection_wait.sum_seconds, 0.15);
}

ASTRONOVA_ON_BOTH_ENGINES(DeadlinesTest);

class ServerDeadlinesTest : public DeadlinesTest {
 protected:
  // The processes that serve this database's connections.
  std::vector<pid_t> servers() const {
    std::istringstream lines(
        empty_.run("SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                   "AND pid <> pg_backend_pid()"));
    return {std::istream_iterator<pid_t>(lines), {}};
  }
};

TEST_P(ServerDeadlinesTest, AServerThatHasFallenSilentHoldsNobodyUp) {
  auto running = executor();
  const auto read = [&] {
    return running.read([](sql::Connection& connection) -> Result<void> {
      connection.query("SELECT digest FROM challenges", "t");
      return {};
    });
  };
  EXPECT_TRUE(read());
  const auto silent = servers();
  ASSERT_EQ(silent.size(), 1U);
  for (const auto server : silent)
    ASSERT_EQ(kill(server, SIGSTOP), 0);
  expect_given_up(read);
  for (const auto server : silent)
    ASSERT_EQ(kill(server, SIGCONT), 0);
  EXPECT_TRUE(read());
}

TEST_P(ServerDeadlinesTest, ACheckThatFindsAllConnectionsSilentFreesWhoWaitsForThem) {
  auto options = empty_.options();
  options.url += "?connect_timeout=2";
  sql::Executor one(sql::dialect_of(options, patience).value(), 1, patience);
  const auto read = [&] {
    return one.read([](sql::Connection& connection) -> Result<void> {
      connection.query("SELECT digest FROM challenges", "t");
      return {};
    });
  };
  EXPECT_TRUE(read());
  EXPECT_TRUE(one.check(10s));
  private_postgres().pause();
  auto waiting = std::async(std::launch::async, read);
  const auto began = Clock::now();
  while (waiting.wait_for(0s) != std::future_status::ready)
    EXPECT_ERROR(one.check(50ms), unavailable);
  EXPECT_LT(Clock::now() - began, long_before_patience);
  EXPECT_ERROR(waiting.get(), unavailable);
  private_postgres().go_on();
  EXPECT_TRUE(one.check(10s));
  EXPECT_TRUE(read());
}

TEST_P(ServerDeadlinesTest, AConnectionThatIsAlwaysInUseDoesNotMakeTheDatabaseUnhealthy) {
  auto one = executor(1);
  const auto held = one.read([&](sql::Connection&) -> Result<void> {
    EXPECT_TRUE(one.check(1s));
    return {};
  });
  EXPECT_TRUE(held);
}

TEST_P(ServerDeadlinesTest, ATransactionWithTimeEnoughCostsNoMoreMessages) {
  const auto dialect = sql::dialect_of(empty_.options(), 5s).value();
  EXPECT_EQ(dialect->begin(sql::Access::read, 5s), "");
  EXPECT_EQ(dialect->begin(sql::Access::write, 5s), "BEGIN ISOLATION LEVEL READ COMMITTED");
  EXPECT_THAT(dialect->begin(sql::Access::read, 4999ms),
              ::testing::EndsWith("; SET LOCAL statement_timeout = 4999"));
}

INSTANTIATE_TEST_SUITE_P(On, ServerDeadlinesTest, ::testing::Values(Engine::postgresql),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace astronova::storage::testing
