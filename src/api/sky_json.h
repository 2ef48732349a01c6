#pragma once

#include <optional>
#include <string_view>

#include "astrology/western/moon_phase.h"
#include "astrology/zodiac.h"
#include "base/json_writer.h"
#include "sky/ephemeris.h"

namespace astronova::api {

/// Digits after the point: of angles and speeds, of distances, of seconds, of Julian days.
inline constexpr int angle_decimals = 7;
inline constexpr int distance_decimals = 10;
inline constexpr int seconds_decimals = 2;
inline constexpr int julian_day_decimals = 9;

/// An ecliptic longitude as it is printed: rounded to angle_decimals first, so that what is said of
/// it (sign, degree, formatted) agrees with the digits, and 360 never appears.
double printed_longitude(double longitude);

/// "longitude", "sign", "degree", "formatted" as members.
void write_longitude(JsonWriter& json, double longitude);

/// The members of Position, without the braces, so that more can follow.
void write_position_members(JsonWriter& json, const sky::BodyState& state);

/// The six numbers of a row of a table, as an object.
void write_row_position(JsonWriter& json, const sky::BodyState& state);

void write_moon_phase(JsonWriter& json, const astrology::MoonPhase& phase);
void write_ayanamsa(JsonWriter& json, sky::Ayanamsa ayanamsa, double degrees);

/// {"ephemeris", "tzdata", "engine"}; what is empty is left out.
void write_provenance(JsonWriter& json, std::string_view ephemeris, std::string_view tzdata);

}  // namespace astronova::api
