#include "api/western_json.h"

#include "api/name_texts.h"
#include "api/sky_json.h"
#include "base/angle.h"

namespace astronova::api {
namespace {

using astrology::Balance;
using astrology::NatalChart;

void write_positions(JsonWriter& json, const NatalChart& chart) {
  json.begin_object();
  for (const auto& placement : chart.placements) {
    json.write(position_bytes_max, [&](char* at) {
      at = put(at, body_key(placement.body));
      at = put_position_members(at, placement.state);
      if (placement.house) {
        at = put(at, ",\"house\":");
        at = put_unsigned(at, static_cast<std::uint64_t>(*placement.house));
      }
      return put(at, "}");
    });
  }
  json.end_object();
}

void write_houses(JsonWriter& json, const sky::Houses& houses) {
  json.begin_object().member("system", name_of(houses.system));
  if (houses.requested != houses.system) json.member("requested", name_of(houses.requested));
  const auto cusps = houses.cusp_span();
  json.key("cusps").write(cusps.size() * number_bytes_max, [&](char* at) {
    at = put(at, "[");
    for (const double cusp : cusps) {
      at = put_units<angle_decimals>(at, PrintedDirection{cusp}.units());
      at = put(at, ",");
    }
    at[-1] = ']';
    return at;
  });
  const auto& angles = houses.angles;
  write_direction(json, "ascendant", angles.ascendant);
  write_direction(json, "midheaven", angles.midheaven);
  write_direction(json, "descendant", normalized_degrees(angles.ascendant + 180));
  write_direction(json, "imumCoeli", normalized_degrees(angles.midheaven + 180));
  write_direction(json, "vertex", angles.vertex);
  write_direction(json, "eastPoint", angles.east_point);
  json.end_object();
}

template <class Bodies>
JsonWriter& write_bodies(JsonWriter& json, const Bodies& bodies) {
  return json.write(2 + bodies.size() * sizeof(NameText), [&](char* at) {
    at = put(at, "[");
    for (const auto body : bodies) {
      at = put(at, body_string(body));
      at = put(at, ",");
    }
    if (!bodies.empty()) --at;
    return put(at, "]");
  });
}

void write_balance(JsonWriter& json, const Balance& balance) {
  json.begin_object().key("elements").begin_object();
  for (std::size_t i = 0; i < balance.elements.size(); ++i) {
    write_bodies(json.key(name_of(static_cast<astrology::Element>(i))), balance.elements[i]);
  }
  json.end_object().key("modalities").begin_object();
  for (std::size_t i = 0; i < balance.modalities.size(); ++i) {
    write_bodies(json.key(name_of(static_cast<astrology::Modality>(i))), balance.modalities[i]);
  }
  json.end_object();
  if (const auto& halves = balance.hemispheres) {
    json.key("hemispheres").begin_object();
    write_bodies(json.key("above"), halves->above);
    write_bodies(json.key("below"), halves->below);
    write_bodies(json.key("east"), halves->east);
    write_bodies(json.key("west"), halves->west);
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
  constexpr std::size_t bytes_max = 192;
  json.write(bytes_max, [&](char* at) {
    at = put(at, first_point(aspect.first));
    at = put(at, second_point(aspect.second));
    at = put(at, aspect_members(aspect.kind));
    at = put_fixed<angle_decimals>(at, aspect.orb);
    if (!speeds_known) return put(at, ",\"applying\":null}");
    return aspect.applying ? put(at, ",\"applying\":true}") : put(at, ",\"applying\":false}");
  });
}

void write_moon_range(JsonWriter& json, const usecases::MoonRange& range) {
  json.begin_object();
  write_direction(json, "from", range.from);
  write_direction(json, "to", range.to).end_object();
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
