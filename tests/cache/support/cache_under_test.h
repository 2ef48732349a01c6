#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "cache/cache.h"
#include "cache/memory/memory_store.h"
#include "tests/support/seeded_randomness.h"

namespace astronova::testing {

inline constexpr cache::CacheSpace numbers{"numbers", 1};
inline constexpr cache::CacheSpace letters{"letters", 1};

inline cache::CacheKey key_of(const std::string& part) {
  return cache::CacheKey::of(numbers, {part});
}

inline cache::CacheValue value_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

/// "none" where there is no value.
inline std::string text_of(const cache::CacheValue& value) {
  return value ? *value : "none";
}

/// A cache in memory alone, or before another store, whose clock a test sets.
struct CacheUnderTest {
  explicit CacheUnderTest(cache::CacheStore* shared = nullptr, std::size_t bytes_max = 1 << 20)
      : memory(bytes_max, figures, [this] { return now.load(); }),
        cache(memory, shared, figures, randomness, [this] { return now.load(); }) {}

  void pass(std::chrono::milliseconds time) { now = now.load() + time; }
  cache::SpaceFigures& counted() { return figures.of(numbers.name); }

  std::atomic<cache::Cache::Time> now{cache::Cache::Time{std::chrono::hours{1}}};
  cache::CacheFigures figures;
  SeededRandomness randomness{1};
  cache::memory::MemoryStore memory;
  cache::Cache cache;
};

}  // namespace astronova::testing
