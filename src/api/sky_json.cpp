#include "api/sky_json.h"

#include <cmath>

#include <fmt/format.h>

#include "base/version.h"

namespace astronova::api {
namespace {

// Any direction of [0, 360): rounding must not print 360.
double printed_direction(double degrees) {
  constexpr double scale = 1e7;
  const double rounded = std::round(degrees * scale) / scale;
  return rounded >= 360 ? 0 : rounded;
}

}  // namespace

double printed_longitude(double longitude) {
  return printed_direction(longitude);
}

void write_longitude(JsonWriter& json, double longitude) {
  const double printed = printed_longitude(longitude);
  json.member("longitude", printed, angle_decimals)
      .member("sign", name_of(astrology::sign_of(printed)))
      .member("degree", astrology::degree_in_sign(printed), angle_decimals)
      .member("formatted", astrology::format_in_sign(printed));
}

void write_position_members(JsonWriter& json, const sky::BodyState& state) {
  const double printed = printed_longitude(state.longitude);
  json.member("longitude", printed, angle_decimals)
      .member("latitude", state.latitude, angle_decimals)
      .member("distance", state.distance, distance_decimals)
      .member("speed", state.longitude_speed, angle_decimals)
      .member("rightAscension", printed_direction(state.right_ascension), angle_decimals)
      .member("declination", state.declination, angle_decimals)
      .member("sign", name_of(astrology::sign_of(printed)))
      .member("degree", astrology::degree_in_sign(printed), angle_decimals)
      .member("formatted", astrology::format_in_sign(printed))
      .member("retrograde", state.longitude_speed < 0);
}

void write_row_position(JsonWriter& json, const sky::BodyState& state) {
  json.begin_object()
      .member("longitude", printed_longitude(state.longitude), angle_decimals)
      .member("latitude", state.latitude, angle_decimals)
      .member("distance", state.distance, distance_decimals)
      .member("speed", state.longitude_speed, angle_decimals)
      .member("rightAscension", printed_direction(state.right_ascension), angle_decimals)
      .member("declination", state.declination, angle_decimals)
      .end_object();
}

void write_moon_phase(JsonWriter& json, const astrology::MoonPhase& phase) {
  json.begin_object()
      .member("angle", printed_direction(phase.angle), angle_decimals)
      .member("name", phase.name)
      .member("illuminated", phase.illuminated, 4)
      .end_object();
}

void write_ayanamsa(JsonWriter& json, sky::Ayanamsa ayanamsa, double degrees) {
  json.begin_object()
      .member("name", name_of(ayanamsa))
      .member("value", degrees, angle_decimals)
      .end_object();
}

void write_provenance(JsonWriter& json, std::string_view ephemeris, std::string_view tzdata) {
  static const std::string engine = fmt::format("astronova {}", version);
  json.begin_object();
  if (!ephemeris.empty()) json.member("ephemeris", ephemeris);
  if (!tzdata.empty()) json.member("tzdata", tzdata);
  json.member("engine", engine).end_object();
}

}  // namespace astronova::api
