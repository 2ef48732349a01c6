#include <array>
#include <charconv>

#include "places/civil_time.h"

namespace astronova::places {
namespace {

using std::chrono::seconds;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// Takes a number of `least` to `most` digits, and no digit more.
bool take_digits(std::string_view& text, std::size_t least, std::size_t most, int& value) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length]))
    ++length;
  if (length < least || length > most) return false;
  std::from_chars(text.data(), text.data() + length, value);
  text.remove_prefix(length);
  return true;
}

bool take_year(std::string_view& text, int& year) {
  if (take(text, '-')) {
    const bool taken = take_digits(text, 4, 6, year);
    year = -year;
    return taken;
  }
  if (take(text, '+')) return take_digits(text, 4, 6, year);
  return take_digits(text, 4, 4, year);
}

bool take_clock(std::string_view& text, TimeOfDay& time) {
  const bool read =
      take_digits(text, 2, 2, time.hour) && take(text, ':') && take_digits(text, 2, 2, time.minute);
  return read && (!take(text, ':') || take_digits(text, 2, 2, time.second));
}

}  // namespace

Result<CivilDate> parse_date(std::string_view text) {
  int year = 0, month = 0, day = 0;
  const bool read = take_year(text, year) && take(text, '-') && take_digits(text, 2, 2, month) &&
                    take(text, '-') && take_digits(text, 2, 2, day) && text.empty();
  if (!read) {
    return invalid_field("/date",
                         "must be a date YYYY-MM-DD such as 1990-05-15; years before 0 or after "
                         "9999 have a sign and 4 to 6 digits, such as -0043-03-15 for 44 BC");
  }
  if (month < 1 || month > 12) {
    return invalid_field("/date", "the month must be from 01 to 12; a date is written YYYY-MM-DD");
  }
  if (day < 1 || day > 31) {
    return invalid_field("/date", "the day must be from 01 to 31; a date is written YYYY-MM-DD");
  }
  return CivilDate{year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
}

Result<TimeOfDay> parse_time(std::string_view text) {
  TimeOfDay time;
  if (!take_clock(text, time) || !text.empty()) {
    return invalid_field("/time",
                         "must be HH:MM or HH:MM:SS on the 24-hour clock, such as 09:30 or "
                         "21:05:40; leave it out if the time is not known");
  }
  if (time.hour == 24 && time.minute == 0 && time.second == 0) {
    return invalid_field("/time", "24:00 is 00:00 of the next day: give that date, and 00:00");
  }
  if (time.hour > 23) return invalid_field("/time", "the hour must be from 00 to 23");
  if (time.minute > 59) return invalid_field("/time", "the minute must be from 00 to 59");
  if (time.second > 59) {
    return invalid_field("/time", "the second must be from 00 to 59; give a leap second as 59");
  }
  return time;
}

Result<seconds> parse_utc_offset(std::string_view text) {
  if (text == "Z") return seconds{0};
  const bool west = take(text, '-');
  TimeOfDay ahead;
  if ((!west && !take(text, '+')) || !take_clock(text, ahead) || !text.empty()) {
    return invalid_field("/utcOffset",
                         "must be +HH:MM or -HH:MM (with :SS if need be), such as -04:00 for New "
                         "York in summer, or Z for UTC");
  }
  const seconds offset =
      std::chrono::hours{ahead.hour} + std::chrono::minutes{ahead.minute} + seconds{ahead.second};
  if (ahead.minute > 59 || ahead.second > 59 || offset > std::chrono::hours{18}) {
    return invalid_field("/utcOffset",
                         "must lie between -18:00 and +18:00, its minutes and seconds below 60");
  }
  return west ? -offset : offset;
}

Result<Calendar> parse_calendar(std::string_view text) {
  if (text == "gregorian") return Calendar::gregorian;
  if (text == "julian") return Calendar::julian;
  return invalid_field("/calendar", "must be gregorian or julian");
}

std::string format_date(const CivilDate& date) {
  std::array<char, rfc3339_bytes_max> text{};
  return {text.data(), put_date(text.data(), date.year, date.month, date.day)};
}

char* put_local(char* at, const CivilDate& date, const TimeOfDay& time) {
  at = put_date(at, date.year, date.month, date.day);
  *at++ = 'T';
  return put_time_of_day(at, static_cast<unsigned>(time.hour), static_cast<unsigned>(time.minute),
                         static_cast<unsigned>(time.second));
}

std::string format_local(const CivilDate& date, const TimeOfDay& time) {
  std::array<char, rfc3339_bytes_max> text{};
  return {text.data(), put_local(text.data(), date, time)};
}

std::string_view calendar_name(Calendar calendar) {
  return calendar == Calendar::julian ? "julian" : "gregorian";
}

std::string_view rule_name(Rule rule) {
  switch (rule) {
    case Rule::tzdb:
      return "tzdb";
    case Rule::lmt:
      return "lmt";
    case Rule::explicit_:
      return "explicit";
  }
  return {};
}

}  // namespace astronova::places
