// Names of places as somebody might type them, and points: whatever is asked, the answers hold what
// the contract says.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "places/gazetteer.h"
#include "places/zone_boundaries.h"

namespace {

using namespace astronova::places;

void require(bool holds) {
  if (!holds) std::abort();
}

void search(std::string_view text) {
  const auto found = search_places(text, 10, text.substr(0, 2));
  if (!found) {
    require(!found.error().detail.empty());
    return;
  }
  require(found->size() <= 10);
  for (const auto& place : *found)
    require(!place.name.empty() && place.country_code.size() == 2);
  if (const auto named = place_named(text)) require(named->others.size() <= 5);
}

void look_around(const std::uint8_t* data) {
  std::int32_t latitude = 0;
  std::int32_t longitude = 0;
  std::memcpy(&latitude, data, sizeof latitude);
  std::memcpy(&longitude, data + sizeof latitude, sizeof longitude);
  const double north = latitude / 2147483648.0 * 90;
  const double east = longitude / 2147483648.0 * 180;
  require(!zones_at(north, east).empty());
  const auto near = nearest_places(north, east, 2);
  require(near.size() == 2 && near[0].distance_km <= near[1].distance_km);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  search({reinterpret_cast<const char*>(data), size});
  if (size >= 8) look_around(data);
  return 0;
}
