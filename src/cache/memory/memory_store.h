#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

#include "cache/cache_figures.h"
#include "cache/cache_store.h"

namespace astronova::cache::memory {

/// Values in the memory of the process, at most so many bytes: the least recently used go first. In
/// shards, so that threads seldom wait for each other.
class MemoryStore final : public CacheStore {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t shard_count = 4;
  /// What an entry takes beside its value, about.
  static constexpr std::size_t bytes_per_entry = 256;

  /// `now` says what time it is. The figures must outlive the store.
  MemoryStore(std::size_t bytes_max, CacheFigures& figures, std::function<Time()> now);

  /// Calls `found` before it returns.
  void find(const CacheKey& key, Found found) override;
  /// A value of more than half of what a shard may hold is not kept.
  void keep(const CacheKey& key, const CacheValue& value,
            std::chrono::milliseconds time_to_live) override;

  /// The same as find().
  CacheValue value(const CacheKey& key);

 private:
  struct Entry {
    CacheKey key;
    CacheValue value;
    Time until;
    SpaceFigures* figures;

    std::size_t size() const { return value->size() + bytes_per_entry; }
  };
  struct Shard {
    std::mutex mutex;
    std::list<Entry> entries;  // the most recently used first
    std::unordered_map<CacheKey, std::list<Entry>::iterator> places;
    std::size_t bytes = 0;

    void remove(std::list<Entry>::iterator entry);
  };

  Shard& shard_of(const CacheKey& key) { return shards_[key.digest()[31] % shard_count]; }

  const std::size_t shard_bytes_max_;
  CacheFigures& figures_;
  const std::function<Time()> now_;
  std::array<Shard, shard_count> shards_;
};

}  // namespace astronova::cache::memory
