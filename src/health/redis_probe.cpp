#include "health/redis_probe.h"

#include <future>

namespace astronova::health {
namespace {

using clients::RedisReply;

// "NOAUTH" of "NOAUTH Authentication required.": the rest may tell more than logs should know.
std::string kind_of_failure(const std::string& message) {
  return message.substr(0, message.find(' '));
}

Finding finding_of(const Result<RedisReply>& reply) {
  if (!reply) return unhealthy(reply.error().detail);
  if (reply->kind == RedisReply::Kind::failure)
    return unhealthy("it answers " + kind_of_failure(reply->text));
  if (reply->kind != RedisReply::Kind::text || reply->text != "PONG")
    return unhealthy("it does not answer as Redis does");
  return {};
}

}  // namespace

Finding RedisProbe::run(std::chrono::milliseconds within) {
  // Shared, for the client may still hold it when it wakes us.
  const auto answer = std::make_shared<std::promise<Result<RedisReply>>>();
  auto future = answer->get_future();
  redis_.send({"PING"}, within,
              [answer](Result<RedisReply> reply) { answer->set_value(std::move(reply)); });
  return finding_of(future.get());
}

}  // namespace astronova::health
