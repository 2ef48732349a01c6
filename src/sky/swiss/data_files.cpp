#include "sky/swiss/data_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>

#include <swephexp.h>

namespace astronova::sky::swiss {
namespace {

using Centuries = std::set<int>;

constexpr int centuries_per_file = 6;
constexpr double days_kept_back = 10;

// "sepl_18.se1" -> 18, "seplm54.se1" -> -54; nothing for other names.
std::optional<int> first_century(std::string_view name, std::string_view prefix) {
  if (name.size() != prefix.size() + 7 || !name.starts_with(prefix) || !name.ends_with(".se1")) {
    return std::nullopt;
  }
  const char era = name[prefix.size()];
  const auto digits = name.substr(prefix.size() + 1, 2);
  int century = 0;
  const auto [stop, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), century);
  if (failure != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
  if (era != '_' && era != 'm') return std::nullopt;
  return era == 'm' ? -century : century;
}

Centuries centuries_of(const std::string& directory, std::string_view prefix) {
  Centuries centuries;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failure)) {
    if (const auto century = first_century(entry.path().filename().string(), prefix)) {
      centuries.insert(*century);
    }
  }
  return centuries;
}

Centuries both(const Centuries& one, const Centuries& other) {
  Centuries common;
  std::ranges::set_intersection(one, other, std::inserter(common, common.end()));
  return common;
}

// libswe counts file borders in the Julian calendar before 1582 and in the Gregorian after.
double julian_day_of_year(int year) {
  return swe_julday(year, 1, 1, 0, year < 1582 ? SE_JUL_CAL : SE_GREG_CAL);
}

std::optional<Coverage> longest_run(const Centuries& centuries) {
  std::optional<Coverage> longest;
  for (auto first = centuries.begin(); first != centuries.end();) {
    auto last = first;
    while (std::next(last) != centuries.end() && *std::next(last) == *last + centuries_per_file) {
      ++last;
    }
    const Coverage run{{julian_day_of_year(*first * 100) + days_kept_back},
                       {julian_day_of_year((*last + centuries_per_file) * 100) - days_kept_back}};
    if (!longest || run.last.value - run.first.value > longest->last.value - longest->first.value) {
      longest = run;
    }
    first = std::next(last);
  }
  return longest;
}

}  // namespace

DataFiles find_data_files(const std::string& directory) {
  const auto planets = both(centuries_of(directory, "sepl"), centuries_of(directory, "semo"));
  return {longest_run(planets), longest_run(both(planets, centuries_of(directory, "seas")))};
}

int file_span_of(JulianDayUt when) {
  // A Julian year is within 13 days of the calendar's over the files' range: settled by looking.
  constexpr double days_per_file = 600 * 365.25;
  constexpr double julian_day_of_year_0 = 1721057.5;
  int span = static_cast<int>(std::floor((when.value - julian_day_of_year_0) / days_per_file));
  while (when.value < julian_day_of_year(600 * span))
    --span;
  while (when.value >= julian_day_of_year(600 * (span + 1)))
    ++span;
  return span;
}

bool is_near_file_border(JulianDayUt when) {
  constexpr double longest_light_time_days = 1;
  return file_span_of({when.value - longest_light_time_days}) !=
         file_span_of({when.value + longest_light_time_days});
}

}  // namespace astronova::sky::swiss
