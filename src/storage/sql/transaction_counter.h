#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/duration_histogram.h"
#include "base/result.h"
#include "storage/figures.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

/// Counts transactions by what they came to.
/// Threads: all may use it at once.
class TransactionCounter {
  struct Sort {
    std::atomic<std::uint64_t> done = 0;
    std::atomic<std::uint64_t> refused = 0;
    std::atomic<std::uint64_t> failed = 0;
    DurationHistogram durations{};
  };

 public:
  /// A transaction that is under way: failed, unless it is told what it came to.
  class Running {
   public:
    Running(TransactionCounter& counter, Access access)
        : sort_(counter.sorts_.at(static_cast<std::size_t>(access))) {}
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// What the database says of it, and whether the operation wanted it to stay.
    void ended(const Result<void>& done, bool stays);

   private:
    Sort& sort_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::atomic<std::uint64_t>* came_to_ = nullptr;
  };

  TransactionFigures figures(Access access) const;

 private:
  std::array<Sort, 3> sorts_{};
};

}  // namespace astronova::storage::sql
