#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

#include "base/result.h"
#include "storage/figures.h"
#include "storage/sql/dialect.h"
#include "storage/sql/outage.h"
#include "storage/sql/pool.h"
#include "storage/sql/transaction_counter.h"
#include "storage/sql/write_group.h"

namespace astronova::storage::sql {

/// Runs operations against the database, each as one transaction.
///
/// An operation that failed before its COMMIT was sent is run again where another transaction was
/// in its way (after a pause with jitter) or the connection was lost. One whose COMMIT got no
/// answer may have been done or not: it is not run again, and the answer is `unavailable`. So an
/// operation may be called several times, and touches nothing outside but what it is asked to read.
///
/// While the database is away (outage.h) the answer is `unavailable` at once.
///
/// Nothing is waited for beyond the deadline of the work in hand (base/work_context.h), or hardly:
/// then the answer is `unavailable` too.
/// Threads: all may call at once.
class Executor {
 public:
  /// `patience` is how long a statement may take, and how long a connection is waited for.
  Executor(std::unique_ptr<Dialect> dialect, std::size_t connections,
           std::chrono::milliseconds patience);

  const Dialect& dialect() const { return *dialect_; }

  /// Runs `operation`, which takes a Connection& and returns a Result: an error of it undoes what
  /// it did. errors  those of the operation; unavailable; conflict (a unique constraint); not_found
  /// (a
  ///         foreign key: the account)
  template <class Operation>
  auto run(Access access, const Operation& operation) {
    TransactionCounter::Running counted(counter_, access);
    std::optional<std::invoke_result_t<const Operation&, Connection&>> result;
    const auto done = run_transaction(access, [&](Connection& connection) {
      result.emplace(operation(connection));
      return result->has_value();
    });
    counted.ended(done, result && result->has_value());
    if (!done) result.emplace(done.error());
    return std::move(*result);
  }

  template <class Operation>
  auto read(const Operation& operation) {
    return run(Access::read, operation);
  }
  template <class Operation>
  auto write(const Operation& operation) {
    return run(Access::write, operation);
  }

  /// Whether the database answers a read within the time; to be asked now and then, since it is how
  /// a server is found out that says nothing to all who wait for it.
  Result<void> check(std::chrono::milliseconds within);

  DatabaseFigures figures() const;

  /// Takes what was removed out of the files, as far as the engine can; what it could not is tried
  /// again with the next call of retry_scrub().
  void scrub();
  void retry_scrub();

 private:
  Result<void> run_transaction(Access access, const Transaction& transaction);
  Attempt attempt_or_forgo(Access access, const Transaction& transaction,
                           std::chrono::steady_clock::time_point until);
  Attempt attempt(Access access, const Transaction& transaction,
                  std::chrono::steady_clock::time_point until);
  void carry_out(std::span<WriteGroup::Ticket* const> batch);
  bool carry_out_together(std::span<WriteGroup::Ticket* const> batch);
  std::optional<Pool::Lease> borrow(Access access, std::chrono::steady_clock::time_point until,
                                    Attempt& came_to);
  bool answers_aside(std::chrono::milliseconds within) const;
  Pool& pool(Access access);

  std::unique_ptr<Dialect> dialect_;
  std::chrono::milliseconds patience_;
  Pool connections_;
  /// Of an engine with one writer: its connection, so that its threads wait for each other here.
  Pool writer_;
  DurationHistogram waits_{};
  WriteGroup group_{waits_};
  TransactionCounter counter_{};
  Outage outage_{};
  std::atomic<bool> scrub_is_due_{false};
};

}  // namespace astronova::storage::sql
