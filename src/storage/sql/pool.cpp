#include "storage/sql/pool.h"

namespace astronova::storage::sql {

std::optional<Pool::Lease> Pool::borrow(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_until(lock, until, [this] { return free_places_ > 0; })) return std::nullopt;
  --free_places_;
  std::unique_ptr<Connection> connection;
  if (!idle_.empty()) {
    connection = std::move(idle_.back());
    idle_.pop_back();
  }
  lock.unlock();
  Lease lease(*this, std::move(connection));
  // The lease gives the place back when this throws.
  if (!lease.connection_) lease.connection_ = dialect_.connect();
  return lease;
}

void Pool::forget_idle() {
  // Closed after the lock is let go of: that may take a while.
  std::vector<std::unique_ptr<Connection>> closing;
  const std::lock_guard lock(mutex_);
  closing.swap(idle_);
  for (const auto& connection : closing)
    connection->cut();
}

Pool::Figures Pool::figures() const {
  const std::lock_guard lock(mutex_);
  return {size_ - free_places_, idle_.size(), size_};
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    ++free_places_;
    if (connection) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace astronova::storage::sql
