#include "api/moment_json.h"

#include "api/sky_json.h"

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

}  // namespace

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

void write_birth_place(JsonWriter& json, const usecases::BirthData& birth) {
  json.begin_object();
  if (!birth.place_name.empty()) json.member("name", birth.place_name);
  json.member("latitude", birth.place.latitude, angle_decimals)
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

}  // namespace astronova::api
