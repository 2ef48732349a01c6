#include "release/gates/freeze.h"

#include <algorithm>
#include <charconv>

#include <date/tz.h>
#include <fmt/format.h>

namespace astronova::release {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed",
                                                        "thu", "fri", "sat"};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  const char* const begin = text.data() + at;
  int value = 0;
  const auto [end, failure] = std::from_chars(begin, begin + count, value);
  if (failure != std::errc{} || end != begin + count || *begin == '-') return std::nullopt;
  return value;
}

// "22:00"; "24:00" is the end of the day.
std::optional<minutes> time_of_day(const std::string& text) {
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  if (text.size() != 5 || text[2] != ':' || !hour || !minute || *minute > 59) return std::nullopt;
  const minutes time(*hour * 60 + *minute);
  if (time > minutes(24 * 60)) return std::nullopt;
  return time;
}

std::optional<std::chrono::year_month_day> date_of(const std::string& text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day)
    return std::nullopt;
  const auto date = std::chrono::year{*year} / *month / *day;
  if (!date.ok()) return std::nullopt;
  return date;
}

template <class Value, class Read>
void read_as(SettingsTable& table, std::string_view key, Value& value, const Read& read,
             const char* fix) {
  std::string text;
  table.read(key, text);
  if (text.empty()) return;
  if (const auto found = read(text)) {
    value = *found;
  } else {
    table.refuse(key, fmt::format("'{}' cannot be '{}'", key, text), fix);
  }
}

void read_weekdays(SettingsTable& table, FreezeWindow& window) {
  if (!table.has("days")) return;
  std::vector<std::string> names;
  table.read("days", names);
  window.weekdays.fill(false);
  for (const auto& name : names) {
    const auto found = std::ranges::find(weekday_names, name);
    if (found == weekday_names.end()) {
      table.refuse("days", fmt::format("'{}' is no day", name),
                   "give days such as [\"fri\", \"sat\", \"sun\"]");
    } else {
      window.weekdays.at(static_cast<std::size_t>(found - weekday_names.begin())) = true;
    }
  }
}

const date::time_zone* zone_named(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

FreezeWindow read_freeze_window(SettingsTable table) {
  constexpr const char* time_fix = "give a time of the day from \"00:00\" to \"24:00\"";
  constexpr const char* date_fix = "give a date such as \"2026-12-24\"";
  FreezeWindow window;
  table.need("name", "name = \"weekend\"");
  table.read("name", window.name);
  table.read("zone", window.zone);
  if (window.zone != "UTC" && !zone_named(window.zone)) {
    table.refuse("zone", fmt::format("'{}' is no time zone", window.zone),
                 "give a zone such as \"Europe/Berlin\", or \"UTC\"");
  }
  read_weekdays(table, window);
  read_as(table, "from", window.from, time_of_day, time_fix);
  read_as(table, "to", window.to, time_of_day, time_fix);
  read_as(table, "first_date", window.first_date, date_of, date_fix);
  read_as(table, "last_date", window.last_date, date_of, date_fix);
  return window;
}

// What a clock of the zone shows, as if that were UTC.
Instant local(const std::string& zone, Instant instant) {
  if (zone == "UTC") return instant;
  const auto* const found = zone_named(zone);
  // It was there when the settings were read.
  if (!found) return instant;
  return instant + found->get_info(instant).offset;
}

bool begins_on(const FreezeWindow& window, std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return window.weekdays.at(std::chrono::weekday{day}.c_encoding()) &&
         (!window.first_date || date >= *window.first_date) &&
         (!window.last_date || date <= *window.last_date);
}

bool is_within(const FreezeWindow& window, Instant instant) {
  const auto shown = local(window.zone, instant);
  const auto today = std::chrono::floor<days>(shown);
  const auto time = shown - today;
  if (window.from < window.to)
    return begins_on(window, today) && time >= window.from && time < window.to;
  return (begins_on(window, today) && time >= window.from) ||
         (begins_on(window, today - days(1)) && time < window.to);
}

}  // namespace

std::vector<FreezeWindow> read_freeze_windows(SettingsTable top) {
  std::vector<FreezeWindow> windows;
  for (const auto& table : top.tables("freeze"))
    windows.push_back(read_freeze_window(table));
  return windows;
}

const FreezeWindow* freeze_at(const std::vector<FreezeWindow>& windows, Instant instant) {
  const auto found = std::ranges::find_if(
      windows, [instant](const auto& window) { return is_within(window, instant); });
  return found == windows.end() ? nullptr : &*found;
}

}  // namespace astronova::release
