#include "api/chart_json.h"

#include <variant>

#include "api/moment_json.h"
#include "api/sky_json.h"
#include "api/vedic_json.h"
#include "api/western_json.h"
#include "places/time_zones.h"

namespace astronova::api {
namespace {

// The moments of those sides that are births.
void write_moments(JsonWriter& json, const usecases::Comparison& comparison,
                   const usecases::ComparisonRequest& request) {
  const auto write = [&](JsonKey name, const std::optional<usecases::BirthMoment>& moment,
                         const usecases::ChartSide& side) {
    if (!moment) return;
    json.key(name);
    write_moment(json, *moment, std::get<usecases::BirthData>(side).civil);
  };
  json.begin_object();
  write("first", comparison.first, request.first);
  write("second", comparison.second, request.second);
  json.end_object();
}

// The places of those sides that are births.
void write_places(JsonWriter& json, const usecases::ComparisonRequest& request) {
  const auto write = [&](JsonKey name, const usecases::ChartSide& side) {
    const auto* birth = std::get_if<usecases::BirthData>(&side);
    if (!birth) return;
    json.key(name);
    write_birth_place(json, *birth);
  };
  json.begin_object();
  write("first", request.first);
  write("second", request.second);
  json.end_object();
}

}  // namespace

void write_chart(std::string& text, const usecases::CastChart& cast,
                 const usecases::ChartRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object().key("chartId").plain(cast.id.text()).key("type").plain("natal").key("moment");
  write_moment(json, cast.moment, request.birth.civil);
  json.key("place");
  write_birth_place(json, request.birth);
  json.key("charts").begin_object();
  if (cast.western) {
    json.key("western");
    write_western(json, *cast.western, request.options);
  }
  if (cast.vedic) {
    json.key("vedic");
    write_vedic(json, *cast.vedic);
  }
  json.end_object().key("warnings");
  write_warnings(json, cast.warnings);
  json.key("provenance");
  write_provenance(json, ephemeris.provenance(), places::tzdata_version());
  json.end_object();
}

void write_comparison(std::string& text, const usecases::Comparison& comparison,
                      const usecases::ComparisonRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object().key("moments");
  write_moments(json, comparison, request);
  json.key("places");
  write_places(json, request);
  json.key("aspects").begin_array();
  for (const auto& [aspect, speeds_known] : comparison.aspects) {
    write_aspect(json, aspect, speeds_known);
  }
  json.end_array().key("warnings");
  write_warnings(json, comparison.warnings);
  json.key("provenance");
  const bool computed = comparison.first || comparison.second;
  write_provenance(json, computed ? ephemeris.provenance() : "",
                   computed ? places::tzdata_version() : "");
  json.end_object();
}

}  // namespace astronova::api
