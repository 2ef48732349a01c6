#include "api/positions_json.h"

#include "api/chart_options.h"
#include "api/sky_json.h"

namespace astronova::api {

std::string write_positions(const usecases::Sky& sky, const PositionsQuery& query,
                            const sky::Ephemeris& ephemeris) {
  std::string text;
  text.reserve(8'192);
  JsonWriter json(text);
  json.begin_object()
      .member("at", format_rfc3339(query.at))
      .member("julianDayUt", query.sky.when.value, julian_day_decimals)
      .member("deltaT", sky.delta_t.value, seconds_decimals)
      .member("zodiac", zodiac_names[query.sky.ayanamsa ? 1 : 0]);
  if (sky.ayanamsa) {
    json.key("ayanamsa");
    write_ayanamsa(json, *query.sky.ayanamsa, sky.ayanamsa->value);
  }
  json.key("positions").begin_object();
  for (std::size_t i = 0; i < sky.bodies.size(); ++i) {
    json.key(name_of(sky.bodies[i])).begin_object();
    write_position_members(json, sky.states[i]);
    json.end_object();
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
  return text;
}

}  // namespace astronova::api
