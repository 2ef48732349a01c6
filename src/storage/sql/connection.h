#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include <soci/soci.h>

#include "base/instant.h"

namespace astronova::storage::sql {

/// A value of a column: text, an integer, or NULL.
class Value {
 public:
  Value(std::string_view text) : value_(std::string(text)) {}  // NOLINT(*-explicit-*)
  Value(const std::string& text) : value_(text) {}             // NOLINT(*-explicit-*)
  Value(const char* text) : value_(std::string(text)) {}       // NOLINT(*-explicit-*)
  Value(std::int64_t number) : value_(number) {}               // NOLINT(*-explicit-*)
  Value(Instant at)
      : value_(std::int64_t{at.time_since_epoch().count()}) {}  // NOLINT(*-explicit-*)
  static Value null_text() { return Value(std::string_view{}).made_null(); }
  static Value null_integer() { return Value(std::int64_t{0}).made_null(); }

  bool is_null() const { return null_; }
  bool is_text() const { return std::holds_alternative<std::string>(value_); }
  const std::string& text() const { return std::get<std::string>(value_); }
  std::int64_t integer() const { return std::get<std::int64_t>(value_); }

 private:
  Value made_null() {
    null_ = true;
    return *this;
  }
  std::variant<std::string, std::int64_t> value_;
  bool null_ = false;
};

/// The value of `:name` in a statement.
struct Parameter {
  std::string_view name;
  Value value;
};
using Parameters = std::vector<Parameter>;

/// A row that a query answered.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  bool is_null(std::size_t column) const { return values_[column].is_null(); }
  const std::string& text(std::size_t column) const { return values_[column].text(); }
  std::int64_t integer(std::size_t column) const { return values_[column].integer(); }
  bool boolean(std::size_t column) const { return integer(column) != 0; }
  Instant instant(std::size_t column) const {
    return Instant{std::chrono::microseconds{integer(column)}};
  }
  const std::vector<Value>& values() const { return values_; }

 private:
  std::vector<Value> values_;
};

/// Thrown in the place of a statement for whose answer nobody waits any more.
class OutOfTime : public soci::soci_error {
 public:
  OutOfTime() : soci_error("nobody waits any more") {}
};

/// What ends, from outside, a thread's wait for a server that says nothing.
class Lifeline {
 public:
  virtual ~Lifeline() = default;
  /// The connection is lost by it. From any thread.
  virtual void cut() const = 0;
};

/// One connection to a database, with the statements that it has prepared. SOCI's exceptions pass
/// through; Executor turns them into errors.
/// Threads: one at a time.
class Connection {
 public:
  /// A statement runs no longer than this, where it is the client that has to stop it (SQLite), and
  /// not beyond the deadline of the work that it is for (base/work_context.h).
  explicit Connection(std::chrono::milliseconds statement_timeout);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Runs a query. `columns` has a letter for each column of it: t is text, i an integer.
  std::vector<Row> query(const std::string& statement, std::string_view columns,
                         const Parameters& parameters = {});
  /// The first row, if there is one.
  std::optional<Row> query_one(const std::string& statement, std::string_view columns,
                               const Parameters& parameters = {});
  /// Runs a statement that answers no rows. Returns how many it changed.
  std::int64_t execute(const std::string& statement, const Parameters& parameters = {});
  /// Begins a transaction.
  void begin(const std::string& statement);
  /// Runs one that ends it, COMMIT or ROLLBACK, whether or not somebody still waits for it.
  void end(const std::string& statement);

  soci::session& session() { return *session_; }
  std::chrono::milliseconds statement_timeout() const { return statement_timeout_; }
  /// When the running statement has to end; max where none runs. From any thread.
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }
  void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

  /// Takes what can end its waits; it is let go of before the session ends.
  void hold(std::unique_ptr<Lifeline> lifeline) { lifeline_ = std::move(lifeline); }
  /// Loses the connection, where that can be done: closing it then waits for nobody.
  void cut() const {
    if (lifeline_) lifeline_->cut();
  }

 private:
  class Deadline;
  class Statement;
  template <class Use>
  auto with_statement(const std::string& text, std::string_view columns,
                      const Parameters& parameters, const Use& use);

  std::chrono::milliseconds statement_timeout_;
  std::atomic<std::chrono::steady_clock::time_point> deadline_ =
      std::chrono::steady_clock::time_point::max();
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<Lifeline> lifeline_{};
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements_;
};

}  // namespace astronova::storage::sql
