#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "places/zone_period.h"

namespace astronova::places {

/// The rule that a zone follows from its last recorded transition on, for ever: the POSIX TZ string
/// in the footer of a TZif file, such as "CET-1CEST,M3.5.0,M10.5.0/3".
///
/// source  RFC 8536, section 3.3 and its version 3 extension (times of day from -167 to 167 hours);
///         POSIX.1-2017, section 8.3. The date library's own reader (date/ptz.h) lacks the
///         extension, which Nuuk, Jerusalem and Gaza need.
class PosixRule {
 public:
  /// Nothing where the string is not a TZ string, or names daylight saving time without its dates.
  static std::optional<PosixRule> parse(std::string_view text);

  /// Whether clocks are changed at all.
  bool has_dst() const { return has_dst_; }

  /// The period that holds an instant. Years -32000 to 32000.
  ZonePeriod period_at(std::chrono::sys_seconds instant) const;

  /// A day of the year and a local time on it, as TZ strings write them.
  struct YearlyDate {
    enum class Kind : std::uint8_t { month_week_day, day_without_leap, day_with_leap };
    Kind kind = Kind::month_week_day;
    unsigned month = 1;        ///< 1 to 12
    unsigned week = 1;         ///< 1 to 5, 5 being the last
    unsigned weekday = 0;      ///< 0 to 6 from Sunday
    unsigned day_of_year = 0;  ///< 1 to 365 without 29 February, or 0 to 365 with it
    std::chrono::seconds time = std::chrono::hours{2};
    std::chrono::seconds local_time_in(
        std::chrono::year year) const;  ///< local, since 1970-01-01T00:00
  };

 private:
  struct Clock {
    std::string abbreviation;
    std::chrono::seconds offset{0};
  };
  struct Transition {
    std::chrono::sys_seconds at;
    bool into_dst = false;
  };
  std::array<Transition, 6> transitions_around(std::chrono::year year) const;
  ZonePeriod period(std::chrono::sys_seconds begin, std::chrono::sys_seconds end, bool dst) const;

  Clock standard_;
  Clock dst_;
  bool has_dst_ = false;
  YearlyDate dst_begins_;
  YearlyDate dst_ends_;
};

}  // namespace astronova::places
