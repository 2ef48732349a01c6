#include "api/predictive_json.h"

#include "api/sky_json.h"
#include "api/technique_json.h"
#include "api/western_json.h"

namespace astronova::api {
namespace {

constexpr int years_decimals = 6;

template <class Enumeration>
std::string_view name_at(std::span<const std::string_view> names, Enumeration which) {
  return names[static_cast<std::size_t>(which)];
}

void write_passes(JsonWriter& json, const std::vector<astrology::ReturnPass>& passes) {
  json.begin_array();
  for (const auto& pass : passes) {
    json.begin_object().key("at");
    write_instant(json, pass.when);
    json.member("retrograde", pass.retrograde).end_object();
  }
  json.end_array();
}

void write_direction_of(JsonWriter& json, const astrology::PrimaryDirection& direction) {
  json.begin_object()
      .key("promissor")
      .plain(name_of(direction.promissor))
      .key("aspect")
      .plain(name_of(direction.kind))
      .key("side");
  const double angle = angle_of(direction.kind);
  if (angle == 0 || angle == 180) {
    json.null();
  } else {
    json.plain(direction.sinister ? "sinister" : "dexter");
  }
  json.key("significator")
      .plain(name_of(direction.significator))
      .key("motion")
      .plain(name_at(astrology::direction_motion_names(), direction.motion))
      .member("arc", direction.arc, angle_decimals)
      .member("years", direction.years, years_decimals)
      .key("at");
  write_instant(json, direction.when);
  json.end_object();
}

}  // namespace

void write_return(std::string& text, const usecases::CastReturn& cast,
                  const usecases::ReturnRequest& request, const sky::Ephemeris& ephemeris) {
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, cast.natal, request.birth);
  json.key("body")
      .plain(sky::name_of(request.body))
      .member("precession", request.precession_corrected);
  json.key("at");
  write_instant(json, cast.found.passes.front().when);
  write_direction(json, "longitude", cast.found.longitude);
  json.key("passes");
  write_passes(json, cast.found.passes);
  json.key("returnPlace")
      .begin_object()
      .member("latitude", cast.place.latitude, angle_decimals)
      .member("longitude", cast.place.longitude, angle_decimals)
      .end_object()
      .key("chart");
  write_western(json, cast.western, request.options);
  write_end(json, cast.warnings, ephemeris);
  json.end_object();
}

void write_progression(std::string& text, const usecases::ProgressedChart& progressed,
                       const usecases::ProgressionRequest& request,
                       const sky::Ephemeris& ephemeris) {
  const auto& progression = progressed.progression;
  const auto& settings = request.progression;
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, progressed.natal.moment, request.birth);
  json.key("at");
  write_instant(json, request.at);
  json.key("method")
      .plain(name_at(astrology::progression_method_names(), settings.method))
      .member("converse", settings.converse);
  if (progression.arc) {
    json.key("rate")
        .plain(name_at(astrology::solar_arc_rate_names(), settings.rate))
        .member("arc", *progression.arc, angle_decimals);
  } else if (progression.houses) {
    json.key("angles").plain(name_at(astrology::progressed_angles_names(), settings.angles));
  }
  json.key("symbolicAt");
  write_instant(json, progression.symbolic);
  json.key("positions");
  write_placements(json, progression.placements);
  if (progression.houses) {
    json.key("houses");
    write_houses(json, *progression.houses);
  }
  json.key("aspectsToNatal").begin_array();
  for (const auto& aspect : progression.aspects_to_natal)
    write_aspect(json, aspect, true);
  json.end_array();
  write_end(json, progressed.natal.warnings, ephemeris);
  json.end_object();
}

void write_directions(std::string& text, const usecases::FoundDirections& found,
                      const usecases::DirectionRequest& request, const sky::Ephemeris& ephemeris) {
  const auto& settings = request.directions;
  JsonWriter json(text);
  json.begin_object();
  write_birth(json, found.natal.moment, request.birth);
  json.key("system")
      .plain(name_at(astrology::mundane_system_names(), settings.system))
      .key("key")
      .plain(name_at(astrology::direction_key_names(), settings.key))
      .key("latitude")
      .plain(name_at(astrology::direction_latitude_names(), settings.latitude))
      .key("directions")
      .begin_array();
  for (const auto& direction : found.directions)
    write_direction_of(json, direction);
  json.end_array();
  write_end(json, found.natal.warnings, ephemeris);
  json.end_object();
}

}  // namespace astronova::api
