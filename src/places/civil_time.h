#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "places/zone_name.h"

/// Civil time: what a clock and a calendar on a wall said at a place, and which instant that was.
///
/// source   IANA tzdb as the system installs it (TZif, RFC 8536), through Howard Hinnant's date
///          library; after the last recorded transition, the rule in the file's footer.
/// threads  every function here may be called from every thread at once.
/// errors   are ErrorCode::invalid_value. Their pointers are relative to the birth data: "/date",
///          "/time", "/timezone", "/utcOffset", "/fold", "/calendar", "/longitude".
namespace astronova::places {

enum class Calendar { gregorian, julian };

/// A date as written in some calendar. `year` is astronomical: 0 is 1 BC, -43 is 44 BC.
struct CivilDate {
  int year = 0;
  unsigned month = 1;
  unsigned day = 1;
  bool operator==(const CivilDate&) const = default;
};

/// A clock reading, 00:00:00 to 23:59:59.
struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  int second = 0;
  bool operator==(const TimeOfDay&) const = default;
};

/// Reads "YYYY-MM-DD", year 0000 to 9999; other years have a sign and 4 to 6 digits ("-0043-03-15",
/// "+012000-01-01"). Whether the month has that day depends on the calendar: resolve() tells.
Result<CivilDate> parse_date(std::string_view text);

/// Reads "HH:MM" or "HH:MM:SS".
Result<TimeOfDay> parse_time(std::string_view text);

/// Reads "Z", "±HH:MM" or "±HH:MM:SS", at most 18 hours; positive is east of Greenwich.
Result<std::chrono::seconds> parse_utc_offset(std::string_view text);

/// Reads "gregorian" or "julian".
Result<Calendar> parse_calendar(std::string_view text);

/// A civil time as somebody states it.
struct CivilTime {
  CivilDate date;
  std::optional<TimeOfDay> time;     ///< none: the time of day is not known
  std::optional<Calendar> calendar;  ///< none: gregorian from 1582-10-15, julian before
  ZoneName timezone;                 ///< IANA name; may be empty only where utc_offset is given
  std::optional<int> fold;           ///< when clocks went back: 0 the earlier reading, 1 the later
  std::optional<std::chrono::seconds> utc_offset;  ///< overrides the zone; east positive
  double longitude = 0;  ///< of the place, degrees east, -180 to 180: gives its local mean time
};

/// By what a clock reading was turned into an instant.
enum class Rule {
  tzdb,       ///< the zone's record
  lmt,        ///< local mean time of the place's own longitude, where the zone has no record
  explicit_,  ///< the offset that came with the request NOLINT(readability-identifier-naming)
};

/// An instant, and how it was read off the clock.
struct Moment {
  Instant utc;
  CivilDate date;  ///< as given, in `calendar`
  TimeOfDay time;  ///< as given; where unknown, what the clock showed at `utc`: 12:00:00
  std::chrono::seconds utc_offset{0};  ///< local minus UTC
  std::string abbreviation;            ///< tzdb's ("EDT"), "LMT", or the explicit offset ("-04:00")
  /// Whether tzdb calls it daylight saving time. Irish law makes summer time the standard, and tzdb
  /// as Debian compiles it follows: in Europe/Dublin since 1968 winter is the one flagged.
  bool dst = false;
  Rule rule = Rule::tzdb;
  Calendar calendar = Calendar::gregorian;
  bool time_known = true;
};

/// The instant of a civil time. Years from -30000 to 30000.
///
/// An unknown time is taken as local noon (the earlier, should the clock have shown it twice; the
/// middle of the day, should it have been skipped), with time_known false.
///
/// Local mean time: where tzdb has only "LMT" (the mean time of the zone's main city) or "-00" (it
/// knows of nobody there), the place's own longitude counts: 240 s a degree, rounded to the second,
/// on the zone's side of the date line. An "LMT" of another meridian than the main city's was
/// adopted by the country and is taken as it is, by Rule::tzdb.
///
/// errors  a date that its calendar lacks, one of the ten days that the Gregorian reform dropped
///         (unless `calendar` is given), an unknown zone (naming the nearest), a time that the zone
///         skipped or had twice without `fold`: the last two carry both readings as candidates.
/// cost    a tenth of a microsecond, and no allocation, for a zone met before and a time further
///         than two days from a change of its clocks; the first use of a zone reads its file.
Result<Moment> resolve(const CivilTime& civil);

/// The instants at which a local date began and ended: [begin, end). Usually 24 h, 23 or 25 where
/// clocks changed; 48 h where a day was repeated at the date line.
struct DaySpan {
  Instant begin;
  Instant end;
};

/// The span of the civil time's date at its place; time and fold do not matter.
/// errors  as resolve(); a date that the zone skipped whole is an error at "/date".
Result<DaySpan> day_of(const CivilTime& civil);

/// "1990-05-15", in the calendar of the date itself. Years outside 0000 to 9999 are written as
/// format_rfc3339 writes them.
std::string format_date(const CivilDate& date);

/// "1990-05-15T10:30:00": the same with the time of day, ISO 8601 without a zone.
std::string format_local(const CivilDate& date, const TimeOfDay& time);

/// The same at a pointer (base/put_text.h); at most rfc3339_bytes_max bytes.
char* put_local(char* at, const CivilDate& date, const TimeOfDay& time);

/// "gregorian", "julian".
std::string_view calendar_name(Calendar calendar);

/// "tzdb", "lmt", "explicit".
std::string_view rule_name(Rule rule);

}  // namespace astronova::places
