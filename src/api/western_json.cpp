#include "api/western_json.h"

#include "api/sky_json.h"
#include "base/angle.h"

namespace astronova::api {
namespace {

using astrology::Balance;
using astrology::NatalChart;

void write_positions(JsonWriter& json, const NatalChart& chart) {
  json.begin_object();
  for (const auto& placement : chart.placements) {
    json.key(name_of(placement.body)).begin_object();
    write_position_members(json, placement.state);
    if (placement.house) json.member("house", *placement.house);
    json.end_object();
  }
  json.end_object();
}

void write_angle(JsonWriter& json, std::string_view name, double degrees) {
  json.member(name, printed_longitude(degrees), angle_decimals);
}

void write_houses(JsonWriter& json, const sky::Houses& houses) {
  json.begin_object().member("system", name_of(houses.system));
  if (houses.requested != houses.system) json.member("requested", name_of(houses.requested));
  json.key("cusps").begin_array();
  for (const double cusp : houses.cusp_span()) {
    json.fixed(printed_longitude(cusp), angle_decimals);
  }
  json.end_array();
  const auto& angles = houses.angles;
  write_angle(json, "ascendant", angles.ascendant);
  write_angle(json, "midheaven", angles.midheaven);
  write_angle(json, "descendant", normalized_degrees(angles.ascendant + 180));
  write_angle(json, "imumCoeli", normalized_degrees(angles.midheaven + 180));
  write_angle(json, "vertex", angles.vertex);
  write_angle(json, "eastPoint", angles.east_point);
  json.end_object();
}

void write_bodies(JsonWriter& json, std::string_view name, std::span<const sky::Body> bodies) {
  json.key(name).begin_array();
  for (const auto body : bodies)
    json.string(name_of(body));
  json.end_array();
}

void write_balance(JsonWriter& json, const Balance& balance) {
  json.begin_object().key("elements").begin_object();
  for (std::size_t i = 0; i < balance.elements.size(); ++i) {
    write_bodies(json, name_of(static_cast<astrology::Element>(i)), balance.elements[i]);
  }
  json.end_object().key("modalities").begin_object();
  for (std::size_t i = 0; i < balance.modalities.size(); ++i) {
    write_bodies(json, name_of(static_cast<astrology::Modality>(i)), balance.modalities[i]);
  }
  json.end_object();
  if (const auto& halves = balance.hemispheres) {
    json.key("hemispheres").begin_object();
    write_bodies(json, "above", halves->above);
    write_bodies(json, "below", halves->below);
    write_bodies(json, "east", halves->east);
    write_bodies(json, "west", halves->west);
    json.end_object();
  }
  json.end_object();
}

void write_ruler(JsonWriter& json, const astrology::ChartRuler& ruler) {
  json.begin_object()
      .member("sign", name_of(ruler.sign))
      .member("traditional", name_of(ruler.traditional))
      .member("modern", name_of(ruler.modern))
      .end_object();
}

}  // namespace

void write_aspect(JsonWriter& json, const astrology::Aspect& aspect, bool speeds_known) {
  json.begin_object()
      .member("body1", name_of(aspect.first))
      .member("body2", name_of(aspect.second))
      .member("aspect", name_of(aspect.kind))
      .member("angle", static_cast<int>(angle_of(aspect.kind)))
      .member("orb", aspect.orb, angle_decimals)
      .key("applying");
  if (speeds_known) {
    json.boolean(aspect.applying);
  } else {
    json.null();
  }
  json.end_object();
}

void write_moon_range(JsonWriter& json, const usecases::MoonRange& range) {
  json.begin_object()
      .member("from", printed_longitude(range.from), angle_decimals)
      .member("to", printed_longitude(range.to), angle_decimals)
      .end_object();
}

void write_western(JsonWriter& json, const usecases::WesternResult& western,
                   const usecases::ChartOptions& options) {
  const auto& chart = western.chart;
  json.begin_object().member("zodiac", options.sidereal ? "sidereal" : "tropical");
  if (western.ayanamsa) {
    json.key("ayanamsa");
    write_ayanamsa(json, options.ayanamsa, western.ayanamsa->value);
  }
  json.key("positions");
  write_positions(json, chart);
  if (chart.houses) {
    json.key("houses");
    write_houses(json, *chart.houses);
  }
  json.key("aspects").begin_array();
  for (const auto& aspect : chart.aspects)
    write_aspect(json, aspect, true);
  json.end_array().key("balance");
  write_balance(json, chart.balance);
  if (chart.ruler) {
    json.key("chartRuler");
    write_ruler(json, *chart.ruler);
  }
  if (chart.phase) {
    json.key("moonPhase");
    write_moon_phase(json, *chart.phase);
  }
  if (western.moon_range) {
    json.key("moonRange");
    write_moon_range(json, *western.moon_range);
  }
  if (western.svg) json.member("svg", *western.svg);
  json.end_object();
}

}  // namespace astronova::api
