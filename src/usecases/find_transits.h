#pragma once

#include <variant>

#include "astrology/western/transits/transits.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// A stretch of time whose transits are looked for.
struct TransitRange {
  JulianDayUt from{};
  JulianDayUt to{};
};
/// The longest one, in calendar years.
inline constexpr int transit_years_max = 30;

struct TransitRequest {
  BirthData birth;
  ChartOptions options{};    ///< `aspects` are those of the transits; the wheel is not read
  sky::Bodies transiting{};  ///< in the order of sky::Body; empty: those of the natal chart
  std::variant<JulianDayUt, TransitRange> when{};
};

/// The transits of an instant or of a range, by what was asked for.
struct FoundTransits {
  CastChart natal;
  std::variant<astrology::TransitingSky, astrology::Transits> found;
};

/// Without a time of birth there are no angles and houses, and the natal Moon is left out.
/// errors   those of cast_natal_chart below "/birthData"; invalid_value at "/to" for a range that
///          ends before it begins or is longer than 30 years; outside_ephemeris at "/at" or "/from"
/// threads  any; blocking
Result<FoundTransits> find_transits(const sky::Ephemeris& ephemeris, const TransitRequest& request);

}  // namespace astronova::usecases
