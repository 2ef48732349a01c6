#include "storage/sql/executor.h"

#include <random>
#include <thread>

#include <fmt/format.h>

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
      return unavailable("the database does not answer; try again later");
    case Failure::timed_out:
      return unavailable("the database took too long; try again later");
    case Failure::no_room:
      return unavailable(fmt::format("the database cannot do it now ({})", name));
    case Failure::duplicate:
      return {ErrorCode::conflict, "it is there already", {}};
    case Failure::orphan:
      return {ErrorCode::not_found, "there is no such account", {}};
    case Failure::bug:
      break;
  }
  return {ErrorCode::internal, fmt::format("the database refused a statement ({})", name), {}};
}

// Longer each time, and different for each thread, so that those who collided do not meet again.
void pause(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto longest = std::min(pause_max, pause_min * (1 << std::min(attempt, 10)));
  std::uniform_int_distribution<std::int64_t> microseconds(0, longest.count() * 1000);
  std::this_thread::sleep_for(std::chrono::microseconds{microseconds(random)});
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
    connection.execute("SAVEPOINT one");
    bool stays = false;
    try {
      stays = (*ticket->transaction)(connection);
    } catch (const soci::soci_error& error) {
      ticket->came_to.failure = dialect.failure(connection, error);
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
  const auto until = Clock::now() + patience_;
  for (int count = 1;; ++count) {
    const auto came_to =
        access == Access::write && dialect_->has_one_writer()
            ? group_.run(transaction, until, [&](auto batch) { carry_out(batch, until); })
            : attempt(access, transaction, until);
    if (came_to.bug) std::rethrow_exception(came_to.bug);
    if (!came_to.failure) return {};
    if (!is_worth_another(came_to) || count == attempts_max || Clock::now() > until) {
      if (!came_to.may_be_done) return error_of(*came_to.failure, came_to.name);
      return unavailable(
          "the database went away while it was being written to: it may have been done or not");
    }
    pause(count);
  }
}

std::optional<Pool::Lease> Executor::borrow(Access access, Clock::time_point until,
                                            Attempt& came_to) {
  try {
    auto lease = pool(access).borrow(until);
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
      if (begun) connection.command("ROLLBACK");
    } catch (const soci::soci_error&) {
      lease->discard();
    }
  };
  try {
    if (access != Access::read) connection.command(dialect_->begin(access));
    begun = access != Access::read;
    if (!transaction(connection)) {
      undo();
    } else if (begun) {
      committing = access == Access::write;
      connection.command("COMMIT");
    }
  } catch (const soci::soci_error& error) {
    came_to.failure = dialect_->failure(connection, error);
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

void Executor::carry_out(std::span<WriteGroup::Ticket* const> batch, Clock::time_point until) {
  if (batch.size() > 1) {
    bool is_certain = false;
    const auto came_to = attempt(
        Access::write,
        [&](Connection& connection) {
          return is_certain = run_in_savepoints(*dialect_, connection, batch);
        },
        until);
    // What stopped the transaction around them stopped all.
    if (came_to.failure && (is_certain || came_to.failure == Failure::collision)) {
      for (auto* const ticket : batch)
        ticket->came_to = came_to;
      return;
    }
    if (!came_to.failure && is_certain) return;
  }
  for (auto* const ticket : batch)
    ticket->came_to = attempt(Access::write, *ticket->transaction, until);
}

Result<void> Executor::check(milliseconds within) {
  try {
    auto lease = connections_.borrow(Clock::now() + within);
    if (!lease) return unavailable("all connections to the database are in use");
    if (dialect_->answers(**lease, within)) return {};
    lease->discard();
    connections_.forget_idle();
  } catch (const soci::soci_error&) {
    connections_.forget_idle();
  }
  return unavailable("the database does not answer");
}

void Executor::scrub() {
  scrub_is_due_ = true;
  retry_scrub();
}

void Executor::retry_scrub() {
  if (!scrub_is_due_.exchange(false)) return;
  try {
    auto lease = pool(Access::write).borrow(Clock::now() + patience_);
    if (lease && dialect_->scrub(**lease)) return;
  } catch (const soci::soci_error&) {
    // It is due as before.
  }
  scrub_is_due_ = true;
}

}  // namespace astronova::storage::sql
