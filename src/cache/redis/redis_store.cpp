#include "cache/redis/redis_store.h"

#include <utility>

#include "cache/redis/envelope.h"

namespace astronova::cache::redis {
namespace {

using clients::RedisReply;

constexpr auto relaxed = std::memory_order_relaxed;

CacheValue value_of(const CacheKey& key, const Result<RedisReply>& reply, SpaceFigures& figures) {
  if (reply && reply->kind == RedisReply::Kind::nothing) {
    figures.shared_misses.fetch_add(1, relaxed);
    return nullptr;
  }
  if (reply && reply->kind == RedisReply::Kind::text) {
    if (auto value = opened_value(key, reply->text)) {
      figures.shared_hits.fetch_add(1, relaxed);
      return std::make_shared<const std::string>(*std::move(value));
    }
  }
  figures.shared_failed.fetch_add(1, relaxed);
  return nullptr;
}

}  // namespace

RedisStore::RedisStore(clients::Redis& redis, CacheFigures& figures, RedisStoreSettings settings)
    : redis_(redis), figures_(figures), settings_(settings) {}

void RedisStore::find(const CacheKey& key, Found found) {
  auto& figures = figures_.of(key.space());
  redis_.send({"GET", key.text()}, settings_.within,
              [key, &figures, found = std::move(found)](const Result<RedisReply>& reply) {
                found(value_of(key, reply, figures));
              });
}

void RedisStore::keep(const CacheKey& key, const CacheValue& value,
                      std::chrono::milliseconds time_to_live) {
  auto& figures = figures_.of(key.space());
  // There is nobody to compress it for.
  if (!redis_.is_well()) {
    figures.shared_failed.fetch_add(1, relaxed);
    return;
  }
  auto bytes = sealed_value(key, *value);
  if (bytes.size() > settings_.value_bytes_max) {
    figures.shared_skipped.fetch_add(1, relaxed);
    return;
  }
  redis_.send({"SET", key.text(), std::move(bytes), "PX", std::to_string(time_to_live.count())},
              settings_.within, [&figures](const Result<RedisReply>& reply) {
                if (!reply || reply->kind == RedisReply::Kind::failure)
                  figures.shared_failed.fetch_add(1, relaxed);
              });
}

}  // namespace astronova::cache::redis
