#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "places/posix_rule.h"
#include "places/zone_period.h"

namespace astronova::places {

/// All that a zone's clocks ever did and will do, as far as tzdb knows. Immutable once made.
class ZoneHistory {
 public:
  /// `recorded` are consecutive periods from distant_past to distant_future, at least one. Where
  /// there is a rule, it replaces the last of them.
  ZoneHistory(std::vector<ZonePeriod> recorded, std::optional<PosixRule> rule);

  /// The recorded period that holds all of [from, to]; null where the clocks changed within, or
  /// follow a rule by then.
  const ZonePeriod* period_throughout(std::chrono::sys_seconds from,
                                      std::chrono::sys_seconds to) const {
    const auto period = first_period_after(from);
    return period != recorded_.end() && period->begin <= from && to < period->end ? &*period
                                                                                  : nullptr;
  }

  /// Calls visit(const ZonePeriod&) for each period that touches [from, to], in order. A period may
  /// be told in two consecutive parts of the same offset.
  template <class Visit>
  void for_each_period(std::chrono::sys_seconds from, std::chrono::sys_seconds to,
                       Visit visit) const {
    for (auto period = first_period_after(from); period != recorded_.end() && period->begin <= to;
         ++period)
      visit(*period);
    if (!rule_) return;
    for (auto at = std::max(from, rule_from_); at <= to;) {
      ZonePeriod by_rule = rule_->period_at(at);
      by_rule.begin = std::max(by_rule.begin, rule_from_);
      visit(by_rule);
      at = by_rule.end;
    }
  }

 private:
  // The first that ends after an instant.
  std::vector<ZonePeriod>::const_iterator first_period_after(std::chrono::sys_seconds at) const {
    const auto end = std::upper_bound(ends_.begin(), ends_.end(), at);
    return recorded_.begin() + (end - ends_.begin());
  }

  void follow_rule();

  std::vector<ZonePeriod> recorded_;
  std::vector<std::chrono::sys_seconds> ends_;  // of recorded_, close together to be searched
  std::optional<PosixRule> rule_;
  std::chrono::sys_seconds rule_from_{distant_future};
};

/// The history of a zone, read at its first use and kept as long as the program runs. Safe to call
/// from every thread.
/// errors  invalid_value at "/timezone": unknown; data_missing: the zone's file cannot be read
Result<const ZoneHistory*> zone_history(std::string_view name);

}  // namespace astronova::places
