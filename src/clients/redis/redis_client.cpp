#include "clients/redis/redis_client.h"

#include <utility>

#include "clients/redis/engine.h"

namespace astronova::clients::redis {

Result<std::unique_ptr<RedisClient>> RedisClient::start(RedisSettings settings) {
  auto engine = std::make_unique<Engine>(std::move(settings));
  if (auto started = engine->start(); !started) return started.error();
  return std::unique_ptr<RedisClient>(new RedisClient(std::move(engine)));
}

RedisClient::RedisClient(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

RedisClient::~RedisClient() = default;

void RedisClient::send(RedisCommand command, std::chrono::milliseconds within, Done done) {
  engine_->send(command, within, std::move(done));
}

bool RedisClient::is_well() const {
  return engine_->is_well();
}

const RedisFigures& RedisClient::figures() const {
  return engine_->figures();
}

}  // namespace astronova::clients::redis
