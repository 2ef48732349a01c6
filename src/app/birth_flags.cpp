#include "app/birth_flags.h"

#include <CLI/CLI.hpp>
#include <array>
#include <variant>

#include "app/chart_flags.h"

namespace astronova::app {
namespace {

// A flag, the member of BirthData that it sets, and where it is kept.
struct BirthFlag {
  using Text = std::string BirthFlags::*;
  using Number = std::optional<double> BirthFlags::*;
  using Integer = std::optional<int> BirthFlags::*;
  const char* flag;
  const char* member;
  const char* help;
  std::variant<Text, Number, Integer> value;
};

constexpr std::array<BirthFlag, 9> birth_flag_table{{
    {"date", "date", "Date of birth, YYYY-MM-DD", &BirthFlags::date},
    {"time", "time", "Time of birth, HH:MM or HH:MM:SS; unknown when absent", &BirthFlags::time},
    {"place", "place", "Place of birth, such as \"paris, texas\"", &BirthFlags::place},
    {"timezone", "timezone", "IANA zone, instead of the one of the place", &BirthFlags::timezone},
    {"utc-offset", "utcOffset", "Offset instead of a zone, such as -04:00",
     &BirthFlags::utc_offset},
    {"lat", "latitude", "Latitude of birth, degrees, north positive", &BirthFlags::latitude},
    {"lon", "longitude", "Longitude of birth, degrees, east positive", &BirthFlags::longitude},
    {"calendar", "calendar", "gregorian or julian", &BirthFlags::calendar},
    {"fold", "fold", "0 or 1: which of two times when clocks went back", &BirthFlags::fold},
}};

std::string flag_of(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? "--" + name : "--" + prefix + "-" + name;
}

template <class Value>
void put(boost::json::object& object, std::string_view name, const std::optional<Value>& value) {
  if (value) object[boost::json::string_view{name.data(), name.size()}] = *value;
}

}  // namespace

void declare(CLI::App& command, BirthFlags& flags, const std::string& prefix) {
  for (const auto& one : birth_flag_table) {
    const auto name = flag_of(prefix, one.flag);
    std::visit([&](auto kept) { command.add_option(name, flags.*kept, one.help); }, one.value);
  }
}

boost::json::object birth_members(const BirthFlags& flags) {
  boost::json::object birth;
  for (const auto& one : birth_flag_table)
    std::visit([&](auto kept) { put(birth, one.member, flags.*kept); }, one.value);
  return birth;
}

FlagsByPointer birth_flags_by_pointer(const std::string& pointer, const std::string& prefix) {
  FlagsByPointer flags;
  for (const auto& one : birth_flag_table)
    flags.emplace(pointer + "/" + one.member, flag_of(prefix, one.flag));
  return flags;
}

}  // namespace astronova::app
