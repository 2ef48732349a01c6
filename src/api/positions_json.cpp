#include "api/positions_json.h"

#include "api/chart_options.h"
#include "api/name_texts.h"
#include "api/sky_json.h"

namespace astronova::api {

void write_positions(std::string& text, const usecases::Sky& sky, const PositionsQuery& query,
                     const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object().write(rfc3339_bytes_max + 8, [&](char* at) {
    at = put(at, "\"at\":\"");
    at = put_rfc3339(at, query.at);
    return put(at, "\"");
  });
  json.member("julianDayUt", query.sky.when.value, julian_day_decimals)
      .member("deltaT", sky.delta_t.value, seconds_decimals)
      .member("zodiac", zodiac_names[query.sky.ayanamsa ? 1 : 0]);
  if (sky.ayanamsa) {
    json.key("ayanamsa");
    write_ayanamsa(json, *query.sky.ayanamsa, sky.ayanamsa->value);
  }
  json.key("positions").begin_object();
  for (std::size_t i = 0; i < sky.bodies.size(); ++i) {
    json.write(position_bytes_max, [&](char* at) {
      at = put(at, body_key(sky.bodies[i]));
      at = put_position_members(at, sky.states[i]);
      return put(at, "}");
    });
  }
  json.end_object();
  if (sky.ascendant) {
    json.key("ascendant").begin_object();
    write_longitude(json, *sky.ascendant);
    json.end_object();
  }
  if (sky.moon_phase) {
    json.key("moonPhase");
    write_moon_phase(json, *sky.moon_phase);
  }
  json.key("provenance");
  write_provenance(json, ephemeris.provenance(), "");
  json.end_object();
}

}  // namespace astronova::api
