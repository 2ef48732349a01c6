#include "storage/sql/executor.h"

#include <random>
#include <thread>

#include <fmt/format.h>

#include "base/work_context.h"

namespace astronova::storage::sql {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int attempts_max = 12;
constexpr milliseconds pause_min{2};
constexpr milliseconds pause_max{250};

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

Error error_of(Failure failure, const std::string& name) {
  switch (failure) {
    case Failure::collision:
      return unavailable("the database is too busy now; try again later");
    case Failure::disconnected:
    case Failure::away:
      return unavailable("the database does not answer; try again later");
    case Failure::timed_out:
      return unavailable("the database took too long; try again later");
    case Failure::no_room:
      return unavailable(fmt::format(
          "the database has no room, or may not write now ({}); try again later", name));
    case Failure::duplicate:
      return {ErrorCode::conflict, "it is there already", {}};
    case Failure::orphan:
      return {ErrorCode::not_found, "there is no such account", {}};
    case Failure::bug:
      break;
  }
  return {ErrorCode::internal, fmt::format("the database refused a statement ({})", name), {}};
}

// Longer each time, and different for each thread, so that those who collided do not meet again. No
// longer than until then.
void pause(int attempt, Clock::time_point until) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto longest = std::min(pause_max, pause_min * (1 << std::min(attempt, 10)));
  std::uniform_int_distribution<std::int64_t> microseconds(0, longest.count() * 1000);
  const auto end = Clock::now() + std::chrono::microseconds{microseconds(random)};
  std::this_thread::sleep_until(std::min(end, until));
}

Failure failure_of(const Dialect& dialect, Connection& connection, const soci::soci_error& error) {
  if (dynamic_cast<const OutOfTime*>(&error)) return Failure::timed_out;
  return dialect.failure(connection, error);
}

bool is_worth_another(const Attempt& came_to) {
  return !came_to.may_be_done &&
         (came_to.failure == Failure::collision || came_to.failure == Failure::disconnected);
}

// Failures of one statement that leave the transaction around it as it was.
bool is_of_one(Failure failure) {
  return failure == Failure::duplicate || failure == Failure::orphan;
}

// Each transaction of a batch within a savepoint of the one around it. Answers false, with nothing
// certain, where a failure may concern more than the one that it happened in.
bool run_in_savepoints(const Dialect& dialect, Connection& connection,
                       std::span<WriteGroup::Ticket* const> batch) {
  for (auto* const ticket : batch) {
    ticket->came_to = {};
    const WorkScope work(ticket->work);
    connection.execute("SAVEPOINT one");
    bool stays = false;
    try {
      stays = (*ticket->transaction)(connection);
    } catch (const soci::soci_error& error) {
      ticket->came_to.failure = failure_of(dialect, connection, error);
      ticket->came_to.name = dialect.name_of(connection, error);
      if (!is_of_one(*ticket->came_to.failure)) return false;
    } catch (...) {
      return false;
    }
    if (!stays) connection.execute("ROLLBACK TO one");
    connection.execute("RELEASE one");
  }
  return true;
}

}  // namespace

Executor::Executor(std::unique_ptr<Dialect> dialect, std::size_t connections, milliseconds patience)
    : dialect_(std::move(dialect)),
      patience_(patience),
      connections_(*dialect_, connections),
      writer_(*dialect_, 1) {}

Pool& Executor::pool(Access access) {
  return access == Access::write && dialect_->has_one_writer() ? writer_ : connections_;
}

Result<void> Executor::run_transaction(Access access, const Transaction& transaction) {
  const auto until = current_work().sooner(Clock::now() + patience_);
  for (int count = 1;; ++count) {
    const auto came_to =
        access == Access::write && dialect_->has_one_writer()
            ? group_.run(transaction, until, [this](auto batch) { carry_out(batch); })
            : attempt_or_forgo(access, transaction, until);
    if (came_to.bug) std::rethrow_exception(came_to.bug);
    if (!came_to.failure) return {};
    if (!is_worth_another(came_to) || count == attempts_max || Clock::now() >= until) {
      if (!came_to.may_be_done) return error_of(*came_to.failure, came_to.name);
      return unavailable(
          "the database went away while it was being written to: it may have been done or not");
    }
    pause(count, until);
  }
}

Attempt Executor::attempt_or_forgo(Access access, const Transaction& transaction,
                                   Clock::time_point until) {
  const auto answer = outage_.ask(Clock::now());
  if (answer == Outage::Answer::away) return {.failure = Failure::away};
  auto came_to = attempt(access, transaction, until);
  const bool is_lost = came_to.failure == Failure::disconnected;
  if (is_lost) {
    outage_.lost(Clock::now());
  } else if (came_to.failure != Failure::timed_out) {
    outage_.is_over(Clock::now());
  }
  if (answer == Outage::Answer::try_it) {
    outage_.ended();
    if (is_lost) came_to.failure = Failure::away;
  }
  return came_to;
}

std::optional<Pool::Lease> Executor::borrow(Access access, Clock::time_point until,
                                            Attempt& came_to) {
  try {
    const auto since = Clock::now();
    auto lease = pool(access).borrow(until);
    // The one writer is waited for in the group.
    if (&pool(access) != &writer_) waits_.add(Clock::now() - since);
    if (!lease) came_to.failure = Failure::timed_out;
    return lease;
  } catch (const soci::soci_error&) {
    came_to.failure = Failure::disconnected;
    return std::nullopt;
  }
}

Attempt Executor::attempt(Access access, const Transaction& transaction, Clock::time_point until) {
  Attempt came_to;
  auto lease = borrow(access, until, came_to);
  if (!lease) return came_to;
  Connection& connection = **lease;
  bool begun = false;
  bool committing = false;
  const auto undo = [&] {
    try {
      if (begun) connection.end("ROLLBACK");
    } catch (const soci::soci_error&) {
      lease->discard();
    }
  };
  try {
    const auto left = current_work().deadline - Clock::now();
    const auto begin = dialect_->begin(access, std::chrono::ceil<milliseconds>(left));
    if (!begin.empty()) connection.begin(begin);
    begun = !begin.empty();
    if (!transaction(connection)) {
      undo();
    } else if (begun) {
      committing = access == Access::write;
      connection.end("COMMIT");
    }
  } catch (const soci::soci_error& error) {
    came_to.failure = failure_of(*dialect_, connection, error);
    came_to.name = dialect_->name_of(connection, error);
    came_to.may_be_done = committing && came_to.failure != Failure::collision;
    if (came_to.failure == Failure::disconnected) {
      // Those that wait in the pool have lost it too.
      lease->discard();
      connections_.forget_idle();
    } else {
      undo();
    }
  } catch (...) {
    lease->discard();
    came_to.bug = std::current_exception();
  }
  return came_to;
}

void Executor::carry_out(std::span<WriteGroup::Ticket* const> batch) {
  if (batch.size() > 1 && carry_out_together(batch)) return;
  for (auto* const ticket : batch) {
    const WorkScope work(ticket->work);
    ticket->came_to = attempt(Access::write, *ticket->transaction, ticket->until);
  }
}

// In one transaction around them, which has to begin before the first of them is no longer waited
// for. Answers whether all is said of each.
bool Executor::carry_out_together(std::span<WriteGroup::Ticket* const> batch) {
  const auto* const first = *std::ranges::min_element(batch, {}, &WriteGroup::Ticket::until);
  bool is_certain = false;
  Attempt came_to;
  {
    const WorkScope work({{}, first->until});
    came_to = attempt(
        Access::write,
        [&](Connection& connection) {
          return is_certain = run_in_savepoints(*dialect_, connection, batch);
        },
        first->until);
  }
  // What stopped the transaction around them stopped all.
  if (came_to.failure && (is_certain || came_to.failure == Failure::collision)) {
    for (auto* const ticket : batch)
      ticket->came_to = came_to;
    return true;
  }
  return !came_to.failure && is_certain;
}

DatabaseFigures Executor::figures() const {
  const auto many = connections_.figures();
  const auto one = dialect_->has_one_writer() ? writer_.figures() : Pool::Figures{};
  return {many.in_use + one.in_use,       many.idle + one.idle,
          many.size + one.size,           waits_.snapshot(),
          counter_.figures(Access::read), counter_.figures(Access::snapshot),
          counter_.figures(Access::write)};
}

Result<void> Executor::check(milliseconds within) {
  try {
    auto lease = connections_.borrow(Clock::now() + within);
    const bool is_there = lease ? dialect_->answers(**lease, within) : answers_aside(within);
    if (is_there) {
      outage_.is_over(Clock::now());
      return {};
    }
    if (lease) {
      lease->discard();
      connections_.forget_idle();
    }
  } catch (const soci::soci_error&) {
    connections_.forget_idle();
  }
  if (outage_.is_silent(Clock::now())) dialect_->cut_all();
  return unavailable("the database does not answer");
}

// On a connection of its own, since all others are in use: that may be because it does not answer.
bool Executor::answers_aside(milliseconds within) const {
  const WorkScope work({{}, Clock::now() + within});
  const auto connection = dialect_->connect();
  return dialect_->answers(*connection, within);
}

void Executor::scrub() {
  scrub_is_due_ = true;
  retry_scrub();
}

void Executor::retry_scrub() {
  if (!scrub_is_due_.exchange(false)) return;
  try {
    const auto until = current_work().sooner(Clock::now() + patience_);
    auto lease = pool(Access::write).borrow(until);
    if (lease && dialect_->scrub(**lease)) return;
  } catch (const soci::soci_error&) {
    // It is due as before.
  }
  scrub_is_due_ = true;
}

}  // namespace astronova::storage::sql
