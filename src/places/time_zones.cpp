#include "places/time_zones.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <unordered_set>
#include <vector>

#include <date/tz.h>
#include <fmt/format.h>

#include "base/nearest_name.h"
#include "places/zone_database.h"

namespace astronova::places {
namespace {

std::vector<std::string_view> names_in_database() {
  std::vector<std::string_view> names;
  try {
    for (const auto& zone : date::get_tzdb().zones) {
      // This machine's own zone, which is no place's name.
      if (zone.name() != "localtime") names.emplace_back(zone.name());
    }
  } catch (const std::exception&) {
    names.clear();
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string version_in_database() {
  constexpr std::string_view mark = "# version ";
  std::ifstream source(zone_database_directory() / "tzdata.zi");
  std::string line;
  if (!std::getline(source, line) || !line.starts_with(mark)) return "unknown";
  return line.substr(mark.size());
}

bool can_be_repeated(std::string_view name) {
  constexpr std::size_t longest = 48;
  return name.size() <= longest &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

std::span<const std::string_view> time_zone_names() {
  static const std::vector<std::string_view> names = names_in_database();
  return names;
}

bool zone_exists(std::string_view name) {
  static const std::unordered_set<std::string_view> names{time_zone_names().begin(),
                                                          time_zone_names().end()};
  return names.contains(name);
}

Error unknown_zone(std::string_view name) {
  if (time_zone_names().empty()) {
    return {ErrorCode::data_missing,
            "the system has no time zone database: install the package tzdata",
            {}};
  }
  constexpr std::string_view advice = "an IANA time zone such as America/New_York";
  if (name.empty()) return invalid_field("/timezone", fmt::format("is empty; give {}", advice));
  if (!can_be_repeated(name)) {
    return invalid_field("/timezone", fmt::format("is not the name of a zone; give {}", advice));
  }
  return invalid_field("/timezone", fmt::format("'{}' is not {}.{}", name, advice,
                                                did_you_mean(name, time_zone_names())));
}

std::string_view tzdata_version() {
  static const std::string version = version_in_database();
  return version;
}

}  // namespace astronova::places
