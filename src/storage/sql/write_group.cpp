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
  ticket.until = until;
  ticket.work = current_work();
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

std::vector<WriteGroup::Ticket*> WriteGroup::take_batch() {
  const auto now = std::chrono::steady_clock::now();
  std::vector<Ticket*> batch;
  for (; !waiting_.empty() && batch.size() < batch_max; waiting_.pop_front()) {
    auto& ticket = *waiting_.front();
    waits_.add(now - ticket.came);
    ticket.taken = true;
    if (ticket.until > now) {
      batch.push_back(&ticket);
    } else {
      // Nobody waits for it any more, and its deadline would be that of the whole batch.
      ticket.came_to.failure = Failure::timed_out;
      ticket.done = true;
    }
  }
  return batch;
}

void WriteGroup::carry_out_next(std::unique_lock<std::mutex>& lock, const CarryOut& carry_out) {
  const auto batch = take_batch();
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
