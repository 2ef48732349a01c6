#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "bulk/input.h"
#include "bulk/journal.h"

namespace astronova::bulk {

/// A block on its way: what was read, and what became of it. Its memory is used again.
struct Job {
  Block input{};
  std::string output{};
  std::string errors{};  ///< lines of JSON
  Counts counts{};
};

/// Takes blocks from a reader to a writer through threads, which all do the same: read the next
/// block, work on it, and write whatever is next in the order of reading. At most four blocks a
/// thread are on their way, so memory does not grow with the input.
class Pipeline {
 public:
  /// The next block; false at the end. One thread at a time.
  using Read = std::function<Result<bool>(Block&)>;
  /// Makes what works on blocks, one for each thread.
  using MakeWorker = std::function<std::function<void(Job&)>()>;
  /// One thread at a time, in the order of reading.
  using Write = std::function<Result<void>(const Job&)>;

  Pipeline(unsigned threads, Read read, MakeWorker make_worker, Write write);

  /// Runs to the end of the input.
  /// errors  the first of the reader or the writer: what was read behind it is not written. What a
  ///         worker throws is thrown here.
  Result<void> run();

 private:
  struct Slot {
    Job job{};
    bool done = false;
  };

  Slot& slot_of(std::uint64_t number) { return slots_[number % slots_.size()]; }
  void work();
  Slot* take();
  void finish(Slot& slot);
  void stop(const std::optional<Error>& error, const std::exception_ptr& thrown = nullptr);

  unsigned threads_;
  Read read_;
  MakeWorker make_worker_;
  Write write_;
  std::vector<Slot> slots_;

  std::mutex reading_;  // guards reader and taken_
  std::uint64_t taken_ = 0;

  std::mutex mutex_;  // guards what follows and Slot::done
  std::condition_variable room_;
  std::uint64_t written_ = 0;
  bool writing_ = false;
  bool stopped_ = false;
  std::optional<Error> error_{};
  std::exception_ptr thrown_{};
};

}  // namespace astronova::bulk
