#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

/// How two charts are made one.
enum class CompositeMethod : std::uint8_t {
  midpoint,   ///< near midpoints of bodies, angles and cusps
  reference,  ///< near midpoints of bodies and midheavens; houses of a place's latitude
  davison,    ///< the sky of the middle of both births in time and space
};
std::span<const std::string_view> composite_method_names();

struct CompositeRequest {
  BirthData first;
  BirthData second;
  CompositeMethod method = CompositeMethod::midpoint;
  std::optional<sky::GeographicPosition> place{};  ///< reference alone reads it, and needs it
  std::vector<Warning> place_warnings{};           ///< of how it was found
  ChartOptions options{};  ///< tropical; for reference a system that sky::has_own_cusps
};

/// Two charts made one.
struct CompositeChart {
  astrology::NatalChart chart;
  BirthMoment first;
  BirthMoment second;
  std::optional<JulianDayUt> when{};               ///< of a Davison chart
  std::optional<sky::GeographicPosition> place{};  ///< of a Davison chart, or the reference place
  std::optional<std::string> svg{};
  std::vector<Warning> warnings{};
};

/// Where a time of birth is unknown, angles, houses and the Moon are left out, with a warning
/// `time.unknown`.
/// errors   those of cast_natal_chart, their pointers below "/first" and "/second"
/// threads  any; blocking
Result<CompositeChart> compose_charts(const sky::Ephemeris& ephemeris,
                                      const CompositeRequest& request);

}  // namespace astronova::usecases
