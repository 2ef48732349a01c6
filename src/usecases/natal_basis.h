#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/natal/sect.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/unknown_time.h"

namespace astronova::usecases {

/// Whose chart a technique of the natal chart is asked for, and how it is cast.
struct NatalRequest {
  BirthData birth;
  ChartOptions options{};  ///< the wheel is not read
};

/// The chart that such techniques stand on.
struct NatalBasis {
  BirthMoment moment;
  astrology::NatalChart chart;            ///< without what an unknown time of birth leaves unknown
  std::optional<astrology::Sect> sect{};  ///< none when the time of birth is unknown
  std::vector<Warning> warnings{};
  sky::Bodies bodies{};  ///< that were cast, those too that are left out of the chart

  bool time_known() const { return moment.civil.time_known; }
};

/// Casts the chart, with the Sun to Saturn in it whichever bodies were asked for when
/// `seven_planets`. For an unknown time of birth what is not known is left out of it, with a
/// warning `time.unknown` (usecases/unknown_time.h).
///   left_out  beside the bodies: "the lots", "the ascendant"
/// errors   as cast_natal_chart
Result<NatalBasis> read_natal_basis(const sky::Ephemeris& ephemeris, const NatalRequest& request,
                                    std::span<const std::string_view> left_out,
                                    bool seven_planets = false);

}  // namespace astronova::usecases
