#include "app/birth_flags.h"

#include <CLI/CLI.hpp>

#include "app/chart_flags.h"

namespace astronova::app {
namespace {

std::string flag_of(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? "--" + name : "--" + prefix + "-" + name;
}

}  // namespace

void declare(CLI::App& command, BirthFlags& flags, const std::string& prefix) {
  const auto add = [&](const std::string& name, auto& value, const std::string& help) {
    command.add_option(flag_of(prefix, name), value, help);
  };
  add("date", flags.date, "Date of birth, YYYY-MM-DD");
  add("time", flags.time, "Time of birth, HH:MM or HH:MM:SS; unknown when absent");
  add("place", flags.place, "Place of birth, such as \"paris, texas\"");
  add("timezone", flags.timezone, "IANA zone, instead of the one of the place");
  add("utc-offset", flags.utc_offset, "Offset instead of a zone, such as -04:00");
  add("lat", flags.latitude, "Latitude of birth, degrees, north positive");
  add("lon", flags.longitude, "Longitude of birth, degrees, east positive");
  add("calendar", flags.calendar, "gregorian or julian");
  add("fold", flags.fold, "0 or 1: which of two times when clocks went back");
}

boost::json::object birth_members(const BirthFlags& flags) {
  boost::json::object birth;
  put(birth, "date", flags.date);
  put(birth, "time", flags.time);
  put(birth, "place", flags.place);
  put(birth, "timezone", flags.timezone);
  put(birth, "utcOffset", flags.utc_offset);
  put(birth, "calendar", flags.calendar);
  if (flags.fold) birth["fold"] = *flags.fold;
  if (flags.latitude) birth["latitude"] = *flags.latitude;
  if (flags.longitude) birth["longitude"] = *flags.longitude;
  return birth;
}

FlagsByPointer birth_flags_by_pointer(const std::string& pointer, const std::string& prefix) {
  FlagsByPointer flags;
  const auto add = [&](const char* member, const char* flag) {
    flags.emplace(pointer + member, flag_of(prefix, flag));
  };
  add("/date", "date");
  add("/time", "time");
  add("/place", "place");
  add("/timezone", "timezone");
  add("/utcOffset", "utc-offset");
  add("/calendar", "calendar");
  add("/fold", "fold");
  add("/latitude", "lat");
  add("/longitude", "lon");
  return flags;
}

}  // namespace astronova::app
