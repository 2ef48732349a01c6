#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "clients/redis.h"
#include "limits/limiter.h"

namespace astronova::limits {

/// What is done while Redis does not answer.
enum class WithoutRedis : std::uint8_t {
  local,   ///< this process counts by itself, from nothing
  open,    ///< all are let in
  closed,  ///< nobody is
};

/// Counts in Redis, exactly the same for all servers that have it, the rules and the secret in
/// common: each request is one call of decide.lua, by Redis's own time. A key is a keyed digest
/// (HMAC-SHA-256) of whom it is about; it expires when there is nothing left to remember.
///
/// A request never waits for longer than `within`. What Redis was asked in vain may have been
/// counted there, so that a client can lose what its unanswered requests would have used.
///
/// Threads: all may ask at once. Redis must have answered all commands, and the rules, the client
/// and `local` must be there still, when nothing more is asked.
class RedisLimiter final : public Limiter {
 public:
  struct Settings {
    std::string secret{};  ///< the same for all servers; the digests' key is derived from it
    std::chrono::milliseconds within{50};
    WithoutRedis without = WithoutRedis::local;
  };

  RedisLimiter(clients::Redis& redis, const Rules& rules, Limiter& local, const Settings& settings);

  std::optional<Verdict> decide(std::span<const Charge> charges, Later& later) override;

  /// The key of what is counted of a subject in a class.
  std::string key_of(const Charge& charge) const;

 private:
  struct Question;
  struct ClassText {
    std::string key_prefix{};
    std::vector<std::string> arguments{};  ///< of decide.lua; empty: the class has no rules
  };

  void ask(const std::shared_ptr<Question>& question, bool with_script);
  void take(const std::shared_ptr<Question>& question, const Result<clients::RedisReply>& reply);
  std::optional<Verdict> without_redis(std::span<const Charge> charges, Later& later);
  void tell_of_failure(std::string_view reason);
  const ClassText& text_of_class(LimitClass limit_class) const {
    return classes_[static_cast<std::size_t>(limit_class)];
  }

  clients::Redis& redis_;
  Limiter& local_;
  const std::chrono::milliseconds within_;
  const WithoutRedis without_;
  const std::string digest_key_;
  const std::string script_digest_;
  std::array<ClassText, limit_class_count> classes_{};
  std::atomic<std::int64_t> told_at_{0};  // when a failure was last logged, in seconds
};

}  // namespace astronova::limits
