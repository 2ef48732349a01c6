#include "api/sky_json.h"

#include <fmt/format.h>

#include "api/name_texts.h"
#include "base/version.h"

namespace astronova::api {
namespace {

char* put_direction(char* at, double degrees) {
  return put_units<angle_decimals>(at, PrintedDirection{degrees}.units());
}

// "sign", "degree" and "formatted", which is truncated to the second, as ephemerides print it.
char* put_place_in_sign(char* at, PrintedDirection longitude) {
  const auto& sign = sign_word(longitude.sign());
  const std::uint64_t in_sign = longitude.units_in_sign();
  const auto second = static_cast<unsigned>(in_sign * 3600 / 10'000'000);
  at = put(at, sign_member(longitude.sign()));
  at = put_units<angle_decimals>(at, in_sign);
  at = put(at, ",\"formatted\":\"");
  at = put_unsigned(at, second / 3600);
  at = put(at, "°");
  at = put_two_digits(at, second / 60 % 60);
  at = put(at, "'");
  at = put_two_digits(at, second % 60);
  at = put(at, "\\\" ");
  at = put(at, sign);
  return put(at, "\"");
}

// "longitude" to "declination"; the comma at the end too.
char* put_numbers(char* at, const sky::BodyState& state, PrintedDirection longitude) {
  at = put(at, "\"longitude\":");
  at = put_units<angle_decimals>(at, longitude.units());
  at = put(at, ",\"latitude\":");
  at = put_fixed<angle_decimals>(at, state.latitude);
  at = put(at, ",\"distance\":");
  at = put_fixed<distance_decimals>(at, state.distance);
  at = put(at, ",\"speed\":");
  at = put_fixed<angle_decimals>(at, state.longitude_speed);
  at = put(at, ",\"rightAscension\":");
  at = put_direction(at, state.right_ascension);
  at = put(at, ",\"declination\":");
  at = put_fixed<angle_decimals>(at, state.declination);
  return put(at, ",");
}

}  // namespace

double printed_longitude(double longitude) {
  return PrintedDirection{longitude}.degrees();
}

JsonWriter& write_direction(JsonWriter& json, JsonKey name, double degrees) {
  return json.key(name).write(number_bytes_max,
                              [&](char* at) { return put_direction(at, degrees); });
}

void write_longitude(JsonWriter& json, double longitude) {
  json.write(position_bytes_max, [&](char* at) {
    const PrintedDirection printed{longitude};
    at = put(at, "\"longitude\":");
    at = put_units<angle_decimals>(at, printed.units());
    at = put(at, ",");
    return put_place_in_sign(at, printed);
  });
}

char* put_position_members(char* at, const sky::BodyState& state) {
  const PrintedDirection longitude{state.longitude};
  at = put_numbers(at, state, longitude);
  at = put_place_in_sign(at, longitude);
  return state.longitude_speed < 0 ? put(at, ",\"retrograde\":true")
                                   : put(at, ",\"retrograde\":false");
}

void write_position_members(JsonWriter& json, const sky::BodyState& state) {
  json.write(position_bytes_max, [&](char* at) { return put_position_members(at, state); });
}

void write_row_position(JsonWriter& json, const sky::BodyState& state) {
  json.write(position_bytes_max, [&](char* at) {
    at = put(at, "{");
    at = put_numbers(at, state, PrintedDirection{state.longitude});
    at[-1] = '}';
    return at;
  });
}

void write_moon_phase(JsonWriter& json, const astrology::MoonPhase& phase) {
  json.begin_object();
  write_direction(json, "angle", phase.angle)
      .key("name")
      .plain(phase.name)
      .member("illuminated", phase.illuminated, 4)
      .end_object();
}

void write_ayanamsa(JsonWriter& json, sky::Ayanamsa ayanamsa, double degrees) {
  json.begin_object()
      .key("name")
      .plain(name_of(ayanamsa))
      .member("value", degrees, angle_decimals)
      .end_object();
}

void write_provenance(JsonWriter& json, std::string_view ephemeris, std::string_view tzdata) {
  static const std::string engine = fmt::format("astronova {}", version);
  json.begin_object();
  if (!ephemeris.empty()) json.member("ephemeris", ephemeris);
  if (!tzdata.empty()) json.member("tzdata", tzdata);
  json.key("engine").plain(engine).end_object();
}

}  // namespace astronova::api
