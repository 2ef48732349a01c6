#include "api/vedic_json.h"

#include "api/sky_json.h"
#include "api/western_json.h"

namespace astronova::api {
namespace {

// Of the longitude as printed, so that they agree with it.
void write_mansion(JsonWriter& json, double longitude) {
  const double printed = printed_longitude(longitude);
  const auto nakshatra = astrology::nakshatra_of(printed);
  json.member("sanskritSign", sanskrit_name_of(astrology::sign_of(printed)))
      .member("nakshatra", nakshatra.name)
      .member("pada", nakshatra.pada);
}

}  // namespace

void write_vedic(JsonWriter& json, const usecases::VedicResult& vedic) {
  const auto& chart = vedic.chart;
  json.begin_object().key("ayanamsa");
  write_ayanamsa(json, chart.ayanamsa, chart.ayanamsa_degrees);
  if (chart.lagna) {
    json.key("lagna").begin_object();
    write_longitude(json, *chart.lagna);
    write_mansion(json, *chart.lagna);
    json.end_object();
  }
  json.key("positions").begin_object();
  for (const auto& placement : chart.grahas) {
    json.key(name_of(placement.graha)).begin_object();
    write_position_members(json, placement.state);
    write_mansion(json, placement.state.longitude);
    if (placement.house) json.member("house", *placement.house);
    json.end_object();
  }
  json.end_object();
  if (vedic.moon_range) {
    json.key("moonRange");
    write_moon_range(json, *vedic.moon_range);
  }
  json.end_object();
}

}  // namespace astronova::api
