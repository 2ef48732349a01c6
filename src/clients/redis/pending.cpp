#include "clients/redis/pending.h"

#include <utility>

namespace astronova::clients::redis {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
// One call to the system takes no more.
constexpr std::size_t buffers_max = 256;

}  // namespace

void PendingCommands::add(std::unique_ptr<Pending> command) {
  if (!command->is_probe) {
    // Most deadlines come in their order.
    command->by_deadline =
        deadlines_.emplace_hint(deadlines_.end(), command->deadline, command.get());
  }
  unsent_.push_back(std::move(command));
}

std::vector<CommandBytes> PendingCommands::take_for_sending(std::size_t bytes_max) {
  std::vector<CommandBytes> taken;
  std::size_t bytes = 0;
  while (!unsent_.empty() && bytes < bytes_max && taken.size() < buffers_max) {
    auto command = std::move(unsent_.front());
    unsent_.pop_front();
    if (!command->done) {
      forget(*command);
      continue;
    }
    bytes += command->size;
    taken.push_back(std::move(command->bytes));
    unanswered_.push_back(std::move(command));
  }
  return taken;
}

void PendingCommands::answer(RedisReply reply, Time now) {
  const auto command = std::move(unanswered_.front());
  unanswered_.pop_front();
  forget(*command);
  if (command->done) {
    if (!command->is_probe) {
      figures_.count_answer(
          reply.kind == RedisReply::Kind::failure,
          std::chrono::duration_cast<std::chrono::microseconds>(now - command->asked));
    }
    tell(*command, std::move(reply));
  }
}

Time PendingCommands::next_deadline() const {
  return deadlines_.empty() ? Time::max() : deadlines_.begin()->first;
}

void PendingCommands::expire(Time now) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    figures_.late.fetch_add(1, relaxed);
    tell(*deadlines_.begin()->second,
         Error{ErrorCode::unavailable, "Redis does not answer in time", {}});
  }
}

void PendingCommands::fail_all(const Error& error) {
  for (auto* const queue : {&unanswered_, &unsent_}) {
    const auto commands = std::exchange(*queue, {});
    for (const auto& command : commands) {
      forget(*command);
      if (!command->done) continue;
      if (!command->is_probe) figures_.failed.fetch_add(1, relaxed);
      tell(*command, error);
    }
  }
}

void PendingCommands::reject_unsent(const Error& error) {
  std::deque<std::unique_ptr<Pending>> kept;
  for (auto& command : std::exchange(unsent_, {})) {
    if (command->is_probe) {
      kept.push_back(std::move(command));
      continue;
    }
    forget(*command);
    if (!command->done) continue;
    figures_.rejected.fetch_add(1, relaxed);
    tell(*command, error);
  }
  unsent_ = std::move(kept);
}

// Whoever is told may send the next command, but not through here: see RedisClient::send.
void PendingCommands::tell(Pending& command, Result<RedisReply> result) {
  if (!command.is_probe) deadlines_.erase(command.by_deadline);
  const auto done = std::exchange(command.done, nullptr);
  done(std::move(result));
}

void PendingCommands::forget(const Pending& command) {
  figures_.queue_length.fetch_sub(1, relaxed);
  figures_.queue_bytes.fetch_sub(command.size, relaxed);
}

}  // namespace astronova::clients::redis
