#include "api/technique_json.h"

#include "api/moment_json.h"
#include "api/sky_json.h"
#include "base/instant.h"
#include "places/time_zones.h"

namespace astronova::api {

void write_instant(JsonWriter& json, JulianDayUt when) {
  json.write(rfc3339_bytes_max + 2, [&](char* at) {
    at = put_rfc3339(put(at, "\""), to_instant(when));
    return put(at, "\"");
  });
}

void write_instant(JsonWriter& json, const std::optional<JulianDayUt>& when) {
  if (when) {
    write_instant(json, *when);
  } else {
    json.null();
  }
}

void write_birth(JsonWriter& json, const usecases::BirthMoment& moment,
                 const usecases::BirthData& birth) {
  json.key("moment");
  write_moment(json, moment, birth.civil);
  json.key("place");
  write_birth_place(json, birth);
}

void write_end(JsonWriter& json, const std::vector<usecases::Warning>& warnings,
               const sky::Ephemeris& ephemeris) {
  json.key("warnings");
  write_warnings(json, warnings);
  json.key("provenance");
  write_provenance(json, ephemeris.provenance(), places::tzdata_version());
}

}  // namespace astronova::api
