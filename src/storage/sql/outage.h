#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace astronova::storage::sql {

/// Whether the database is away, so that those who want something of it are told at once, and do
/// not hold up what else their threads could do.
///
/// A connection that is lost alone is made anew at once. When none has been made for a quarter of a
/// second the database is away, and then one try at a time, four times a second at most, shows when
/// it is back. It is away too when it is asked whether it is there and has said nothing to anybody
/// for a second.
/// Threads: all may call at once.
class Outage {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Answer : std::uint8_t {
    go_on,
    try_it,  ///< whether it is back: ended() has to be called
    away,
  };

  Answer ask(Time now);
  /// What was tried has come to an end.
  void ended() { is_tried_ = false; }
  /// There is no connection.
  void lost(Time now);
  /// It does not answer who asks it. Returns whether it is away.
  bool is_silent(Time now);
  /// It has answered.
  void is_over(Time now) {
    answered_ = now;
    if (since_.load() != none) since_ = none;
  }

 private:
  static constexpr Time none = Time::max();

  std::atomic<Time> since_ = none;
  std::atomic<Time> answered_{};
  std::atomic<Time> next_try_{};
  std::atomic<bool> is_tried_ = false;
};

}  // namespace astronova::storage::sql
