#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/duration_histogram.h"
#include "base/work_context.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

/// What runs in a transaction; it answers whether what it did shall stay.
using Transaction = std::function<bool(Connection&)>;

/// What one try came to; no failure: it is done.
struct Attempt {
  std::optional<Failure> failure{};
  std::string name{};        ///< the database's, of the failure
  bool may_be_done = false;  ///< it failed while COMMIT was under way
  std::exception_ptr bug{};  ///< what the transaction threw that is not of the database
};

/// Brings the writers of an engine that has one at a time together: a sync of the disk costs some
/// milliseconds however much it writes, so those who come while it goes on share the next one.
///
/// The first who comes carries out what all have brought until then, in the order in which they
/// came, and again until its own is done; then another goes on.
/// Threads: all may call at once.
class WriteGroup {
 public:
  struct Ticket {
    const Transaction* transaction = nullptr;
    std::chrono::steady_clock::time_point until{};  ///< when it is no longer waited for
    WorkContext work{};                             ///< of the thread that brought it
    std::chrono::steady_clock::time_point came = std::chrono::steady_clock::now();
    Attempt came_to{};
    bool taken = false;
    bool done = false;
  };
  /// Runs the transactions of some tickets, and says in each what it came to.
  using CarryOut = std::function<void(std::span<Ticket* const> batch)>;

  /// The waits of transactions for their turn are added to `waits`.
  explicit WriteGroup(DurationHistogram& waits) : waits_(waits) {}

  /// Has the transaction carried out, by this thread or another.
  /// returns  what it came to: timed_out where it was not begun until then
  Attempt run(const Transaction& transaction, std::chrono::steady_clock::time_point until,
              const CarryOut& carry_out);

 private:
  void carry_out_next(std::unique_lock<std::mutex>& lock, const CarryOut& carry_out);
  std::vector<Ticket*> take_batch();

  DurationHistogram& waits_;
  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::deque<Ticket*> waiting_{};
  bool is_carried_out_ = false;
};

}  // namespace astronova::storage::sql
