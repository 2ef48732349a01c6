#include "storage/sql/transaction_counter.h"

namespace astronova::storage::sql {

TransactionCounter::Running::~Running() {
  auto& came_to = came_to_ ? *came_to_ : sort_.failed;
  came_to.fetch_add(1, std::memory_order_relaxed);
  sort_.durations.add(std::chrono::steady_clock::now() - began_);
}

void TransactionCounter::Running::ended(const Result<void>& done, bool stays) {
  if (done) {
    came_to_ = stays ? &sort_.done : &sort_.refused;
    return;
  }
  const auto code = done.error().code;
  const bool is_refusal = code == ErrorCode::conflict || code == ErrorCode::not_found;
  came_to_ = is_refusal ? &sort_.refused : &sort_.failed;
}

TransactionFigures TransactionCounter::figures(Access access) const {
  constexpr auto relaxed = std::memory_order_relaxed;
  const auto& sort = sorts_.at(static_cast<std::size_t>(access));
  return {sort.done.load(relaxed), sort.refused.load(relaxed), sort.failed.load(relaxed),
          sort.durations.snapshot()};
}

}  // namespace astronova::storage::sql
