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

}  // namespace

// What one try came to; no failure: it is done.
struct Executor::Attempt {
  std::optional<Failure> failure{};
  std::string name{};
  bool may_be_done = false;  // it failed while COMMIT was under way

  bool is_worth_another() const {
    return !may_be_done && (failure == Failure::collision || failure == Failure::disconnected);
  }
};

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
    const auto came_to = attempt(access, transaction, until);
    if (!came_to.failure) return {};
    if (!came_to.is_worth_another() || count == attempts_max || Clock::now() > until) {
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

Executor::Attempt Executor::attempt(Access access, const Transaction& transaction,
                                    Clock::time_point until) {
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
    throw;
  }
  return came_to;
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
