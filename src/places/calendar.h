#pragma once

#include <chrono>
#include <optional>

#include "base/result.h"
#include "places/civil_time.h"

namespace astronova::places {

inline constexpr int earliest_year = -30'000;
inline constexpr int latest_year = 30'000;

/// A date counted in days, and the calendar in which it was read.
struct LocalDay {
  std::chrono::local_days day;
  Calendar calendar = Calendar::gregorian;
};

/// Counts the days of a date in the given calendar, or in the one that was in use (papal reform:
/// Thursday 4 October 1582 was followed by Friday 15 October).
/// errors  at "/date": outside earliest_year to latest_year, a day that the month does not have,
/// one
///         of the ten days of the reform where no calendar is given
/// source  H. Hinnant, chrono-Compatible Low-Level Date Algorithms (date/julian.h); J. Meeus,
///         Astronomical Algorithms, chapter 7, whose table the tests repeat
Result<LocalDay> to_local_day(const CivilDate& date, std::optional<Calendar> calendar);

}  // namespace astronova::places
