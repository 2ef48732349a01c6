#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/quantity.h"
#include "base/result.h"

namespace astronova {

/// An instant in UTC, to the microsecond, proleptic Gregorian when written as a date.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// The Julian day of an instant. UTC is taken as UT1 (they differ by less than 0.9 s since 1972).
/// A double resolves about 40 microseconds in the present era.
JulianDayUt to_julian_day(Instant instant);

/// The instant of a Julian day, rounded to the millisecond (what a Julian day in a double holds).
Instant to_instant(JulianDayUt julian_day);

/// RFC 3339 with a Z; fractions of a second only when there are any. Years outside 0000 to 9999 are
/// written as ISO 8601 expanded years of six digits with a sign (astronomical: -000001 is 2 BC).
std::string format_rfc3339(Instant instant);

/// The same at a pointer (base/put_text.h); at most rfc3339_bytes_max bytes.
char* put_rfc3339(char* at, Instant instant);
inline constexpr std::size_t rfc3339_bytes_max = 40;

/// Reads RFC 3339 (`Z` or a numeric offset), and the expanded years that format_rfc3339 writes.
/// errors  malformed, with how to write it
Result<Instant> parse_rfc3339(std::string_view text);

/// "+HH:MM", or "+HH:MM:SS" where the seconds are not zero.
std::string format_utc_offset(std::chrono::seconds offset);

/// The same at a pointer (base/put_text.h); at most utc_offset_bytes_max bytes.
char* put_utc_offset(char* at, std::chrono::seconds offset);
inline constexpr std::size_t utc_offset_bytes_max = 24;

/// A year as format_rfc3339 writes it, and the month and day; at most rfc3339_bytes_max bytes.
char* put_date(char* at, int year, unsigned month, unsigned day);

/// "10:30:00"
char* put_time_of_day(char* at, unsigned hour, unsigned minute, unsigned second);

}  // namespace astronova
