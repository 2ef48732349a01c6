#pragma once

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
/// Queue 13/8, 2015) has it. Once a queue stands, who would wait for longer than the target is
/// turned away at once, and those who are let in wait as long as the target at most.
///
/// Threads: one at a time.
class QueueDelay {
 public:
  using Time = std::chrono::steady_clock::time_point;

  QueueDelay(WaitLimits limits, Time now) : limits_(limits), rested_(now) {}

  /// Somebody was taken up `now` who has waited since `since`.
  void took(Time since, Time now) {
    if (now - since < limits_.target) rest(now);
  }
  /// Nobody waits.
  void rest(Time now) { rested_ = now; }
  /// Nobody has come between the two: told by the time, since whoever does the work may lose the
  /// processor at any moment.
  void idled(Time since, Time now) {
    if (now - since >= limits_.interval / 2) rest(now);
  }

  /// Whether the one who has waited longest, since `since`, shows that more is to be turned away.
  bool is_too_long(Time since, Time now) const {
    return limits_.target.count() > 0 && now - since >= limits_.target &&
           now - rested_ >= limits_.interval;
  }

 private:
  WaitLimits limits_;
  Time rested_;
};

}  // namespace astronova::http
