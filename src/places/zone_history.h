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

  /// Calls visit(const ZonePeriod&) for each period that touches [from, to], in order. A period may
  /// be told in two consecutive parts of the same offset.
  template <class Visit>
  void for_each_period(std::chrono::sys_seconds from, std::chrono::sys_seconds to,
                       Visit visit) const {
    auto period = std::upper_bound(
        recorded_.begin(), recorded_.end(), from,
        [](std::chrono::sys_seconds at, const ZonePeriod& p) { return at < p.end; });
    for (; period != recorded_.end() && period->begin <= to; ++period)
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
  std::vector<ZonePeriod> recorded_;
  std::optional<PosixRule> rule_;
  std::chrono::sys_seconds rule_from_{distant_future};
};

/// The history of a zone, read at its first use and kept as long as the program runs. Safe to call
/// from every thread.
/// errors  invalid_value at "/timezone": unknown; data_missing: the zone's file cannot be read
Result<const ZoneHistory*> zone_history(std::string_view name);

}  // namespace astronova::places
