#include "storage/sql/write_group.h"

#include <algorithm>

namespace astronova::storage::sql {
namespace {

// Beyond this the first in line waits longer for the others than the sync takes.
constexpr std::size_t batch_max = 64;

}  // namespace

Attempt WriteGroup::run(const Transaction& transaction, std::chrono::steady_clock::time_point until,
                        const CarryOut& carry_out) {
  Ticket ticket;
  ticket.transaction = &transaction;
  std::unique_lock lock(mutex_);
  waiting_.push_back(&ticket);
  while (!ticket.done) {
    if (!is_carried_out_) {
      carry_out_next(lock, carry_out);
    } else if (ticket.taken) {
      changed_.wait(lock);
    } else if (changed_.wait_until(lock, until) == std::cv_status::timeout && !ticket.taken) {
      std::erase(waiting_, &ticket);
      ticket.came_to.failure = Failure::timed_out;
      return ticket.came_to;
    }
  }
  return ticket.came_to;
}

void WriteGroup::carry_out_next(std::unique_lock<std::mutex>& lock, const CarryOut& carry_out) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(batch_max, waiting_.size()));
  const std::vector<Ticket*> batch(waiting_.begin(), waiting_.begin() + count);
  waiting_.erase(waiting_.begin(), waiting_.begin() + count);
  for (auto* const ticket : batch)
    ticket->taken = true;
  is_carried_out_ = true;
  lock.unlock();
  try {
    carry_out(batch);
  } catch (...) {
    for (auto* const ticket : batch)
      ticket->came_to.bug = std::current_exception();
  }
  lock.lock();
  is_carried_out_ = false;
  for (auto* const ticket : batch)
    ticket->done = true;
  changed_.notify_all();
}

}  // namespace astronova::storage::sql
