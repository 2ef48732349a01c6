#include "cache/memory/memory_store.h"

#include <utility>

namespace astronova::cache::memory {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

}  // namespace

MemoryStore::MemoryStore(std::size_t bytes_max, CacheFigures& figures, std::function<Time()> now)
    : shard_bytes_max_(bytes_max / shard_count), figures_(figures), now_(std::move(now)) {}

void MemoryStore::find(const CacheKey& key, Found found) {
  found(value(key));
}

CacheValue MemoryStore::value(const CacheKey& key) {
  auto& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.places.find(key);
  if (found == shard.places.end()) return nullptr;
  const auto entry = found->second;
  if (entry->until <= now_()) {
    shard.remove(entry);
    return nullptr;
  }
  shard.entries.splice(shard.entries.begin(), shard.entries, entry);
  return entry->value;
}

void MemoryStore::keep(const CacheKey& key, const CacheValue& value,
                       std::chrono::milliseconds time_to_live) {
  Entry entry{key, value, now_() + time_to_live, &figures_.of(key.space())};
  const auto size = entry.size();
  auto& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto old = shard.places.find(key); old != shard.places.end()) shard.remove(old->second);
  if (size > shard_bytes_max_ / 2) return;
  while (shard.bytes + size > shard_bytes_max_) {
    shard.entries.back().figures->evictions.fetch_add(1, relaxed);
    shard.remove(std::prev(shard.entries.end()));
  }
  entry.figures->entries.fetch_add(1, relaxed);
  entry.figures->bytes.fetch_add(size, relaxed);
  shard.bytes += size;
  shard.entries.push_front(std::move(entry));
  shard.places.emplace(key, shard.entries.begin());
}

void MemoryStore::Shard::remove(std::list<Entry>::iterator entry) {
  const auto size = entry->size();
  bytes -= size;
  entry->figures->entries.fetch_sub(1, relaxed);
  entry->figures->bytes.fetch_sub(size, relaxed);
  places.erase(entry->key);
  entries.erase(entry);
}

}  // namespace astronova::cache::memory
