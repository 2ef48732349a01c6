#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "base/randomness.h"
#include "base/result.h"
#include "cache/cache.h"
#include "clients/redis.h"
#include "clients/redis_figures.h"

namespace astronova::app {

/// What is kept of what has been computed, and the Redis that servers share it through;
/// docs/CONFIGURATION.md has the same table.
struct CacheConfiguration {
  bool cache = true;                               ///< whether anything is kept
  std::uint64_t bytes = std::uint64_t{64} << 20U;  ///< of the memory that it may take
  std::string redis_url{};      ///< holds a password, so no flag; empty: there is no Redis
  std::string redis_ca_file{};  ///< of authorities to trust in the place of the system's
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, CacheConfiguration& configuration);

/// The way to Redis, for all that use it, and the cache. Of use with neither.
class CacheService {
 public:
  /// Waits for a second at most until Redis is reached; it starts without it all the same. The
  /// randomness must outlive it.
  /// errors  data_missing: what stands against starting, and how to mend it
  static Result<std::unique_ptr<CacheService>> start(const CacheConfiguration& configuration,
                                                     const Randomness& randomness);
  ~CacheService();
  CacheService(const CacheService&) = delete;
  CacheService& operator=(const CacheService&) = delete;

  /// None: it is switched off.
  cache::Cache* cache();
  /// None: it is not configured.
  clients::Redis* redis();
  /// Of Redis; none where it is not configured.
  const clients::RedisFigures* redis_figures() const;

 private:
  struct Parts;
  explicit CacheService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
