#pragma once

#include "clients/redis.h"
#include "health/probe.h"

namespace astronova::health {

/// Has Redis answer PING (https://redis.io/commands/ping/). The client must outlive it, and so its
/// callbacks.
class RedisProbe final : public Probe {
 public:
  explicit RedisProbe(clients::Redis& redis) : redis_(redis) {}
  Finding run(std::chrono::milliseconds within) override;

 private:
  clients::Redis& redis_;
};

}  // namespace astronova::health
