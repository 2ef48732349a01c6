#include "storage/sql/connection.h"

#include <algorithm>

#include "base/work_context.h"

namespace astronova::storage::sql {
namespace {

// More than the stores have; filters of lists make some of their own.
constexpr std::size_t statements_max = 256;

using Clock = std::chrono::steady_clock;

// What a statement reads a parameter from, and writes a column to; it keeps its address.
struct Cell {
  bool is_text = true;
  std::string text{};
  long long integer = 0;
  soci::indicator indicator = soci::i_ok;

  void set(const Value& value) {
    indicator = value.is_null() ? soci::i_null : soci::i_ok;
    if (is_text) {
      text = value.text();
    } else {
      integer = value.integer();
    }
  }

  Value get() const {
    if (indicator == soci::i_null) return is_text ? Value::null_text() : Value::null_integer();
    return is_text ? Value(text) : Value(std::int64_t{integer});
  }
};

}  // namespace

// A prepared statement with its cells.
class Connection::Statement {
 public:
  Statement(soci::session& session, const std::string& text, std::string_view columns,
            const Parameters& parameters)
      : statement_(session) {
    for (const auto& parameter : parameters) {
      auto& cell = parameters_.emplace_back();
      cell.is_text = parameter.value.is_text();
      const std::string name(parameter.name);
      if (cell.is_text) {
        statement_.exchange(soci::use(cell.text, cell.indicator, name));
      } else {
        statement_.exchange(soci::use(cell.integer, cell.indicator, name));
      }
    }
    for (const char type : columns) {
      auto& cell = columns_.emplace_back();
      cell.is_text = type == 't';
      if (cell.is_text) {
        statement_.exchange(soci::into(cell.text, cell.indicator));
      } else {
        statement_.exchange(soci::into(cell.integer, cell.indicator));
      }
    }
    statement_.alloc();
    statement_.prepare(text);
    statement_.define_and_bind();
  }

  bool takes(const Parameters& parameters) const {
    return std::ranges::equal(
        parameters, parameters_, {}, [](const Parameter& given) { return given.value.is_text(); },
        &Cell::is_text);
  }

  std::vector<Row> rows(const Parameters& parameters) {
    set(parameters);
    std::vector<Row> rows;
    for (bool there = statement_.execute(true); there; there = statement_.fetch())
      rows.push_back(row());
    return rows;
  }

  std::int64_t execute(const Parameters& parameters) {
    set(parameters);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

 private:
  void set(const Parameters& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i)
      parameters_[i].set(parameters[i].value);
  }

  Row row() const {
    std::vector<Value> values;
    values.reserve(columns_.size());
    for (const auto& cell : columns_)
      values.push_back(cell.get());
    return Row(std::move(values));
  }

  std::deque<Cell> parameters_{};
  std::deque<Cell> columns_{};
  soci::statement statement_;
};

// The time that something has to end in, as long as that goes on.
class Connection::Deadline {
 public:
  Deadline(Connection& connection, Clock::time_point latest) : connection_(connection) {
    connection_.set_deadline(std::min(latest, Clock::now() + connection_.statement_timeout_));
  }
  ~Deadline() { connection_.set_deadline(Clock::time_point::max()); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  // That of the work in hand. Throws where it is over.
  static Clock::time_point of_work() {
    const auto deadline = current_work().deadline;
    if (deadline <= Clock::now()) throw OutOfTime();
    return deadline;
  }

 private:
  Connection& connection_;
};

Connection::Connection(std::chrono::milliseconds statement_timeout)
    : statement_timeout_(statement_timeout), session_(std::make_unique<soci::session>()) {}

Connection::~Connection() {
  // The server is told of each statement that is let go of.
  const Deadline deadline(*this, Clock::time_point::max());
  statements_.clear();
}

template <class Use>
auto Connection::with_statement(const std::string& text, std::string_view columns,
                                const Parameters& parameters, const Use& use) {
  const Deadline deadline(*this, Deadline::of_work());
  auto found = statements_.find(text);
  if (found != statements_.end() && !found->second->takes(parameters)) {
    statements_.erase(found);
    found = statements_.end();
  }
  if (found == statements_.end()) {
    if (statements_.size() >= statements_max) statements_.clear();
    auto made = std::make_unique<Statement>(*session_, text, columns, parameters);
    found = statements_.emplace(text, std::move(made)).first;
  }
  try {
    return use(*found->second);
  } catch (...) {
    // What a statement that failed halfway holds on to is let go of with it.
    statements_.erase(found);
    throw;
  }
}

std::vector<Row> Connection::query(const std::string& statement, std::string_view columns,
                                   const Parameters& parameters) {
  return with_statement(statement, columns, parameters,
                        [&](Statement& prepared) { return prepared.rows(parameters); });
}

std::optional<Row> Connection::query_one(const std::string& statement, std::string_view columns,
                                         const Parameters& parameters) {
  auto rows = query(statement, columns, parameters);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::int64_t Connection::execute(const std::string& statement, const Parameters& parameters) {
  return with_statement(statement, {}, parameters,
                        [&](Statement& prepared) { return prepared.execute(parameters); });
}

void Connection::begin(const std::string& statement) {
  const Deadline deadline(*this, Deadline::of_work());
  session_->once << statement;
}

void Connection::end(const std::string& statement) {
  const Deadline deadline(*this, Clock::time_point::max());
  session_->once << statement;
}

}  // namespace astronova::storage::sql
