#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/western/natal_chart.h"
#include "base/quantity.h"
#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// By what symbolic time a chart is carried on.
enum class ProgressionMethod : std::uint8_t {
  secondary,  ///< a day after birth for each tropical year of life
  tertiary,   ///< a day for each tropical month
  minor,      ///< a tropical month for each tropical year
  solar_arc,  ///< all points moved by what the secondary progressed Sun has moved in longitude
};

/// How the midheaven of a progressed chart moves; the ascendant and the cusps follow from its right
/// ascension at the latitude of the place.
enum class ProgressedAngles : std::uint8_t {
  solar_arc_longitude,        ///< in longitude by the Sun's arc in longitude
  solar_arc_right_ascension,  ///< in right ascension by the Sun's arc in right ascension
  naibod_longitude,           ///< in longitude by 360 degrees / 365.24219 for each symbolic day
  naibod_right_ascension,     ///< in right ascension by the same
  quotidian,                  ///< with the symbolic instant's own sidereal time, 361 degrees a day
};

/// The arc of solar arc directions.
enum class SolarArcRate : std::uint8_t {
  actual,  ///< of the progressed Sun itself
  naibod,  ///< of the mean Sun: 360 degrees / 365.24219 for each year
};

/// The names of the API, by the enumerators' order: "secondary", "solarArc" ...
std::span<const std::string_view> progression_method_names();
std::span<const std::string_view> progressed_angles_names();
std::span<const std::string_view> solar_arc_rate_names();

/// A birth whose chart is carried on.
struct NatalMoment {
  JulianDayUt when{};
  std::optional<sky::GeographicPosition> place{};  ///< none when the time of birth is unknown
};

struct ProgressionSettings {
  ProgressionMethod method = ProgressionMethod::secondary;
  ProgressedAngles angles = ProgressedAngles::solar_arc_longitude;  ///< not read by solar_arc
  SolarArcRate rate = SolarArcRate::actual;                         ///< read by solar_arc alone
  bool converse = false;  ///< symbolic time runs backward from birth
  AspectSettings aspects = AspectSettings::major_within(1);  ///< to the natal points
};

/// A chart carried on to an instant of life.
struct Progression {
  JulianDayUt symbolic{};                ///< the instant of the sky that stands for it
  std::optional<double> arc{};           ///< degrees, (-180, 180]: of solar_arc
  Placements placements;                 ///< in natal houses; speeds a symbolic day, with the sign
                                         ///< that they have as life goes on
  std::optional<sky::Houses> houses;     ///< none without a place
  std::vector<Aspect> aspects_to_natal;  ///< first the progressed point, then the natal one
};

/// Carries a chart on. The zodiac, bodies and houses are those of the natal settings.
///
/// Symbolic time: birth plus, or converse minus, days = (at - birth) / 365.24219 (secondary, solar
/// arc), (at - birth) / 27.321582 (tertiary), (at - birth) 27.321582 / 365.24219 (minor).
/// Solar arc: longitudes, cusps and angles all move by the arc; latitudes stay.
///
/// errors   those of the port
/// threads  as the port; blocking
Result<Progression> progress(const sky::Ephemeris& ephemeris, const NatalMoment& birth,
                             const NatalSettings& natal_settings, JulianDayUt at,
                             const ProgressionSettings& settings);

}  // namespace astronova::astrology
