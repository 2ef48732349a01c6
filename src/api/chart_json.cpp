#include "api/chart_json.h"

#include <variant>

#include "api/sky_json.h"
#include "api/vedic_json.h"
#include "api/western_json.h"
#include "places/time_zones.h"

namespace astronova::api {
namespace {

void write_zone(JsonWriter& json, const places::CivilTime& civil) {
  json.key("timezone");
  if (civil.timezone.empty()) {
    json.null();
  } else {
    json.string(civil.timezone);
  }
}

void write_moment(JsonWriter& json, const usecases::BirthMoment& birth,
                  const places::CivilTime& civil) {
  const auto& moment = birth.civil;
  json.begin_object()
      .member("utc", format_rfc3339(moment.utc))
      .member("julianDayUt", birth.julian_day.value, julian_day_decimals)
      .member("deltaT", birth.delta_t.value, seconds_decimals)
      .member("local", places::format_local(moment.date, moment.time));
  write_zone(json, civil);
  json.member("utcOffset", format_utc_offset(moment.utc_offset))
      .member("abbreviation", moment.abbreviation)
      .member("dst", moment.dst)
      .member("rule", places::rule_name(moment.rule))
      .member("calendar", places::calendar_name(moment.calendar))
      .member("timeKnown", moment.time_known)
      .end_object();
}

void write_place(JsonWriter& json, const usecases::BirthData& birth) {
  json.begin_object()
      .member("latitude", birth.place.latitude, angle_decimals)
      .member("longitude", birth.place.longitude, angle_decimals);
  write_zone(json, birth.civil);
  json.end_object();
}

void write_warnings(JsonWriter& json, const std::vector<usecases::Warning>& warnings) {
  json.begin_array();
  for (const auto& warning : warnings) {
    json.begin_object().member("code", warning.code).member("detail", warning.detail).end_object();
  }
  json.end_array();
}

// The moments of those sides that are births.
void write_moments(JsonWriter& json, const usecases::Comparison& comparison,
                   const usecases::ComparisonRequest& request) {
  const auto write = [&](const char* name, const std::optional<usecases::BirthMoment>& moment,
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

}  // namespace

std::string write_chart(const usecases::CastChart& cast, const usecases::ChartRequest& request,
                        const sky::Ephemeris& ephemeris) {
  std::string text;
  text.reserve(cast.western && cast.western->svg ? 65'536 : 8'192);
  JsonWriter json(text);
  json.begin_object().member("chartId", cast.id).member("type", "natal").key("moment");
  write_moment(json, cast.moment, request.birth.civil);
  json.key("place");
  write_place(json, request.birth);
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
  return text;
}

std::string write_comparison(const usecases::Comparison& comparison,
                             const usecases::ComparisonRequest& request,
                             const sky::Ephemeris& ephemeris) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("moments");
  write_moments(json, comparison, request);
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
  return text;
}

}  // namespace astronova::api
