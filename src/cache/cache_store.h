#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "cache/cache_key.h"

namespace astronova::cache {

/// Any bytes; shared by all who have found them, and never changed.
using CacheValue = std::shared_ptr<const std::string>;

/// A place where values are kept for a time, or not: whatever goes wrong there, the value is just
/// not found.
///
/// Threads: all may call at once; nothing waits.
class CacheStore {
 public:
  /// What was found, or none. Called exactly once, before find() returns or on a thread of the
  /// store's, which it must not hold up.
  using Found = std::function<void(CacheValue)>;

  virtual ~CacheStore() = default;

  virtual void find(const CacheKey& key, Found found) = 0;
  /// Keeps a value for so long at most, in the place of one that is there.
  virtual void keep(const CacheKey& key, const CacheValue& value,
                    std::chrono::milliseconds time_to_live) = 0;
};

}  // namespace astronova::cache
