#include "limits/rule_count.h"

#include <algorithm>

namespace astronova::limits {

Time RuleCount::slot_of(const Rule& rule) {
  const Time window = rule.window;
  return Time{(window.count() + slots_a_window - 1) / slots_a_window};
}

Time RuleCount::token_of(const Rule& rule) {
  return Time{rule.window} / rule.count;
}

Time RuleCount::memory_of(const Rule& rule) {
  const Time of_window = slot_of(rule) * slots;
  const Time of_bucket = token_of(rule) * rule.burst;
  return std::max({of_window, of_bucket, Time{rule.ban}});
}

void RuleCount::forget(const Rule& rule, Time now) {
  const std::int64_t slot = now / slot_of(rule);
  if (slot <= newest_) return;
  if (slot - newest_ >= slots) {
    counts_.fill(0);
    total_ = 0;
  } else {
    for (std::int64_t passed = newest_ + 1; passed <= slot; ++passed) {
      total_ -= count_of(passed);
      count_of(passed) = 0;
    }
  }
  newest_ = slot;
}

Time RuleCount::until_room(const Rule& rule, Time now) const {
  if (total_ == 0) return Time{0};
  std::int64_t oldest = newest_ - slots_a_window;
  while (count_of(oldest + slots) == 0)
    ++oldest;
  return slot_of(rule) * (oldest + slots) - now;
}

Time RuleCount::until_token(const Rule& rule, Time now) const {
  if (rule.burst == 0) return Time{0};
  const Time token = token_of(rule);
  return std::max(std::max(full_at_, now) + token - now - token * rule.burst, Time{0});
}

void RuleCount::take(const Rule& rule, Time now) {
  ++count_of(newest_);
  ++total_;
  if (rule.burst > 0) full_at_ = std::max(full_at_, now) + token_of(rule);
}

Standing RuleCount::standing(const Rule& rule, Time now) const {
  Standing window{rule.count, rule.count - std::min(total_, rule.count), until_room(rule, now),
                  false};
  if (rule.burst == 0) return window;
  const Time token = token_of(rule);
  const Time missing = std::max(full_at_ - now, Time{0});
  const auto tokens = static_cast<std::uint32_t>((token * rule.burst - missing) / token);
  if (tokens >= window.remaining) return window;
  const Time part = missing % token;
  return {rule.burst, tokens, part.count() == 0 ? token : part, true};
}

}  // namespace astronova::limits
