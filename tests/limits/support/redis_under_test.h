#pragma once

#include <memory>

#include "clients/redis/redis_client.h"
#include "limits/local_limiter.h"
#include "limits/redis/redis_limiter.h"
#include "tests/support/private_redis.h"

namespace astronova::limits {

/// As patient as a machine that runs all tests at once, under sanitizers, needs.
inline constexpr std::chrono::milliseconds patience{30'000};

inline std::unique_ptr<clients::redis::RedisClient> client_of(
    const testing::PrivateRedis& redis, std::chrono::milliseconds patient = patience) {
  clients::redis::RedisSettings settings;
  settings.address = clients::redis::parse_redis_address(redis.url()).value();
  settings.patience = patient;
  settings.connect_within = patience;
  return clients::redis::RedisClient::start(std::move(settings)).value();
}

/// What a server has of its own of the limits that all have in common.
struct LimitingServer {
  LimitingServer(const testing::PrivateRedis& redis, const Rules& rules,
                 WithoutRedis without = WithoutRedis::local,
                 std::chrono::milliseconds within = patience)
      : client(client_of(redis, within)),
        local(rules, {}),
        limiter(*client, rules, local,
                {.secret = "the secret of all servers", .within = within, .without = without}) {}

  std::unique_ptr<clients::redis::RedisClient> client;
  LocalLimiter local;
  RedisLimiter limiter;
};

}  // namespace astronova::limits
