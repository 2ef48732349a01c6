#include "api/natal_members_json.h"

#include "api/sky_json.h"
#include "api/technique_json.h"
#include "base/instant.h"

namespace astronova::api {

NatalAnswer::NatalAnswer(std::string& text, const usecases::NatalBasis& basis,
                         const usecases::BirthData& birth)
    : json_(text) {
  json_.begin_object();
  write_birth(json_, basis.moment, birth);
}

void NatalAnswer::end(const std::vector<usecases::Warning>& warnings,
                      const sky::Ephemeris& ephemeris) {
  write_end(json_, warnings, ephemeris);
  json_.end_object();
}

JsonWriter& write_point(JsonWriter& json, JsonKey name, const astrology::AspectPoint& point) {
  return json.key(name).plain(name_of(point));
}

JsonWriter& write_instant(JsonWriter& json, JsonKey name, JulianDayUt when) {
  const auto second = std::chrono::round<std::chrono::seconds>(to_instant(when));
  return json.key(name).write(rfc3339_bytes_max + 2, [&](char* at) {
    return put(put_rfc3339(put(at, "\""), second), "\"");
  });
}

JsonWriter& write_place_in_zodiac(JsonWriter& json, JsonKey name, double longitude) {
  json.key(name).begin_object();
  write_longitude(json, longitude);
  return json.end_object();
}

}  // namespace astronova::api
