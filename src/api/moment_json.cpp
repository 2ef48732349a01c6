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
  constexpr std::size_t bytes_max = 256;
  json.begin_object().write(bytes_max, [&](char* at) {
    at = put(at, "\"utc\":\"");
    at = put_rfc3339(at, moment.utc);
    at = put(at, "\",\"julianDayUt\":");
    at = put_fixed<julian_day_decimals>(at, birth.julian_day.value);
    at = put(at, ",\"deltaT\":");
    at = put_fixed<seconds_decimals>(at, birth.delta_t.value);
    at = put(at, ",\"local\":\"");
    at = places::put_local(at, moment.date, moment.time);
    return put(at, "\"");
  });
  write_zone(json, civil);
  json.write(bytes_max, [&](char* at) {
    at = put(at, "\"utcOffset\":\"");
    at = put_utc_offset(at, moment.utc_offset);
    return put(at, "\"");
  });
  json.member("abbreviation", moment.abbreviation)
      .member("dst", moment.dst)
      .key("rule")
      .plain(places::rule_name(moment.rule))
      .key("calendar")
      .plain(places::calendar_name(moment.calendar))
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

void write_births(JsonWriter& json, const BirthOfPair& one, const BirthOfPair& other) {
  json.key("moments").begin_object();
  for (const auto& [name, moment, birth] : {one, other}) {
    json.key(name);
    write_moment(json, moment, birth.civil);
  }
  json.end_object().key("places").begin_object();
  for (const auto& [name, moment, birth] : {one, other}) {
    json.key(name);
    write_birth_place(json, birth);
  }
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
