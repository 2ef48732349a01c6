#pragma once

#include <boost/container/small_vector.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "places/civil_time.h"
#include "places/zone_history.h"

namespace astronova::places {

/// One instant at which a clock may have shown a time.
struct Reading {
  std::chrono::sys_seconds utc;
  std::chrono::seconds offset;
  std::string abbreviation;
  bool dst = false;
  Rule rule = Rule::tzdb;
};

/// All that a clock reading can have meant.
struct ClockReadings {
  using Readings = boost::container::small_vector<Reading, 2>;
  Readings valid;       ///< earliest first; two where clocks went back
  Readings across_gap;  ///< where none is valid: by the clock before and after the gap
};

/// The clocks of a zone as they went at one longitude: where the zone's record is local mean time
/// or none at all ("-00"), the place's own mean time.
class PlaceClock {
 public:
  /// The history must outlive the clock. Longitude in degrees, east positive.
  PlaceClock(const ZoneHistory& history, double longitude);

  ClockReadings readings_of(std::chrono::local_seconds shown) const;

  /// What the clock showed at an instant.
  Reading reading_at(std::chrono::sys_seconds utc) const;

  /// From the first to the last instant at which the calendar on the wall showed the day; nothing
  /// where the day was skipped.
  std::optional<DaySpan> span_of(std::chrono::local_days day) const;

 private:
  /// A period of the zone as it was at this place.
  struct LocalPeriod {
    ZonePeriod period;
    Rule rule = Rule::tzdb;
    Reading reading_at(std::chrono::sys_seconds utc) const;
  };
  using LocalPeriods = boost::container::small_vector<LocalPeriod, 4>;
  LocalPeriods periods_between(std::chrono::sys_seconds from, std::chrono::sys_seconds to) const;
  void append(const ZonePeriod& period, LocalPeriods& periods) const;
  bool is_own_mean_time(const ZonePeriod& period) const;

  const ZoneHistory& history_;
  std::chrono::seconds mean_time_;
};

}  // namespace astronova::places
