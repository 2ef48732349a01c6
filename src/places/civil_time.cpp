#include "places/civil_time.h"

#include <fmt/format.h>

#include "places/calendar.h"
#include "places/clock_readings.h"
#include "places/time_zones.h"
#include "places/zone_history.h"

namespace astronova::places {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr TimeOfDay noon{12, 0, 0};
constexpr hours widest_explicit_offset{18};

/// A civil time of which every part for itself is known to be possible.
struct Checked {
  LocalDay date;
  local_seconds shown;
  const ZoneHistory* zone = nullptr;  ///< null where there is an explicit offset
};

bool is_time_of_day(const TimeOfDay& time) {
  const auto within = [](int value, int most) { return value >= 0 && value <= most; };
  return within(time.hour, 23) && within(time.minute, 59) && within(time.second, 59);
}

/// All errors of one input, so that they are told at once.
class Complaints {
 public:
  void add(std::string pointer, std::string detail) {
    add(invalid_field(std::move(pointer), std::move(detail)));
  }
  void add(Error error) {
    // What an operator must mend comes before what the caller can.
    const bool first = error.code != ErrorCode::invalid_value;
    errors_.insert(first ? errors_.begin() : errors_.end(), std::move(error));
  }
  bool any() const { return !errors_.empty(); }

  /// The first one, with the fields of all.
  Error all() && {
    Error whole = std::move(errors_.front());
    for (auto error = std::next(errors_.begin()); error != errors_.end(); ++error) {
      std::move(error->fields.begin(), error->fields.end(), std::back_inserter(whole.fields));
    }
    if (whole.fields.size() > 1) whole.detail = "several values are impossible, see each field";
    return whole;
  }

 private:
  std::vector<Error> errors_;
};

void check_small_fields(const CivilTime& civil, Complaints& complaints) {
  if (civil.time && !is_time_of_day(*civil.time)) {
    complaints.add("/time", "must be a time of day from 00:00:00 to 23:59:59");
  }
  if (civil.fold && *civil.fold != 0 && *civil.fold != 1) {
    complaints.add("/fold", "must be 0 for the earlier or 1 for the later of two equal times");
  }
  if (civil.utc_offset && std::chrono::abs(*civil.utc_offset) > widest_explicit_offset) {
    complaints.add("/utcOffset", "must lie between -18:00 and +18:00");
  }
  // Written so that a NaN fails too.
  if (!(civil.longitude >= -180 && civil.longitude <= 180)) {
    complaints.add("/longitude", "must be degrees from -180 (west) to 180 (east)");
  }
}

Result<Checked> check(const CivilTime& civil) {
  Complaints complaints;
  check_small_fields(civil, complaints);
  const auto date = to_local_day(civil.date, civil.calendar);
  if (!date) complaints.add(date.error());
  Checked checked;
  if (!civil.utc_offset) {
    const auto zone = zone_history(civil.timezone);
    if (zone) {
      checked.zone = *zone;
    } else {
      complaints.add(zone.error());
    }
  } else if (!civil.timezone.empty() && !zone_exists(civil.timezone)) {
    complaints.add(unknown_zone(civil.timezone));
  }
  if (complaints.any()) return std::move(complaints).all();

  checked.date = *date;
  const TimeOfDay time = civil.time.value_or(noon);
  checked.shown = checked.date.day + hours{time.hour} + std::chrono::minutes{time.minute} +
                  seconds{time.second};
  return checked;
}

TimeCandidate candidate(const Reading& reading, int fold) {
  return {format_rfc3339(reading.utc), format_utc_offset(reading.offset), reading.abbreviation,
          fold};
}

Error time_error(std::string detail, std::vector<TimeCandidate> candidates) {
  Error error = invalid_field("/time", std::move(detail));
  error.fields.front().candidates = std::move(candidates);
  return error;
}

std::string shown_in(const CivilTime& civil) {
  return fmt::format("{} in {}", format_local(civil.date, civil.time.value_or(noon)),
                     civil.timezone.view());
}

Error never_shown(const CivilTime& civil, const ClockReadings& readings) {
  const auto& before = readings.across_gap.front();
  const auto& after = readings.across_gap.back();
  return time_error(
      fmt::format("{} never was: clocks went forward from UTC{} to UTC{}; give the time that was "
                  "meant, or utcOffset \"{}\" or \"{}\"",
                  shown_in(civil), format_utc_offset(before.offset),
                  format_utc_offset(after.offset), format_utc_offset(before.offset),
                  format_utc_offset(after.offset)),
      {candidate(before, 0), candidate(after, 0)});
}

Error shown_twice(const CivilTime& civil, const ClockReadings& readings) {
  const auto& earlier = readings.valid.front();
  const auto& later = readings.valid.back();
  return time_error(
      fmt::format("{} was twice, as clocks went back: say fold 0 for the earlier "
                  "(UTC{}, {}) or fold 1 for the later (UTC{}, {})",
                  shown_in(civil), format_utc_offset(earlier.offset), format_rfc3339(earlier.utc),
                  format_utc_offset(later.offset), format_rfc3339(later.utc)),
      {candidate(earlier, 0), candidate(later, 1)});
}

Error day_skipped(const CivilTime& civil) {
  return invalid_field("/date", fmt::format("there was no {} in {}: the zone changed sides of the "
                                            "date line and skipped that day; give the day before "
                                            "or after",
                                            format_date(civil.date), civil.timezone.view()));
}

/// An unknown time whose noon was skipped: the middle of the day, if there was that day.
Result<Reading> middle_of_day(const CivilTime& civil, const Checked& checked,
                              const PlaceClock& clock) {
  const auto span = clock.span_of(checked.date.day);
  if (!span) return day_skipped(civil);
  const auto middle = std::chrono::floor<seconds>(span->begin + (span->end - span->begin) / 2);
  return clock.reading_at(middle);
}

Result<Reading> read_clock(const CivilTime& civil, const Checked& checked) {
  if (civil.utc_offset) {
    const auto offset = *civil.utc_offset;
    const sys_seconds utc{checked.shown.time_since_epoch() - offset};
    return Reading{utc, offset, format_utc_offset(offset), false, Rule::explicit_};
  }
  const PlaceClock clock{*checked.zone, civil.longitude};
  const auto readings = clock.readings_of(checked.shown);
  if (readings.valid.empty()) {
    return civil.time ? Result<Reading>{never_shown(civil, readings)}
                      : middle_of_day(civil, checked, clock);
  }
  if (readings.valid.size() == 1 || !civil.time) return readings.valid.front();
  if (!civil.fold) return shown_twice(civil, readings);
  return *civil.fold == 0 ? readings.valid.front() : readings.valid.back();
}

TimeOfDay clock_face(const Reading& reading) {
  const auto local = reading.utc + reading.offset;
  const std::chrono::hh_mm_ss face{local - std::chrono::floor<days>(local)};
  return {static_cast<int>(face.hours().count()), static_cast<int>(face.minutes().count()),
          static_cast<int>(face.seconds().count())};
}

}  // namespace

Result<Moment> resolve(const CivilTime& civil) {
  const auto checked = check(civil);
  if (!checked) return checked.error();
  auto reading = read_clock(civil, *checked);
  if (!reading) return reading.error();
  return Moment{.utc = reading->utc,
                .date = civil.date,
                .time = clock_face(*reading),
                .utc_offset = reading->offset,
                .abbreviation = std::move(reading->abbreviation),
                .dst = reading->dst,
                .rule = reading->rule,
                .calendar = checked->date.calendar,
                .time_known = civil.time.has_value()};
}

Result<DaySpan> day_of(const CivilTime& civil) {
  const auto checked = check(civil);
  if (!checked) return checked.error();
  if (civil.utc_offset) {
    const Instant begin{checked->date.day.time_since_epoch() - *civil.utc_offset};
    return DaySpan{begin, begin + days{1}};
  }
  const auto span = PlaceClock{*checked->zone, civil.longitude}.span_of(checked->date.day);
  if (!span) return day_skipped(civil);
  return *span;
}

}  // namespace astronova::places
