#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string_view>
#include <vector>

namespace astronova::cache {

/// What has been counted of one space since the start. Read at any time by any thread.
struct SpaceFigures {
  std::string_view space{};

  std::atomic<std::uint64_t> memory_hits = 0;
  std::atomic<std::uint64_t> memory_misses = 0;
  std::atomic<std::uint64_t> negatives = 0;  ///< answered with an error that was kept
  std::atomic<std::uint64_t> joined = 0;     ///< waited for who computed it already
  std::atomic<std::uint64_t> shared_hits = 0;
  std::atomic<std::uint64_t> shared_misses = 0;
  std::atomic<std::uint64_t> shared_skipped = 0;  ///< values too large to be sent to the others
  /// Not found, or not kept, for trouble: no answer in time, or a value that is not what was kept.
  std::atomic<std::uint64_t> shared_failed = 0;

  std::atomic<std::uint64_t> entries = 0;    ///< in memory
  std::atomic<std::uint64_t> bytes = 0;      ///< that these take, about
  std::atomic<std::uint64_t> evictions = 0;  ///< entries that had to go for others
};

/// The figures of all spaces.
///
/// Threads: all may call at once.
class CacheFigures {
 public:
  /// Those of one space; they live as long as this.
  SpaceFigures& of(std::string_view space);
  /// Those of all that have been asked for, by their names.
  std::vector<const SpaceFigures*> all() const;

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string_view, std::unique_ptr<SpaceFigures>> spaces_;
};

}  // namespace astronova::cache
