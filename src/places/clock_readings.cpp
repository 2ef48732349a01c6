#include "places/clock_readings.h"

#include <algorithm>
#include <cmath>

namespace astronova::places {
namespace {

using std::chrono::hours;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

/// No clock was ever further from UTC than this, the date line included.
constexpr hours widest_offset{48};

constexpr double seconds_per_degree = 240;

constexpr std::string_view local_mean_time = "LMT";

sys_seconds at_offset(local_seconds local, seconds offset) {
  return sys_seconds{local.time_since_epoch() - offset};
}

seconds first_offset(const ZoneHistory& history) {
  seconds offset{0};
  history.for_each_period(distant_past, distant_past,
                          [&](const ZonePeriod& period) { offset = period.offset; });
  return offset;
}

}  // namespace

PlaceClock::PlaceClock(const ZoneHistory& history, double longitude)
    : history_(history), mean_time_(std::llround(longitude * seconds_per_degree)) {}

Reading PlaceClock::LocalPeriod::reading_at(sys_seconds utc) const {
  return {utc, period.offset, period.abbreviation, period.dst, rule};
}

bool PlaceClock::is_own_mean_time(const ZonePeriod& period) const {
  // What tzdb writes of the years in which it knows of nobody living there.
  if (period.abbreviation == "-00") return true;
  if (period.abbreviation != local_mean_time) return false;
  // An LMT of another meridian is one that the country adopted: Sao Tome took Lisbon's in 1884.
  return (period.offset - first_offset(history_)) % std::chrono::days{1} == seconds{0};
}

void PlaceClock::append(const ZonePeriod& period, LocalPeriods& periods) const {
  if (!is_own_mean_time(period)) {
    periods.push_back({period, Rule::tzdb});
    return;
  }
  // Manila until 1844 and Alaska until 1867 kept the date of the other side of the date line.
  constexpr double day = 86'400;
  const auto days = std::llround(static_cast<double>((period.offset - mean_time_).count()) / day);
  LocalPeriod local{period, Rule::lmt};
  local.period.abbreviation = local_mean_time;
  local.period.offset = mean_time_ + std::chrono::days{days};
  if (!periods.empty() && periods.back().rule == Rule::lmt) {
    // They changed sides when the place's own clock, not the main city's, came to that reading.
    local.period.begin += period.offset - local.period.offset;
    periods.back().period.end = local.period.begin;
  }
  periods.push_back(std::move(local));
}

PlaceClock::LocalPeriods PlaceClock::periods_between(sys_seconds from, sys_seconds to) const {
  LocalPeriods periods;
  history_.for_each_period(from, to, [&](const ZonePeriod& period) { append(period, periods); });
  return periods;
}

ClockReadings PlaceClock::readings_of(local_seconds shown) const {
  ClockReadings readings;
  const auto near = at_offset(shown, seconds{0});
  const auto* throughout = history_.period_throughout(near - widest_offset, near + widest_offset);
  if (throughout && !is_own_mean_time(*throughout)) {
    const auto utc = at_offset(shown, throughout->offset);
    readings.valid.push_back(LocalPeriod{*throughout, Rule::tzdb}.reading_at(utc));
    return readings;
  }
  std::optional<Reading> before;
  bool past_before = false;
  for (const auto& local : periods_between(near - widest_offset, near + widest_offset)) {
    const auto& period = local.period;
    Reading reading = local.reading_at(at_offset(shown, period.offset));
    const bool early = reading.utc < period.begin;
    if (past_before && early) readings.across_gap.assign({*before, reading});
    past_before = reading.utc >= period.end;
    if (!early && !past_before) readings.valid.push_back(reading);
    before = std::move(reading);
  }
  return readings;
}

Reading PlaceClock::reading_at(sys_seconds utc) const {
  const auto periods = periods_between(utc - hours{24}, utc + hours{24});
  const auto found = std::find_if(periods.begin(), periods.end(),
                                  [&](const LocalPeriod& local) { return utc < local.period.end; });
  return found->reading_at(utc);
}

std::optional<DaySpan> PlaceClock::span_of(std::chrono::local_days day) const {
  std::optional<DaySpan> span;
  const auto near = at_offset(day, seconds{0});
  for (const auto& local :
       periods_between(near - widest_offset, near + hours{24} + widest_offset)) {
    const auto& period = local.period;
    const auto begin = std::max(period.begin, at_offset(day, period.offset));
    const auto end = std::min(period.end, at_offset(day + std::chrono::days{1}, period.offset));
    if (begin >= end) continue;
    if (!span) span = DaySpan{begin, end};
    span->end = end;
  }
  return span;
}

}  // namespace astronova::places
