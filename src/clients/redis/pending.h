#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "clients/redis.h"
#include "clients/redis/reply_reader.h"
#include "clients/redis_figures.h"

namespace astronova::clients::redis {

using Time = std::chrono::steady_clock::time_point;

/// A command that waits to be sent or answered.
struct Pending {
  CommandBytes bytes{};
  std::size_t size = 0;  ///< of the bytes, which are gone once they are being sent
  Time asked{};
  Time deadline{};
  Redis::Done done{};     ///< none: nobody waits for the answer any more
  bool is_probe = false;  ///< our own: it has no deadline, and is not counted
  std::multimap<Time, Pending*>::iterator by_deadline{};
};

/// The commands that wait to be sent, and after them those that wait to be answered, with whom to
/// tell. Counts what becomes of them.
///
/// Threads: all of it belongs to the client's thread.
class PendingCommands {
 public:
  explicit PendingCommands(RedisFigures& figures) : figures_(figures) {}
  PendingCommands(const PendingCommands&) = delete;
  PendingCommands& operator=(const PendingCommands&) = delete;

  void add(std::unique_ptr<Pending> command);
  /// Of those that wait to be sent, about as many as fit into so many bytes; they wait to be
  /// answered now. Those for which nobody waits any more are left out.
  std::vector<CommandBytes> take_for_sending(std::size_t bytes_max);
  bool has_unsent() const { return !unsent_.empty(); }

  bool has_unanswered() const { return !unanswered_.empty(); }
  /// When the oldest of those that wait to be answered was asked for.
  Time oldest_unanswered() const { return unanswered_.front()->asked; }
  /// Hands a reply to the oldest of those that wait to be answered.
  void answer(RedisReply reply, Time now);

  /// When the next caller's time runs out; Time::max() where nobody waits.
  Time next_deadline() const;
  /// Tells those whose time has run out.
  void expire(Time now);
  /// Forgets those that have not been sent, and tells who waits for them.
  void reject_unsent(const Error& error);
  /// Forgets all, and tells who waits for them.
  void fail_all(const Error& error);

 private:
  void tell(Pending& command, Result<RedisReply> result);
  void forget(const Pending& command);

  RedisFigures& figures_;
  std::deque<std::unique_ptr<Pending>> unsent_;
  std::deque<std::unique_ptr<Pending>> unanswered_;
  std::multimap<Time, Pending*> deadlines_;
};

}  // namespace astronova::clients::redis
