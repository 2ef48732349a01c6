#pragma once

#include <chrono>
#include <string>

namespace astronova::places {

/// A stretch of time, [begin, end), through which a zone's clocks keep one offset.
struct ZonePeriod {
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;
  std::chrono::seconds offset;  ///< local minus UTC
  bool dst = false;
  std::string abbreviation;
};

/// Beyond every instant that a civil time can name (139,000 years), and near enough that an Instant
/// holds them.
inline constexpr std::chrono::sys_seconds distant_past{std::chrono::seconds{-(1LL << 42)}};
inline constexpr std::chrono::sys_seconds distant_future{std::chrono::seconds{1LL << 42}};

}  // namespace astronova::places
