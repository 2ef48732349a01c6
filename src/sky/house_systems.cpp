#include "sky/house_systems.h"

#include <algorithm>
#include <array>

namespace astronova::sky {
namespace {

constexpr std::array<std::string_view, house_system_count> names{
    "placidus",  "koch",       "porphyry",          "regiomontanus", "campanus",    "equal",
    "equalMc",   "wholeSign",  "alcabitius",        "morinus",       "topocentric", "vehlow",
    "meridian",  "horizontal", "krusinski",         "apc",           "sripati",     "carter",
    "gauquelin", "sunshine",   "sunshineMakransky", "pullenSd",      "pullenSr",    "savardA",
    "equalAries"};

}  // namespace

std::span<const std::string_view> house_system_names() {
  return names;
}

std::string_view name_of(HouseSystem system) {
  return names[static_cast<std::size_t>(system)];
}

std::optional<HouseSystem> house_system_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<HouseSystem>(found - names.begin());
}

}  // namespace astronova::sky
