#include "api/composite_json.h"

#include "api/moment_json.h"
#include "api/sky_json.h"
#include "api/technique_json.h"
#include "api/western_json.h"
#include "base/instant.h"

namespace astronova::api {
namespace {

using usecases::CompositeMethod;

// A Davison chart is of a real sky; of a composite one only the longitudes mean something.
void write_composite_positions(JsonWriter& json, const astrology::NatalChart& chart,
                               CompositeMethod method) {
  json.begin_object();
  for (const auto& placement : chart.placements) {
    json.key(name_of(placement.body)).begin_object();
    if (method == CompositeMethod::davison) {
      write_position_members(json, placement.state);
    } else {
      write_longitude(json, placement.state.longitude);
    }
    if (placement.house) json.member("house", *placement.house);
    json.end_object();
  }
  json.end_object();
}

}  // namespace

void write_composite(std::string& text, const usecases::CompositeChart& composite,
                     const usecases::CompositeRequest& request, const sky::Ephemeris& ephemeris) {
  const auto method = static_cast<std::size_t>(request.method);
  JsonWriter json(text);
  json.begin_object().key("method").plain(usecases::composite_method_names()[method]);
  if (composite.when) json.member("at", format_rfc3339(to_instant(*composite.when)));
  if (composite.place) {
    json.key("place")
        .begin_object()
        .member("latitude", composite.place->latitude, angle_decimals)
        .member("longitude", composite.place->longitude, angle_decimals)
        .end_object();
  }
  json.key("positions");
  write_composite_positions(json, composite.chart, request.method);
  if (composite.chart.houses) {
    json.key("houses");
    write_houses(json, *composite.chart.houses);
  }
  json.key("aspects").begin_array();
  for (const auto& aspect : composite.chart.aspects)
    write_aspect(json, aspect, request.method == CompositeMethod::davison);
  json.end_array();
  if (composite.svg) json.member("svg", *composite.svg);
  write_births(json, {"first", composite.first, request.first},
               {"second", composite.second, request.second});
  write_end(json, composite.warnings, ephemeris);
  json.end_object();
}

}  // namespace astronova::api
