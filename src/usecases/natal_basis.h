#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "astrology/western/natal/sect.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// Whose chart a technique of the natal chart is asked for, and how it is cast.
struct NatalRequest {
  BirthData birth;
  ChartOptions options{};  ///< the wheel is not read
};

/// The chart that such techniques stand on.
struct NatalBasis {
  BirthMoment moment;
  astrology::NatalChart chart;
  std::optional<astrology::Sect> sect{};  ///< none when the time of birth is unknown
  std::vector<Warning> warnings{};

  bool time_known() const { return moment.civil.time_known; }
};

/// Casts the chart, with the Sun to Saturn in it whichever bodies were asked for when
/// `seven_planets`. An unknown time of birth is cast for local noon, with a warning
/// `time.unknown` that says what is left out for it.
///   left_out  "lots", "the ascendant and the midheaven"; in the middle of a sentence
/// errors   as cast_natal_chart
Result<NatalBasis> read_natal_basis(const sky::Ephemeris& ephemeris, const NatalRequest& request,
                                    std::string_view left_out, bool seven_planets = false);

}  // namespace astronova::usecases
