#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "clients/redis/redis_client.h"

namespace astronova::testing {

/// Longer than anything takes that works, on the slowest machine.
inline constexpr std::chrono::milliseconds long_enough{120'000};

/// Settings of a client that takes a machine that is slow for no trouble of Redis.
inline clients::redis::RedisSettings patient(const std::string& url) {
  clients::redis::RedisSettings settings;
  settings.address = *clients::redis::parse_redis_address(url);
  settings.patience = long_enough;
  settings.connect_within = long_enough;
  return settings;
}

/// As a server has them, but for where Redis is.
inline clients::redis::RedisSettings impatient(const std::string& url) {
  clients::redis::RedisSettings settings;
  settings.address = *clients::redis::parse_redis_address(url);
  return settings;
}

inline std::unique_ptr<clients::redis::RedisClient> start_redis_client(
    clients::redis::RedisSettings settings) {
  auto started = clients::redis::RedisClient::start(std::move(settings));
  if (!started) throw std::runtime_error(started.error().detail);
  return std::move(*started);
}

inline std::future<Result<clients::RedisReply>> send(
    clients::Redis& redis, clients::RedisCommand command,
    std::chrono::milliseconds within = long_enough) {
  const auto answer = std::make_shared<std::promise<Result<clients::RedisReply>>>();
  redis.send(std::move(command), within,
             [answer](Result<clients::RedisReply> reply) { answer->set_value(std::move(reply)); });
  return answer->get_future();
}

inline Result<clients::RedisReply> ask(clients::Redis& redis, clients::RedisCommand command,
                                       std::chrono::milliseconds within = long_enough) {
  return send(redis, std::move(command), within).get();
}

/// Waits until the circuit is closed, or open.
inline void wait_until_well(const clients::Redis& redis, bool is_well = true) {
  while (redis.is_well() != is_well)
    std::this_thread::yield();
}

/// Whether who asks now is told at once that there is no Redis.
inline bool is_told_at_once(clients::Redis& redis) {
  const auto told = std::make_shared<std::atomic<bool>>(false);
  redis.send({"PING"}, long_enough, [told, caller = std::this_thread::get_id()](const auto& reply) {
    *told = !reply && std::this_thread::get_id() == caller;
  });
  return *told;
}

}  // namespace astronova::testing
