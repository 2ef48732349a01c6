#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "limits/rules.h"

namespace astronova::limits {

/// Since some moment of the past, the same for all.
using Time = std::chrono::microseconds;

/// How near to its end a rule is.
struct Standing {
  std::uint32_t limit = 0;
  std::uint32_t remaining = 0;
  Time reset{0};          ///< how long until some of what was used is given back
  bool is_burst = false;  ///< of the bucket, not of the window
};

/// What one rule counts of one client. A window is counted in slots, thirtieths of it, so that it
/// takes the same memory whatever the rule: the newest slot, which is not over, and the thirty
/// before it are remembered. redis/decide.lua counts in the same way.
///
/// Time may not go back.
class RuleCount {
 public:
  static constexpr std::int64_t slots_a_window = 30;

  /// Forgets what lies too far back. Called before anything else at a time.
  void forget(const Rule& rule, Time now);

  /// Whether the window has no room for one more.
  bool is_full(const Rule& rule) const { return total_ >= rule.count; }
  /// How long until the window forgets something; 0 when it is empty.
  Time until_room(const Rule& rule, Time now) const;
  /// How long until there is a token; 0 when there is one, or no bucket.
  Time until_token(const Rule& rule, Time now) const;

  void take(const Rule& rule, Time now);

  /// Of the window, or of the bucket where that is nearer to its end.
  Standing standing(const Rule& rule, Time now) const;

  /// For how long after the last request something is remembered, at most.
  static Time memory_of(const Rule& rule);
  /// How long a slot is.
  static Time slot_of(const Rule& rule);
  /// How long a token takes to fall into the bucket.
  static Time token_of(const Rule& rule);

 private:
  static constexpr std::int64_t slots = slots_a_window + 1;
  std::uint32_t& count_of(std::int64_t slot) {
    return counts_[static_cast<std::size_t>(slot % slots)];
  }
  std::uint32_t count_of(std::int64_t slot) const {
    return counts_[static_cast<std::size_t>(slot % slots)];
  }

  std::int64_t newest_ = 0;  // the number of the slot that is not over
  Time full_at_{0};          // when the bucket is full again (the generic cell rate algorithm)
  std::uint32_t total_ = 0;
  std::array<std::uint32_t, static_cast<std::size_t>(slots)> counts_{};
};

}  // namespace astronova::limits
