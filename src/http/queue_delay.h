#pragma once

#include <algorithm>
#include <chrono>

namespace astronova::http {

/// How long work may wait before more of it is turned away. A target of zero: as long as it likes.
struct WaitLimits {
  std::chrono::steady_clock::duration target{0};  ///< a wait that is fine for as long as it lasts
  /// Longer waits are fine for that long: a burst, which is gone again by itself.
  std::chrono::steady_clock::duration interval = std::chrono::milliseconds{100};
};

/// Tells a burst from a queue that stands, by how long what is taken from it has waited: the law of
/// CoDel (RFC 8289, 3.2), with the answer that suits a server, as Maurer's "Fail at Scale" (ACM
/// Queue 13/8, 2015) has it: who would wait is turned away at once.
///
/// Once a queue stands, it is kept short, since work does not go faster where more wait for it: so
/// whoever would wait for longer than a hundredth of the target is turned away, until there is time
/// to spare for all of them. Where turning away takes most of the time itself, it is longer, so
/// that some is left for work.
///
/// Threads: one at a time.
class QueueDelay {
 public:
  using Time = std::chrono::steady_clock::time_point;

  QueueDelay(WaitLimits limits, Time now)
      : limits_(limits),
        rested_(now),
        short_wait_(limits.target / part_while_shedding),
        counted_since_(now) {}

  /// Somebody was taken up `now` who has waited since `since`.
  void took(Time since, Time now) {
    if (now - since < limits_.target) rest(now);
  }
  /// Nobody waits.
  void rest(Time now) { rested_ = now; }
  /// Nobody has come between the two, so one of `among` who do the work had nothing to do.
  void idled(Time since, Time now, unsigned among = 1) {
    // By the time, since whoever does the work may lose the processor at any moment.
    if (now - since >= limits_.interval / 2) rest(now);
    idle_ += (now - since) / among;
  }

  /// So long was spent on nothing but turning others away: a ninth of that may be waited, so that a
  /// tenth of the time is work.
  void refused_for(std::chrono::steady_clock::duration time) {
    refusing_ += time;
    short_wait_ = std::clamp(time / 9, limits_.target / part_while_shedding, limits_.target);
  }

  /// Whether the queue is kept short.
  bool is_shedding() const { return is_shedding_; }

  /// Whether the one who has waited longest, since `since`, shows that one more is to be turned
  /// away. Asked once for each who comes.
  bool is_too_long(Time since, Time now) {
    if (limits_.target.count() <= 0) return false;
    const auto wait = now - since;
    if (is_shedding_) {
      stop_if_idle(now);
    } else if (wait >= limits_.target && now - rested_ >= limits_.interval) {
      is_shedding_ = true;
      count_anew(now);
    }
    const bool is_refused = is_shedding_ && wait >= short_wait_;
    ++(is_refused ? refused_ : admitted_);
    return is_refused;
  }

  /// Whether one whose turn comes `now` has waited since before the queue was known to stand, and
  /// for too long.
  bool is_given_up(Time since, Time now) const {
    return is_shedding_ && now - since >= limits_.target;
  }

 private:
  static constexpr int part_while_shedding = 100;
  /// Of the time that is to spare when it is over: a twentieth at least.
  static constexpr int idle_part = 20;
  /// So that a moment in which nobody came does not end it.
  static constexpr int intervals_counted = 5;

  void stop_if_idle(Time now) {
    const auto counted = now - counted_since_;
    if (counted < limits_.interval * intervals_counted) return;
    is_shedding_ = idle_ * idle_part < counted || idle_ < time_missed(counted);
    if (!is_shedding_) rest(now);
    count_anew(now);
  }
  // What those who were turned away would have taken, as the others took.
  std::chrono::steady_clock::duration time_missed(
      std::chrono::steady_clock::duration counted) const {
    return (counted - idle_ - refusing_) / std::max(admitted_, 1L) * refused_;
  }
  void count_anew(Time now) {
    counted_since_ = now;
    idle_ = refusing_ = {};
    admitted_ = refused_ = 0;
  }

  WaitLimits limits_;
  Time rested_;
  bool is_shedding_ = false;
  std::chrono::steady_clock::duration short_wait_;  ///< that is fine while shedding
  Time counted_since_;
  // Since then.
  std::chrono::steady_clock::duration idle_{0};
  std::chrono::steady_clock::duration refusing_{0};
  long admitted_ = 0;
  long refused_ = 0;
};

}  // namespace astronova::http
