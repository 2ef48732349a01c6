#pragma once

#include <memory>

#include "base/result.h"
#include "clients/redis.h"
#include "clients/redis/settings.h"
#include "clients/redis_figures.h"

namespace astronova::clients::redis {

/// The way to a Redis, or to the master that Sentinels name, over one connection and with one
/// thread of its own. Commands go out as soon as they come, many of them on their way at once;
/// answers come in their order.
///
/// Whoever's time runs out is told so, and the answer is thrown away when it comes. The circuit
/// opens when an answer takes longer than the settings' patience, when the connection is lost or
/// what comes is not RESP, and when Redis answers that it cannot serve (LOADING, MASTERDOWN,
/// READONLY, NOAUTH). Then PING is sent, or a connection attempted, with pauses that grow, until
/// all is well. An error of one command, such as WRONGTYPE or OOM, is its caller's business.
///
/// Redis Cluster is not spoken: MOVED and ASK are answers like other errors.
///
/// What went wrong is logged when it begins and when it is over, at most once in ten seconds.
class RedisClient final : public Redis {
 public:
  /// Waits for the first attempt to connect, so that a Redis that is well is so from the start. One
  /// that is not is no error.
  /// errors  data_missing: the file of authorities cannot be read
  static Result<std::unique_ptr<RedisClient>> start(RedisSettings settings);
  /// Ends what is under way with `unavailable`. Nobody may call any more.
  ~RedisClient() override;

  void send(RedisCommand command, std::chrono::milliseconds within, Done done) override;
  bool is_well() const override;

  const RedisFigures& figures() const;

 private:
  class Engine;

  explicit RedisClient(std::unique_ptr<Engine> engine);

  std::unique_ptr<Engine> engine_;
};

}  // namespace astronova::clients::redis
