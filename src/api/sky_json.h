#pragma once

#include <cmath>
#include <cstdint>
#include <stdexcept>
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

/// A direction as it is printed: a whole number of 1e-7 degrees, below 360 degrees. What is said of
/// a longitude (sign, degree, formatted) is taken from it, so that it agrees with the digits.
class PrintedDirection {
 public:
  /// degrees: [0, 360); rounded half to even, and what rounds to 360 is 0. Anything else is a bug:
  /// std::logic_error.
  explicit PrintedDirection(double degrees) {
    if (!(degrees >= 0 && degrees < 361)) [[unlikely]]
      throw std::logic_error("a direction outside [0, 360) degrees");
    units_ = to_units<angle_decimals>(std::abs(degrees));
    if (units_ >= 12 * sign_units) units_ = 0;
  }

  std::uint64_t units() const { return units_; }
  double degrees() const { return static_cast<double>(units_) / 1e7; }
  astrology::Sign sign() const { return static_cast<astrology::Sign>(units_ / sign_units); }
  std::uint64_t units_in_sign() const { return units_ % sign_units; }

 private:
  static constexpr std::uint64_t sign_units = 300'000'000;
  std::uint64_t units_ = 0;
};

/// A direction, [0, 360) degrees, as it is printed.
double printed_longitude(double longitude);

/// The same as a member: "ascendant":122.2044000
JsonWriter& write_direction(JsonWriter& json, JsonKey name, double degrees);

/// "longitude", "sign", "degree", "formatted" as members.
void write_longitude(JsonWriter& json, double longitude);

/// The members of Position, without the braces, so that more can follow.
void write_position_members(JsonWriter& json, const sky::BodyState& state);

/// The same at a pointer (base/put_text.h).
char* put_position_members(char* at, const sky::BodyState& state);
inline constexpr std::size_t position_bytes_max = 512;

/// The six numbers of a row of a table, as an object.
void write_row_position(JsonWriter& json, const sky::BodyState& state);

void write_moon_phase(JsonWriter& json, const astrology::MoonPhase& phase);
void write_ayanamsa(JsonWriter& json, sky::Ayanamsa ayanamsa, double degrees);

/// {"ephemeris", "tzdata", "engine"}; what is empty is left out.
void write_provenance(JsonWriter& json, std::string_view ephemeris, std::string_view tzdata);

}  // namespace astronova::api
