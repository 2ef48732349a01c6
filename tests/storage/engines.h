#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "storage/sql/open_database.h"

namespace astronova::storage::testing {

enum class Engine { sqlite, postgresql };

/// "sqlite" or "postgresql"
std::string name_of(Engine engine);

/// An empty database of an engine, gone with this object.
class EmptyDatabase {
 public:
  explicit EmptyDatabase(Engine engine);
  EmptyDatabase(const EmptyDatabase&) = delete;
  EmptyDatabase& operator=(const EmptyDatabase&) = delete;
  ~EmptyDatabase();

  /// How it is opened.
  const DatabaseOptions& options() const { return options_; }
  /// A folder of its own, for files of the test.
  const std::string& folder() const { return folder_; }
  /// Runs a statement behind the stores' back; rows come back as lines of their first column.
  std::string run(const std::string& statement) const;
  /// All bytes that the engine keeps of it in files (SQLite only).
  std::string bytes() const;

 private:
  Engine engine_;
  std::string name_;
  std::string folder_;
  DatabaseOptions options_;
};

/// Takes a step that no program has, as a newer version would that can live with programs of schema
/// `oldest_compatible` or later: it adds a column to each table, a table and an index, all of which
/// this program's statements have to leave alone.
void take_newer_step(const EmptyDatabase& database, int number, int oldest_compatible);

/// The keys of a ring "NAME:…,NAME:…", made up from the names.
KeyRing keys_named(const std::vector<std::string>& names);

/// A test that runs on each engine, with a database of its own.
class EngineTest : public ::testing::TestWithParam<Engine> {
 protected:
  EmptyDatabase empty_{GetParam()};
  /// Opens it once more, as another process would. With TESTED_SCHEMA=newer in the environment a
  /// newer version has extended it before.
  std::unique_ptr<Database> open(const KeyRing& keys = {}) const;
};

/// The same with the database open, its stores at hand, and an account.
class StoreTest : public EngineTest {
 protected:
  std::unique_ptr<Database> database_ = open();
  IdentityStore& identities_ = database_->identities();
  SessionStore& sessions_ = database_->sessions();
  RecordStore& records_ = database_->records();
  Ledger& ledger_ = database_->ledger();
  std::string owner_ = new_account();

  std::string new_account(Role role = Role::guest);
};

/// 2026-11-23T00:00:00Z and so many seconds.
Instant at(std::int64_t seconds);

/// A UUID that ends in `number`.
std::string id_of(int number);

Record record_of(RecordKind kind, int number, Instant when, std::string document = R"({"a":1})");

/// The tests of a suite, on both engines.
#define ASTRONOVA_ON_BOTH_ENGINES(suite)                                                     \
  INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values(Engine::sqlite, Engine::postgresql), \
                           [](const auto& tested) { return name_of(tested.param); })

#define EXPECT_ERROR(result, error_code)                              \
  do {                                                                \
    const auto& result_in_question = (result);                        \
    ASSERT_TRUE(result_in_question.has_error()) << "no error";        \
    EXPECT_EQ(result_in_question.error().code, ErrorCode::error_code) \
        << result_in_question.error().detail;                         \
  } while (false)

}  // namespace astronova::storage::testing
