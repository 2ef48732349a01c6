#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/western/natal_chart.h"
#include "astrology/western/predictive/mundane_position.h"
#include "base/quantity.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// What a degree of direction is worth.
enum class DirectionKey : std::uint8_t {
  ptolemy,  ///< a year
  naibod,   ///< 365.24219 / 360 years: the mean Sun moves 59'08.33" in a day
};

/// What is carried where.
enum class DirectionMotion : std::uint8_t {
  direct,    ///< the promissor with the daily motion to the significator's place
  converse,  ///< the promissor against the daily motion to the significator's place
  /// The significator with the daily motion to the promissor's place: what was called converse
  /// before the nineteenth century. The angles are not carried.
  traditional_converse,
};

/// Whose ecliptic latitude counts; the others are taken on the ecliptic. A promissor's is its own
/// in the conjunction, the opposite in the opposition, and none in other aspects.
enum class DirectionLatitude : std::uint8_t { neither, promissors, significators, both };

/// The names of the API, by the enumerators' order.
std::span<const std::string_view> mundane_system_names();
std::span<const std::string_view> direction_key_names();
std::span<const std::string_view> direction_motion_names();
std::span<const std::string_view> direction_latitude_names();

struct DirectionSettings {
  sky::Bodies bodies;  ///< promissors and significators, in the order of sky::Body
  MundaneSystem system = MundaneSystem::placidus;
  DirectionKey key = DirectionKey::naibod;
  std::vector<DirectionMotion> motions{DirectionMotion::direct};  ///< each once
  DirectionLatitude latitude = DirectionLatitude::both;
  AspectSettings aspects = AspectSettings::major();  ///< those wanted; orbs are not read
  double years_from = 0;                             ///< of life
  double years_to = 90;
};

/// One direction, exact at an age.
struct PrimaryDirection {
  AspectPoint promissor{};
  AspectKind kind{};  ///< from which point of the promissor
  /// The aspect's point follows the promissor in the order of the signs; false for conjunction and
  /// opposition, which have one point only.
  bool sinister = false;
  AspectPoint significator{};
  DirectionMotion motion{};
  double arc = 0;      ///< degrees of the equator, [0, 360)
  double years = 0;    ///< of life, by the key
  JulianDayUt when{};  ///< birth plus years of 365.24219 days
};

/// All directions of the bodies' aspects, cast in the zodiac, to bodies, ascendant and midheaven
/// that fall into the years, by age. Tropical, geocentric. Within the polar circles points that
/// never stand where they would have to are left out, and one that never sets may come to a circle
/// of Regiomontanus twice in a turn: two directions.
///
/// errors   those of the port
/// threads  as the port; blocking
Result<std::vector<PrimaryDirection>> primary_directions(const sky::Ephemeris& ephemeris,
                                                         JulianDayUt birth,
                                                         const sky::GeographicPosition& place,
                                                         const DirectionSettings& settings);

}  // namespace astronova::astrology
