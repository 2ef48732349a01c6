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

template <class Bodies>
char* put_bodies(char* at, const Bodies& bodies) {
  at = put(at, "[");
  for (const auto body : bodies) {
    at = put(at, body_string(body));
    at = put(at, ",");
  }
  if (!bodies.empty()) --at;
  return put(at, "]");
}

// Each planet is in one element, one modality and two halves of the sky.
constexpr std::size_t balance_bytes_max = 512 + 4 * sky::body_count * sizeof(NameText);

void write_balance(JsonWriter& json, const Balance& balance) {
  json.write(balance_bytes_max, [&](char* at) {
    const auto& [fire, earth, air, water] = balance.elements;
    at = put_bodies(put(at, "{\"elements\":{\"fire\":"), fire);
    at = put_bodies(put(at, ",\"earth\":"), earth);
    at = put_bodies(put(at, ",\"air\":"), air);
    at = put_bodies(put(at, ",\"water\":"), water);
    const auto& [cardinal, fixed, mutable_] = balance.modalities;
    at = put_bodies(put(at, "},\"modalities\":{\"cardinal\":"), cardinal);
    at = put_bodies(put(at, ",\"fixed\":"), fixed);
    at = put_bodies(put(at, ",\"mutable\":"), mutable_);
    if (const auto& halves = balance.hemispheres) {
      at = put_bodies(put(at, "},\"hemispheres\":{\"above\":"), halves->above);
      at = put_bodies(put(at, ",\"below\":"), halves->below);
      at = put_bodies(put(at, ",\"east\":"), halves->east);
      at = put_bodies(put(at, ",\"west\":"), halves->west);
    }
    return put(at, "}}");
  });
}

void write_ruler(JsonWriter& json, const astrology::ChartRuler& ruler) {
  json.begin_object()
      .key("sign")
      .plain(name_of(ruler.sign))
      .key("traditional")
      .plain(name_of(ruler.traditional))
      .key("modern")
      .plain(name_of(ruler.modern))
      .end_object();
}

}  // namespace

void write_houses(JsonWriter& json, const sky::Houses& houses) {
  json.begin_object().key("system").plain(name_of(houses.system));
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
  json.begin_object().key("zodiac").plain(options.sidereal ? "sidereal" : "tropical");
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
