// What a connection does for the others: it holds no more than there is to hold, and goes when it
// is slow and they wait.

#include <sys/socket.h>

#include "http/connection.h"

namespace astronova::http {
namespace {

/// Shorter answers are with the client's system at once.
constexpr std::size_t long_answer_bytes = 65'536;
/// A client that has been silent for so long is not about to say something.
constexpr std::chrono::milliseconds silence_max(1'000);

}  // namespace

/// Counts the memory of a long answer, which its client may take as slowly as it is allowed to.
/// Returns false where there is no room for it.
bool Connection::hold_answer() {
  const std::size_t size = response_.body.size();
  if (size < long_answer_bytes) return true;
  if (!service_.answers.take(size)) return false;
  held_answer_ = size;
  return true;
}

/// The same for what a source gave, which is not refused: its answer has begun.
void Connection::hold_chunk() {
  held_answer_ = response_.body.size();
  service_.answers.take_all_the_same(held_answer_);
}

void Connection::let_go_of_answer() {
  service_.answers.give_back(held_answer_);
  held_answer_ = 0;
}

/// Whether others wait for what this one has and hardly uses.
bool Connection::is_in_the_way(EventLoop::Ticks now) const {
  const auto has_been_silent = [&](std::chrono::milliseconds timeout) {
    return now + loop_.ticks_in(timeout) >= deadline_ + loop_.ticks_in(silence_max) &&
           service_.take_wanted_place();
  };
  switch (phase_) {
    case Phase::idle:
      return has_been_silent(service_.options.idle_timeout);
    case Phase::head:
      return has_been_silent(service_.options.head_timeout);
    case Phase::writing:
      return held_answer_ > 0 && service_.answers.is_short() && pace_.is_slow(now);
    default:
      return false;
  }
}

}  // namespace astronova::http
