#include "places/calendar.h"

#include <array>
#include <tuple>

#include <date/julian.h>
#include <fmt/format.h>

namespace astronova::places {
namespace {

using std::chrono::local_days;

constexpr auto last_julian_day = std::make_tuple(1582, 10U, 4U);
constexpr auto first_gregorian_day = std::make_tuple(1582, 10U, 15U);

unsigned days_in_month(const CivilDate& date, Calendar calendar) {
  if (calendar == Calendar::julian) {
    const julian::year_month_day_last last{julian::year{date.year},
                                           julian::month_day_last{julian::month{date.month}}};
    return static_cast<unsigned>(last.day());
  }
  const auto last =
      std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::last;
  return static_cast<unsigned>(last.day());
}

local_days count_days(const CivilDate& date, Calendar calendar) {
  if (calendar == Calendar::julian) {
    const date::sys_days day{julian::year{date.year} / julian::month{date.month} /
                             julian::day{date.day}};
    return local_days{std::chrono::days{day.time_since_epoch().count()}};
  }
  return local_days{std::chrono::year{date.year} / std::chrono::month{date.month} /
                    std::chrono::day{date.day}};
}

Error no_such_date(std::string detail) {
  return invalid_field("/date", std::move(detail));
}

// Sweden left out the leap day of 1700 and gave it back in 1712.
constexpr CivilDate swedish_leap_day{1712, 2, 30};

Error no_such_day(const CivilDate& date, Calendar calendar) {
  constexpr std::array<std::string_view, 12> months = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const auto title = [](Calendar c) { return c == Calendar::julian ? "Julian" : "Gregorian"; };
  std::string detail = fmt::format("{} {} has {} days in the {} calendar", months[date.month - 1],
                                   date.year, days_in_month(date, calendar), title(calendar));
  if (date == swedish_leap_day) {
    detail +=
        "; the 30th was a day of Sweden's own calendar of 1700 to 1712, which is not covered: give "
        "1712-02-29 with \"calendar\": \"julian\", or 1712-03-11, which are the same day";
  }
  const auto other = calendar == Calendar::julian ? Calendar::gregorian : Calendar::julian;
  if (date.day > 0 && date.day <= days_in_month(date, other)) {
    detail += fmt::format("; if the date is a {} one, say \"calendar\": \"{}\"", title(other),
                          calendar_name(other));
  }
  return no_such_date(std::move(detail));
}

}  // namespace

Result<LocalDay> to_local_day(const CivilDate& date, std::optional<Calendar> calendar) {
  if (date.year < earliest_year || date.year > latest_year) {
    return no_such_date(fmt::format("the year must lie between {} and {}; year 0 is 1 BC",
                                    earliest_year, latest_year));
  }
  if (date.month < 1 || date.month > 12) {
    return no_such_date("the month must be from 01 to 12; a date is written YYYY-MM-DD");
  }
  const auto written = std::make_tuple(date.year, date.month, date.day);
  const auto in_use = written < first_gregorian_day ? Calendar::julian : Calendar::gregorian;
  const auto chosen = calendar.value_or(in_use);
  if (date.day < 1 || date.day > days_in_month(date, chosen)) return no_such_day(date, chosen);
  if (!calendar && written > last_julian_day && written < first_gregorian_day) {
    return no_such_date(
        "1582-10-05 to 1582-10-14 were left out when the Gregorian calendar came: 4 October was "
        "followed by 15 October; say \"calendar\": \"julian\" where the old calendar was kept, or "
        "\"gregorian\" to count the new one backwards");
  }
  return LocalDay{count_days(date, chosen), chosen};
}

}  // namespace astronova::places
