#include "usecases/birth_place.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "places/gazetteer.h"
#include "places/zone_boundaries.h"

namespace astronova::usecases {

Result<void> take_named_place(BirthData& birth, std::string_view name) {
  const auto named = places::place_named(name);
  if (!named) return named.error();
  birth.place = {named->place.latitude, named->place.longitude, 0};
  birth.civil.longitude = named->place.longitude;
  birth.place_name = places::label(named->place);
  if (named->others.empty()) return {};
  std::vector<std::string> others;
  others.reserve(named->others.size());
  for (const auto& other : named->others)
    others.push_back(places::label(other));
  birth.warnings.push_back(
      {"place.ambiguous",
       fmt::format("{} is taken to be {}, the likeliest place of that name; there are also: {}",
                   quoted(name), birth.place_name, fmt::join(others, "; "))});
  return {};
}

std::vector<Warning> zone_warnings(double latitude, double longitude) {
  const auto zones = places::zones_at(latitude, longitude);
  if (zones.size() < 2) return {};
  return {{"timezone.disputed",
           fmt::format("more than one clock is kept at {}, {}: {} is taken; give timezone for {}",
                       latitude, longitude, zones.front(), fmt::join(zones.subspan(1), " or "))}};
}

void take_zone_of_place(BirthData& birth) {
  const auto [latitude, longitude, altitude] = birth.place;
  birth.civil.timezone = places::zones_at(latitude, longitude).front();
  for (auto& warning : zone_warnings(latitude, longitude)) {
    birth.warnings.push_back(std::move(warning));
  }
}

}  // namespace astronova::usecases
