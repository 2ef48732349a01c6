#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace astronova::clients {

/// What Redis answers (RESP2).
struct RedisReply {
  enum class Kind : std::uint8_t { nothing, text, number, list, failure };

  Kind kind = Kind::nothing;
  std::string text{};  ///< of a bulk or simple string; a failure's message
  std::int64_t number = 0;
  std::vector<RedisReply> list{};

  bool operator==(const RedisReply&) const = default;
};

/// A command and its arguments, any bytes.
using RedisCommand = std::vector<std::string>;

/// The way to a Redis, shared by all that keep something there.
///
/// It never waits and never throws. A Redis that is slow, dead, full or lying costs a caller the
/// time that it allows and no more; after that a circuit is open, and callers are told at once
/// until a probe has found Redis well again.
///
/// Threads: all may call at once.
class Redis {
 public:
  /// Called exactly once, on a thread of the client's, which it must not hold up; or, where the
  /// answer is known at once (circuit open, queue full), on the caller's thread before send()
  /// returns.
  /// errors  unavailable (circuit open, queue full, connection lost, too late, not RESP).
  /// An error that Redis itself answered is a reply of Kind::failure, not an error here.
  using Done = std::function<void(Result<RedisReply>)>;

  virtual ~Redis() = default;

  /// Sends one command. `within` counts from now, the wait in the queue included. A command whose
  /// answer did not come in time may have been carried out or not.
  virtual void send(RedisCommand command, std::chrono::milliseconds within, Done done) = 0;

  /// Whether commands go out: the circuit is closed.
  virtual bool is_well() const = 0;
};

}  // namespace astronova::clients
