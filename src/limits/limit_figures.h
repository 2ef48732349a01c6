#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "limits/limiter.h"

namespace astronova::limits {

/// By Verdict::Kind.
inline constexpr std::array<std::string_view, 5> decision_names{"allowed", "limited", "banned",
                                                                "open", "closed"};

/// What has been decided since the start. Read at any time by any thread.
struct LimitFigures {
  /// Of each class of routes, by Verdict::Kind.
  std::array<std::array<std::atomic<std::uint64_t>, decision_names.size()>, limit_class_count>
      decisions{};
  std::atomic<std::uint64_t> bans = 0;  ///< that began

  void count(LimitClass limit_class, const Verdict& verdict) {
    constexpr auto relaxed = std::memory_order_relaxed;
    decisions.at(static_cast<std::size_t>(limit_class))
        .at(static_cast<std::size_t>(verdict.kind))
        .fetch_add(1, relaxed);
    if (verdict.begins_ban) bans.fetch_add(1, relaxed);
  }
};

}  // namespace astronova::limits
