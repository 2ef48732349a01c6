#pragma once

#include "cache/cache_figures.h"
#include "cache/cache_store.h"
#include "clients/redis.h"

namespace astronova::cache::redis {

struct RedisStoreSettings {
  std::chrono::milliseconds within{50};  ///< what a command may take
  /// Longer values, compressed, stay where they are: they would hold up the others on the one
  /// connection for longer than they save (docs/caching.md).
  std::size_t value_bytes_max = std::size_t{1} << 20U;
};

/// Values in a Redis, for all servers that use the same. Redis' trouble is nobody's: what does not
/// come in time, or is not what was kept, is not there.
class RedisStore final : public CacheStore {
 public:
  /// Both must outlive the store, and the store the client's callbacks.
  RedisStore(clients::Redis& redis, CacheFigures& figures, RedisStoreSettings settings = {});

  void find(const CacheKey& key, Found found) override;
  void keep(const CacheKey& key, const CacheValue& value,
            std::chrono::milliseconds time_to_live) override;

 private:
  clients::Redis& redis_;
  CacheFigures& figures_;
  const RedisStoreSettings settings_;
};

}  // namespace astronova::cache::redis
