#pragma once

#include <string_view>

#include "usecases/cast_natal_chart.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {

/// Casts the Western chart that a technique of time stands on, for its `birthData`: all of it, with
/// a warning `time.unknown` for an unknown time of birth. What is concluded from it is
/// known_chart's. errors   as cast_natal_chart, with pointers below "/birthData"
Result<CastChart> cast_basis(const sky::Ephemeris& ephemeris, const BirthData& birth,
                             const ChartOptions& options, const UnknownTime& when_unknown);

/// The same for what has no meaning without a time of birth: an unknown one is an error.
///   needs  "the ascendant", as in "the ascendant needs the time of birth"
Result<CastChart> cast_timed_basis(const sky::Ephemeris& ephemeris, const BirthData& birth,
                                   const ChartOptions& options, std::string_view needs);

/// The days of the longest stretch of so many calendar years.
constexpr double days_of_years(int years) {
  constexpr double leap_day_more = 0.5;
  return years * 365.25 + leap_day_more;
}

/// An error that names no field, at one.
Error at_field(Error error, std::string_view pointer);

/// The settings of which a cast chart is made, but for its aspects, with the bodies whose places
/// are known.
astrology::NatalSettings settings_of(const CastChart& cast, const ChartOptions& options);

/// The zodiac of a chart: none means tropical.
std::optional<sky::Ayanamsa> zodiac_of(const ChartOptions& options);

/// The chart without what an unknown time of birth leaves unknown.
astrology::NatalChart known_chart(const CastChart& cast);

}  // namespace astronova::usecases
