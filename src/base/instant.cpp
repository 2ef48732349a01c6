#include "base/instant.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/put_text.h"

namespace astronova {
namespace {

using std::chrono::days;
using std::chrono::microseconds;

constexpr double julian_day_of_unix_epoch = 2440587.5;
constexpr double microseconds_per_day = 86'400e6;

// Takes `digits` decimal digits off the front of `text`; false when they are not there.
bool take_digits(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  const char* end = text.data() + digits;
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc{} || stop != end || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

bool take_year(std::string_view& text, int& year) {
  if (take(text, '-')) {
    const bool taken = take_digits(text, 6, year);
    year = -year;
    return taken;
  }
  if (take(text, '+')) return take_digits(text, 6, year);
  return take_digits(text, 4, year);
}

bool take_fraction(std::string_view& text, microseconds& fraction) {
  if (!take(text, '.')) return true;
  std::size_t digits = 0;
  std::int64_t value = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 6) value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  for (std::size_t i = digits; i < 6; ++i)
    value *= 10;
  fraction = microseconds{value};
  return digits > 0 && digits <= 12;
}

bool take_offset(std::string_view& text, std::chrono::minutes& offset) {
  if (take(text, 'Z') || take(text, 'z')) return true;
  const bool west = !text.empty() && text.front() == '-';
  int hours = 0;
  int minutes = 0;
  if (!take(text, west ? '-' : '+') || !take_digits(text, 2, hours) || !take(text, ':') ||
      !take_digits(text, 2, minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  offset = std::chrono::minutes{(hours * 60 + minutes) * (west ? -1 : 1)};
  return true;
}

Error not_rfc3339() {
  return {ErrorCode::malformed, "must be an RFC 3339 instant such as 2026-11-23T00:00:00Z", {}};
}

}  // namespace

JulianDayUt to_julian_day(Instant instant) {
  // Whole days and the rest apart, so that the sum rounds once.
  const auto whole = std::chrono::floor<days>(instant);
  const auto rest = instant - whole;
  return {julian_day_of_unix_epoch + static_cast<double>(whole.time_since_epoch().count()) +
          static_cast<double>(rest.count()) / microseconds_per_day};
}

Instant to_instant(JulianDayUt julian_day) {
  const double since_epoch = julian_day.value - julian_day_of_unix_epoch;
  const double whole = std::floor(since_epoch);
  const auto milliseconds =
      std::chrono::milliseconds{std::llround((since_epoch - whole) * microseconds_per_day / 1e3)};
  return Instant{days{static_cast<std::int32_t>(whole)}} + milliseconds;
}

char* put_date(char* at, int year, unsigned month, unsigned day) {
  if (year >= 0 && year <= 9999) {
    const auto digits = static_cast<unsigned>(year);
    at = put_two_digits(at, digits / 100);
    at = put_two_digits(at, digits % 100);
  } else {
    const auto digits = static_cast<unsigned>(std::abs(year));
    *at++ = year < 0 ? '-' : '+';
    at = put_two_digits(at, digits / 10'000);
    at = put_two_digits(at, digits / 100 % 100);
    at = put_two_digits(at, digits % 100);
  }
  *at++ = '-';
  at = put_two_digits(at, month);
  *at++ = '-';
  return put_two_digits(at, day);
}

char* put_time_of_day(char* at, unsigned hour, unsigned minute, unsigned second) {
  at = put_two_digits(at, hour);
  *at++ = ':';
  at = put_two_digits(at, minute);
  *at++ = ':';
  return put_two_digits(at, second);
}

char* put_rfc3339(char* at, Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date{day};
  const auto microsecond = static_cast<std::uint64_t>((instant - day).count());
  const auto second = static_cast<unsigned>(microsecond / 1'000'000);
  const auto fraction = static_cast<unsigned>(microsecond % 1'000'000);
  at = put_date(at, static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  *at++ = 'T';
  at = put_time_of_day(at, second / 3600, second / 60 % 60, second % 60);
  if (fraction != 0) {
    *at++ = '.';
    at = put_two_digits(at, fraction / 10'000);
    at = put_two_digits(at, fraction / 100 % 100);
    at = put_two_digits(at, fraction % 100);
    if (fraction % 1000 == 0) at -= 3;
  }
  *at++ = 'Z';
  return at;
}

std::string format_rfc3339(Instant instant) {
  std::array<char, rfc3339_bytes_max> text{};
  return {text.data(), put_rfc3339(text.data(), instant)};
}

Result<Instant> parse_rfc3339(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  microseconds fraction{0};
  std::chrono::minutes offset{0};
  const bool read = take_year(text, year) && take(text, '-') && take_digits(text, 2, month) &&
                    take(text, '-') && take_digits(text, 2, day) &&
                    (take(text, 'T') || take(text, 't') || take(text, ' ')) &&
                    take_digits(text, 2, hour) && take(text, ':') && take_digits(text, 2, minute) &&
                    take(text, ':') && take_digits(text, 2, second) &&
                    take_fraction(text, fraction) && take_offset(text, offset) && text.empty();
  if (!read) return not_rfc3339();
  const auto date = std::chrono::year{year} / month / day;
  // A leap second (60) is read as the second after 59: UTC is taken as UT1 here.
  if (year < -30'000 || year > 30'000 || !date.ok() || hour > 23 || minute > 59 || second > 60) {
    return Error{ErrorCode::invalid_value, "names a date or a time of day that does not exist", {}};
  }
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second} + fraction - offset;
}

char* put_utc_offset(char* at, std::chrono::seconds offset) {
  const auto magnitude = static_cast<std::uint64_t>(std::abs(offset.count()));
  const auto hours = magnitude / 3600;
  *at++ = offset.count() < 0 ? '-' : '+';
  at = hours < 100 ? put_two_digits(at, static_cast<unsigned>(hours)) : put_unsigned(at, hours);
  *at++ = ':';
  at = put_two_digits(at, static_cast<unsigned>(magnitude / 60 % 60));
  if (magnitude % 60 == 0) return at;
  *at++ = ':';
  return put_two_digits(at, static_cast<unsigned>(magnitude % 60));
}

std::string format_utc_offset(std::chrono::seconds offset) {
  std::array<char, utc_offset_bytes_max + put_slack> text{};
  return {text.data(), put_utc_offset(text.data(), offset)};
}

}  // namespace astronova
