#include "app/cache_service.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "cache/memory/memory_store.h"
#include "cache/redis/redis_store.h"
#include "clients/redis/redis_client.h"

namespace astronova::app {
namespace {

using clients::redis::RedisClient;

// Too little, and every table drives out the one before.
constexpr std::uint64_t bytes_min = 1'000'000;
constexpr std::uint64_t bytes_max = 1'000'000'000'000;

Error missing(std::string detail) {
  return {ErrorCode::data_missing, std::move(detail), {}};
}

Result<std::unique_ptr<RedisClient>> start_redis(const CacheConfiguration& configuration) {
  clients::redis::RedisSettings settings;
  auto address = clients::redis::parse_redis_address(configuration.redis_url);
  if (!address) return missing("REDIS_URL: " + address.error().detail);
  settings.address = *std::move(address);
  settings.ca_file = configuration.redis_ca_file;
  return RedisClient::start(std::move(settings));
}

}  // namespace

struct CacheService::Parts {
  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  // The client goes first: what it calls back uses all the rest.
  ~Parts() { redis.reset(); }

  cache::CacheFigures figures{};
  std::unique_ptr<RedisClient> redis{};
  std::optional<cache::redis::RedisStore> shared{};
  std::optional<cache::memory::MemoryStore> memory{};
  std::optional<cache::Cache> cache{};

  void begin(const CacheConfiguration& configuration, const Randomness& randomness) {
    if (!configuration.cache) return;
    const auto now = [] { return std::chrono::steady_clock::now(); };
    if (redis) shared.emplace(*redis, figures);
    memory.emplace(configuration.bytes, figures, now);
    cache.emplace(*memory, shared ? &*shared : nullptr, figures, randomness, now);
  }
};

void declare(CLI::App& command, CacheConfiguration& configuration) {
  command
      .add_flag("--cache,!--no-cache", configuration.cache,
                "Keep what costs more to compute than to keep; without, all is computed each time")
      ->envname("ASTRONOVA_CACHE")
      ->capture_default_str();
  command
      .add_option("--cache-bytes", configuration.bytes,
                  "Bytes of memory that what is kept may take")
      ->envname("ASTRONOVA_CACHE_BYTES")
      ->check(CLI::Range(bytes_min, bytes_max))
      ->capture_default_str();
  command
      .add_option("--redis-ca-file", configuration.redis_ca_file,
                  "Authorities (PEM) to trust in the place of the system's when Redis is reached "
                  "over TLS")
      ->envname("ASTRONOVA_REDIS_CA_FILE");
}

CacheService::CacheService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

CacheService::~CacheService() = default;

Result<std::unique_ptr<CacheService>> CacheService::start(const CacheConfiguration& configuration,
                                                          const Randomness& randomness) {
  auto parts = std::make_unique<Parts>();
  if (!configuration.redis_url.empty()) {
    auto redis = start_redis(configuration);
    if (!redis) return redis.error();
    parts->redis = *std::move(redis);
  }
  parts->begin(configuration, randomness);
  return std::unique_ptr<CacheService>(new CacheService(std::move(parts)));
}

cache::Cache* CacheService::cache() {
  return parts_->cache ? &*parts_->cache : nullptr;
}

clients::Redis* CacheService::redis() {
  return parts_->redis.get();
}

const clients::RedisFigures* CacheService::redis_figures() const {
  return parts_->redis ? &parts_->redis->figures() : nullptr;
}

}  // namespace astronova::app
