#include "api/location_json.h"

#include "api/moment_json.h"
#include "api/sky_json.h"
#include "places/time_zones.h"
#include "places/zone_boundaries.h"
#include "usecases/birth_place.h"

namespace astronova::api {
namespace {

constexpr int coordinate_decimals = 5;
constexpr int distance_km_decimals = 3;

void write_place_members(JsonWriter& json, const places::Place& place) {
  json.member("name", place.name)
      .member("admin", place.admin)
      .member("country", place.country)
      .member("countryCode", place.country_code)
      .member("latitude", place.latitude, coordinate_decimals)
      .member("longitude", place.longitude, coordinate_decimals)
      .member("timezone", places::zones_at(place.latitude, place.longitude).front())
      .member("population", place.population);
}

}  // namespace

std::string write_places(const std::vector<places::Place>& found) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& place : found) {
    json.begin_object();
    write_place_members(json, place);
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

std::string write_near_places(double latitude, double longitude,
                              const std::vector<places::NearPlace>& found) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("timezone", places::zones_at(latitude, longitude).front());
  json.key("items").begin_array();
  for (const auto& [place, distance_km] : found) {
    json.begin_object();
    write_place_members(json, place);
    json.member("distanceKm", distance_km, distance_km_decimals).end_object();
  }
  json.end_array().key("warnings");
  write_warnings(json, usecases::zone_warnings(latitude, longitude));
  json.end_object();
  return text;
}

std::string write_timezone(const usecases::BirthData& birth, const usecases::BirthMoment& moment) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("timezone");
  if (birth.civil.timezone.empty()) {
    json.null();
  } else {
    json.string(birth.civil.timezone);
  }
  json.key("moment");
  write_moment(json, moment, birth.civil);
  json.key("place");
  write_birth_place(json, birth);
  json.key("warnings");
  write_warnings(json, birth.warnings);
  json.key("provenance");
  write_provenance(json, "", places::tzdata_version());
  json.end_object();
  return text;
}

}  // namespace astronova::api
